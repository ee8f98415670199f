"""Read a recipe that somebody wrote: nothing in it is believed before it was looked at."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from weight_surgery.core.checks import LARGEST, boolean, integer, one_of, real, shown, text_of
from weight_surgery.core.instead import BEGINNING, instead_of
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.recipe.recipe import ATTACK, FIGURES, FORMAT, VERSION, Counts, Recipe
from weight_surgery.core.specs import LONGEST_NAME, MOST_OPERATIONS, Operation, SurgerySpec

# A plan of 60 steps takes a tenth of it.
LONGEST = 100_000
WORD = 100
HASH = re.compile("[0-9a-f]{64}")
PARTS = ("format", "version", "model", "plan", "figures", "verdicts", "versions")
PLAN = ("operations", "edit_bias", "trim_outliers", "fit_split", "hand", "repair")
OPERATION = ("kind", "classes", "damping", "method", "on")
VERDICTS = tuple(verdict.name.lower() for verdict in Verdict)


def recipe_file(path: str | Path) -> Recipe:
    """Read a recipe's file. Raises ValueError naming the file and what is wrong with it."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            # Of a file that is no recipe no more is read than shows it.
            content = file.read(4 * LONGEST + 1)
        return read_recipe(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no recipe: it is not text in UTF-8") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}); name a recipe") from error
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def read_recipe(text: str) -> Recipe:
    """Read what `Recipe.to_json` wrote.

    Raises ValueError saying which part of it is not as it must be.
    """
    text = text_of("a recipe", text, LONGEST)
    if instead := instead_of(text[:BEGINNING].encode()):
        raise ValueError(f"this is no recipe but {instead}")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("this is no recipe: it is no JSON; save it again from the page") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise ValueError(f'this is no recipe: it does not say "format": "{FORMAT}"')
    if _whole_number("the recipe's version", whole.get("version")) != VERSION:
        raise ValueError(
            f"the recipe is of version {whole['version']}, and this program reads {VERSION}; "
            "read it with the program that wrote it, or a later one"
        )
    whole = _object("the recipe", whole, PARTS)
    model = _object("model", whole["model"], ("name", "hash"))
    return Recipe(
        content=_hash(model["hash"]),
        spec=_plan(_text("model.name", model["name"], LONGEST_NAME), whole["plan"]),
        figures=_figures(whole["figures"]),
        verdicts=_verdicts(whole["verdicts"]),
        versions=_versions(whole["versions"]),
    )


def _object(name: str, value: Any, parts: tuple[str, ...]) -> dict[str, Any]:
    """Return an object that has these parts and no other."""
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be an object, got {shown(value)}")
    for part in parts:
        if part not in value:
            raise ValueError(f"{name} lacks {part!r}; save the recipe again from the page")
    for part in value:
        if part not in parts:
            raise ValueError(f"{name} has {shown(part)}, which no recipe of version {VERSION} has")
    return value


def _text(name: str, value: Any, longest: int = WORD) -> str:
    if not text_of(name, value, longest) or not value.isprintable():
        raise ValueError(f"{name} must be a text that can be printed, got {shown(value)}")
    return value


def _whole_number(name: str, value: Any, most: int = LARGEST) -> int:
    if isinstance(value, str):
        raise ValueError(f"{name} must be a whole number, got {shown(value)}")
    return integer(name, value, 0, most)


def _list(name: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise ValueError(f"{name} must be a list of 1 to {most}, got {shown(value)}")
    return value


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not HASH.fullmatch(value):
        raise ValueError(f"model.hash must be 64 digits of 0…9 and a…f, got {shown(value)}")
    return value


def _plan(model: str, value: Any) -> SurgerySpec:
    plan = _object("plan", value, PLAN)
    steps = _list("plan.operations", plan.pop("operations"), MOST_OPERATIONS)
    return SurgerySpec(model, tuple(_operation(*step) for step in enumerate(steps, 1)), **plan)


def _operation(at: int, value: Any) -> Operation:
    step = _object(f"operation {at}", value, OPERATION)
    try:
        boolean("on", step["on"])
        damping = real("damping", step["damping"], 0, 1)
        return Operation(**{**step, "damping": damping})
    except ValueError as error:
        raise ValueError(f"operation {at}: {error}") from error


def _figures(value: Any) -> dict[str, Counts]:
    known = (*FIGURES, ATTACK) if isinstance(value, dict) and ATTACK in value else FIGURES
    return {name: _counts(name, one) for name, one in _object("figures", value, known).items()}


def _counts(name: str, value: Any) -> Counts:
    counts = _object(name, value, ("before", "after", "total"))
    total = _whole_number(f"{name}.total", counts["total"])
    before, after = (
        _whole_number(f"{name}.{side}", counts[side], total) for side in ("before", "after")
    )
    return Counts(before, after, total)


def _verdicts(value: Any) -> tuple[str, ...]:
    found = _list("verdicts", value, MOST_OPERATIONS)
    for one in found:
        one_of("a verdict", one, VERDICTS)
    return tuple(found)


def _versions(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > WORD:
        raise ValueError(f"versions must be an object of texts, got {shown(value)}")
    return {_text("a library", name): _text(f"versions.{name}", value[name]) for name in value}
