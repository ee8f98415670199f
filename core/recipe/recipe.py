"""A recipe: an edit with the figures that it gave, as JSON that can be followed again."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.headline import WORDS
from weight_surgery.core.specs import SurgerySpec

FORMAT, VERSION = "weight-surgery recipe", 1
ENDING = ".recipe.json"
# Shares of samples, of which both sides are kept in counts; ATTACK is one of pairs of them.
FIGURES = (*WORDS, "prototype_accuracy")
ATTACK = "attack_success"
# What figures may depend on, beside the model and the edit.
LIBRARIES = ("weight-surgery-lab", "numpy", "scipy", "scikit-learn")
# How much of a hash tells models apart where a person reads it.
SHORT = 12


@dataclass(frozen=True)
class Counts:
    """A figure before and after the edit: successes of total samples."""

    before: int
    after: int
    total: int


@dataclass(frozen=True)
class Recipe:
    """An edit of one model, and the figures that it gave.

    content: the hash of the model's bundle; spec: the plan; figures: by their names in FIGURES, and
    ATTACK where it is defined; verdicts: one a group, as the comparison orders them; versions: of
    what computed them.
    """

    content: str
    spec: SurgerySpec
    figures: dict[str, Counts]
    verdicts: tuple[str, ...]
    versions: dict[str, str]

    @property
    def model(self) -> str:
        """The model's name."""
        return self.spec.model

    def to_json(self) -> str:
        """Return the recipe as a file has it, which `core.recipe.read_recipe` reads."""
        plan = asdict(self.spec)
        whole = {
            "format": FORMAT,
            "version": VERSION,
            "model": {"name": plan.pop("model"), "hash": self.content},
            "plan": plan,
            "figures": {name: asdict(counts) for name, counts in self.figures.items()},
            "verdicts": self.verdicts,
            "versions": self.versions,
        }
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def recipe_of(comparison: Comparison) -> Recipe:
    """Return the recipe of a comparison."""
    return Recipe(
        content=comparison.bundle.hash,
        # What a page calls a model may be an address that only one person knows.
        spec=replace(comparison.spec, model=comparison.bundle.name),
        figures=dict(_figures(comparison)),
        verdicts=tuple(group.verdict.name.lower() for group in comparison.groups),
        versions=_versions(),
    )


def _figures(comparison: Comparison) -> Iterator[tuple[str, Counts]]:
    for name in FIGURES:
        before, after = getattr(comparison.before, name), getattr(comparison.after, name)
        yield name, Counts(before.successes, after.successes, after.total)
    pairs = [getattr(side, ATTACK) for side in (comparison.group.before, comparison.group.after)]
    if all(pairs):
        yield ATTACK, Counts(pairs[0].matches, pairs[1].matches, pairs[1].pairs)


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        # Run from its folder, not installed.
        return "unknown"


def short_hash(content: str) -> str:
    """Return as much of a hash as a person compares."""
    return content[:SHORT]
