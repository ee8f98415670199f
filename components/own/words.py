"""What is said of a file before it is opened: what it is, what it reads right, what was guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from weight_surgery.components.figures.preview import preview_figure
from weight_surgery.components.text import counted, in_percent
from weight_surgery.components.view import View
from weight_surgery.core.workbench import (
    Guesses,
    Opened,
    Rate,
    Way,
    Workbench,
    is_too_few,
    preview_of,
    read_recipe,
    what_was_done,
    why_near_chance,
)

MOST_NAMED = 6
# Whatever is longer is no recipe, and is not read to its end.
LONGEST_RECIPE = 500_000
NO_SPLIT = "every second sample of each class"


def words_of(opened: Opened) -> dict[str, Any]:
    """Return what the page shows of a file that can be opened, as JSON."""
    bundle = opened.bundle
    preview = preview_of(bundle)
    why = [why_near_chance(opened.network)] if opened.near_chance else []
    return {
        "title": opened.title,
        "facts": (
            f"{counted(len(bundle.labels_fit), 'sample')} to fit on, "
            f"{len(bundle.labels_test):,} to test; {counted(bundle.dims, 'dimension')}; "
            f"{len(bundle.class_names):,} classes: {listed(bundle.class_names)}"
        ),
        "verdict": verdict(opened),
        "chance": opened.near_chance,
        "notes": [*why, *opened.notes],
        "table": None if opened.guesses is None else table_words(opened.guesses),
        "picture": preview_figure(preview.points, preview.labels, bundle.class_names),
        "caption": (
            f"{counted(len(preview.points), 'test sample')} on their two principal axes, which "
            f"hold {in_percent(preview.held, 0)} of their spread"
        ),
    }


def recipe_words(workbench: Workbench, content: bytes, own: Sequence[str]) -> dict[str, Any]:
    """Return what the page shows of a recipe, followed again: whether it gives the same figures.

    own: models that whoever sends it knows of. Raises ValueError for what is no recipe, and where
    its model is not here.
    """
    try:
        recipe = read_recipe(content[:LONGEST_RECIPE].decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it is no recipe: it is not text in UTF-8") from None
    model = workbench.holder(recipe, own)
    found = workbench.replay(recipe, model)
    if found.comparison is None:
        raise ValueError(" ".join(found.differences).rstrip("."))
    return {
        "title": f"the recipe on {workbench.title(model)}",
        "facts": what_was_done(found.comparison),
        "verdict": "Identical figures" if found.identical else "Not the same as in the recipe",
        "chance": not found.identical,
        "notes": list(found.differences),
        "table": None,
        "query": View(replace(recipe.spec, model=model)).to_query(),
    }


def verdict(opened: Opened) -> str:
    """Say what the model reads right, or that it is at chance, or has too few samples."""
    rate = opened.accuracy
    if not opened.near_chance:
        return f"{share(rate)} on {counted(rate.total, 'sample')}"
    if is_too_few(opened.network):
        return f"{share(rate)}: too few test samples, so no verdicts"
    how = "near chance" if rate.low > opened.network.largest / rate.total else "chance level"
    return f"{share(rate)}: {how}, so no verdicts"


def table_words(guesses: Guesses) -> dict[str, Any]:
    """Return what a table's columns were taken for, and what else they could be."""
    choices = guesses.choices
    return {
        "label": choices.label,
        "labels": list(guesses.labels),
        "split": choices.split or "",
        "splits": [["", NO_SPLIT], *([name, f"by column {name}"] for name in guesses.splits)],
        "normalise": choices.normalise,
        "ways": [[way.normalise, way_words(way)] for way in guesses.ways],
        "numbers": f"{counted(len(guesses.numbers), 'column')} of numbers: "
        f"{listed(guesses.numbers)}",
    }


def way_words(way: Way) -> str:
    """Say how samples are read, and how many rightly: of those fitted on, and of the others."""
    name = "cosine" if way.normalise else "distance"
    return f"{name}: {share(way.fit)} fitted, {share(way.test)} tested"


def share(rate: Rate) -> str:
    """Write a rate as 97.0 %."""
    return in_percent(rate.value or 0, 1)


def listed(names: tuple[str, ...]) -> str:
    """Write the first of some names."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
