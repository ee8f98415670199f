"""Follow a recipe again, and say what came out otherwise, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.headline import WORDS, headline
from weight_surgery.core.recipe.recipe import Recipe, recipe_of, short_hash

IDENTICAL = "Identical figures."


@dataclass(frozen=True, eq=False)
class Replay:
    """A recipe that was followed again.

    comparison: what it gave now, None where the model does not bear the edit; differences: a
    sentence for each input and each figure that is not as it was.
    """

    recipe: Recipe
    comparison: Comparison | None
    differences: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether it is the same model and gave the same figures."""
        return not self.differences

    def __str__(self) -> str:
        said = "\n".join(self.differences) or IDENTICAL
        return said if self.comparison is None else f"{said}\n{headline(self.comparison)}"

    __repr__ = __str__


def replay(recipe: Recipe, bundle: Bundle) -> Replay:
    """Make a recipe's edit of a bundle, and hold what comes out against what it says."""
    other = []
    if recipe.content != bundle.hash:
        other.append(
            f"Another model: the recipe is of {recipe.model} with the content "
            f"{short_hash(recipe.content)}, and {bundle.name} has {short_hash(bundle.hash)}."
        )
    try:
        comparison = compare(bundle, replace(recipe.spec, model=bundle.name))
    except ValueError as error:
        return Replay(recipe, None, (*other, f"It does not bear the edit: {error}"))
    now = recipe_of(comparison)
    figures = [*_figures(recipe, now)]
    # A library that is another one is no fault where it makes no difference.
    libraries = [*_libraries(recipe, now)] if figures and not other else []
    return Replay(recipe, comparison, (*other, *figures, *libraries))


def _figures(then: Recipe, now: Recipe) -> Iterator[str]:
    for name in dict.fromkeys((*then.figures, *now.figures)):
        words = WORDS.get(name, name.replace("_", " "))
        if not (name in then.figures and name in now.figures):
            yield f"{words}: defined only {'in the recipe' if name in then.figures else 'now'}."
            continue
        old, new = then.figures[name], now.figures[name]
        for side in ("before", "after"):
            one, other = getattr(old, side), getattr(new, side)
            if (one, old.total) != (other, new.total):
                yield (
                    f"{words}, {side} the edit: {one:,} of {old.total:,} in the recipe, "
                    f"{other:,} of {new.total:,} now{_by(other - one, old.total == new.total)}."
                )
    if then.verdicts != now.verdicts:
        yield f"Verdict: {_listed(then.verdicts)} in the recipe, {_listed(now.verdicts)} now."


def _by(change: int, alike: bool) -> str:
    return f" ({change:+,})" if alike else ""


def _listed(verdicts: tuple[str, ...]) -> str:
    return ", ".join(one.replace("_", " ") for one in verdicts)


def _libraries(then: Recipe, now: Recipe) -> Iterator[str]:
    for name, version in now.versions.items():
        if then.versions.get(name) != version:
            yield f"{name} is {version} now, {then.versions.get(name, 'unknown')} in the recipe."
