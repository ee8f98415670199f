"""The rows of the models' view as a page sends them back: each is read anew."""

from __future__ import annotations

from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.verdict import BADGES
from weight_surgery.core.workbench import DAMPINGS

LONGEST, MOST_ROWS, MOST = 4000, 1000, 10**9
# What a card shows of a pair, each a share before and after.
SHARES = ("told_apart", "recall", "others")
CELLS = 3


def rows_of(value: Any) -> tuple[list[dict[str, Any]], int]:
    """Return the rows measured so far, and how many models there are.

    Raises ValueError for rows that `models.measure` cannot have written.
    """
    rows, models = payload.entries("the models measured", value, "rows", "models")
    rows = [row_of(row) for row in payload.list_of("the models measured", rows, MOST_ROWS)]
    return rows, payload.integer("the number of models", models, len(rows)) if rows else 0


def row_of(value: Any) -> dict[str, Any]:
    """Return one model's row: its pairs counted, or why they were refused."""
    keys = ("model", "title", "dataset", "dims", "pair", "current", "damping")
    model, title, dataset, dims, pair, current, damping = payload.entries(
        "a model's row", value, *keys
    )
    row = {
        "model": payload.text_of("a model's name", model, LONGEST),
        "title": payload.text_of("a model's title", title, LONGEST),
        "dataset": payload.text_of("the name of its data", dataset, LONGEST),
        "dims": payload.integer("the number of dimensions", dims, 1),
        "pair": None if pair is None else pair_of(pair),
        "current": current is True,
        "damping": payload.real("a damping", damping, 0, 1),
    }
    if "refused" in value:
        return row | {"refused": payload.text_of("a reason", value["refused"], LONGEST)}
    return row | counts_of(*payload.entries("a model's row", value, "clean", "ever", "pairs"))


def counts_of(clean: Any, ever: Any, pairs: Any) -> dict[str, Any]:
    """Return how many of a model's pairs are clean at each damping, and at any."""
    pairs = payload.integer("the number of pairs", pairs, 1)
    counts = payload.list_of("the clean pairs", clean, len(DAMPINGS))
    if len(counts) < len(DAMPINGS):
        raise ValueError(f"clean pairs are counted at {len(DAMPINGS)} dampings, got {len(counts)}")
    return {
        "clean": [payload.integer("the clean pairs", count, 0, pairs) for count in counts],
        "ever": payload.integer("the clean pairs", ever, 0, pairs),
        "pairs": pairs,
    }


def pair_of(value: Any) -> dict[str, Any]:
    """Return what a model makes of the pair, or why it can make nothing of it."""
    given = payload.object_of("a pair's figures", value)
    if "refused" in given:
        return {"refused": payload.text_of("a reason", given["refused"], LONGEST)}
    keys = ("classes", "verdict", "cells", "samples", *SHARES)
    classes, verdict, cells, samples, *shares = payload.entries("a pair's figures", given, *keys)
    return {
        "classes": _numbers("a class", classes),
        "verdict": payload.integer("a verdict", verdict, 0, len(BADGES) - 1),
        "cells": [
            payload.text_of("a figure", cell, LONGEST)
            for cell in payload.list_of("a pair's figures", cells, CELLS)
        ],
        "samples": _numbers("a number of samples", samples),
        **dict(zip(SHARES, map(_shares, shares), strict=True)),
    }


def _two(name: str, value: Any) -> list[Any]:
    both = payload.list_of(name, value, 2)
    if len(both) < 2:
        raise ValueError(f"{name} must be given twice, got {len(both)}")
    return both


def _numbers(name: str, value: Any) -> list[int]:
    return [payload.integer(name, one, 0, MOST) for one in _two(name, value)]


def _shares(value: Any) -> list[float | None]:
    """Return a share before and after, None where it is not defined."""
    both = _two("a share", value)
    return [None if one is None else payload.real("a share", one, 0, 1) for one in both]
