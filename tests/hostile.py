"""What a page never sends and anybody can: values of every kind in every place."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan
from typing import Any

from tests.conftest import make_bundle, make_catalogue
from weight_surgery.components.question import DRAWN, EDIT, view_fields
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

MODEL = "small"
MANY = "many"
NESTED: list[Any] = []
for _ in range(50):
    NESTED = [NESTED]

HOSTILE: dict[str, Any] = {
    "nothing": None,
    "true": True,
    "false": False,
    "a whole number": 1_000_000_000,
    "a negative one": -1,
    "one of 400 digits": 10**400,
    "a negative one of 4,000 digits": -(10**4000),
    "a fraction": 0.5,
    "the largest fraction": 1e308,
    "infinity": inf,
    "not a number": nan,
    "an empty text": "",
    "a word": "much",
    "a number's text": "7",
    "an infinite text": "1e999",
    "not a number's text": "nan",
    "digits": "9" * 5000,
    "a long text": "x" * 10**6,
    "half a character": "\ud800\x00",
    "an empty list": [],
    "a list of texts": ["a"],
    "a nested list": NESTED,
    "a long list": [1] * 10**5,
    "a list of huge numbers": [10**400, -1, inf],
    "an empty object": {},
    "another object": {"query": {}, "indices": 5, "rows": [{}], "part": [], "key": 1, "model": []},
    "no such model": "model=none",
    "no such sample": f"model={MODEL}&op=merge:0-1:0.5&sample=60000",
    "no such class": f"model={MODEL}&op=merge:0-99999999:0.5",
    "a class of many digits": f"model={MODEL}&op=merge:0-{'9' * 3000}:0.5",
    "many edits": "op=merge:0-1:0.5&" * 100_000,
}
LONGEST = 300
# What is Python's own, and says nothing to a person.
PYTHONS = (
    *("fault in the program", "invalid literal", "convert", "digits", "codec", "Traceback"),
    *("unhashable", "subscriptable", "attribute", "argument", "operand", "operator", "sequence"),
)


def small_workbench() -> Workbench:
    """Return models on which every answer is quick, one of them of many classes."""
    small, other = make_bundle(samples=12), make_bundle(classes=3, samples=8)
    return Workbench({MODEL: small, "other": other, MANY: make_catalogue(samples=2)})


def questions(workbench: Workbench, model: str = MODEL) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a page asks: the fields of a view that are measured, and a link."""
    view = View(workbench.default_spec(model))
    fields = {name: view_fields(view)[name] for name in (*EDIT, *DRAWN)}
    own = {"points": 20, "present": False, "embed": False, "story": 1}
    return (
        {"fields": fields, "chosen": True, "id": 1},
        {"query": view.to_query(), "over": own, "id": 2},
    )


def is_no_sentence(words: str) -> bool:
    """Tell whether words are too long for a person, or Python's own."""
    return len(words) > LONGEST or any(word in words for word in PYTHONS)


def variants(value: Any, hostile: Any) -> Iterator[Any]:
    """Put something hostile in the place of a value, and of everything in it."""
    yield hostile
    if isinstance(value, dict):
        for key in value:
            yield {name: one for name, one in value.items() if name != key}
            yield from ({**value, key: one} for one in variants(value[key], hostile))
    elif isinstance(value, list):
        yield [hostile, *value]
        if value:
            yield from ([one, *value[1:]] for one in variants(value[0], hostile))
