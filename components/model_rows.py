"""The rows of the models' view as a page sends them back: each is read anew."""

from __future__ import annotations

from typing import Any

from weight_surgery.components import payload
from weight_surgery.core.workbench import DAMPINGS

LONGEST, MOST_CELLS, MOST_ROWS = 4000, 10, 1000


def rows_of(value: Any) -> tuple[list[dict[str, Any]], int]:
    """Return the rows measured so far, and how many models there are.

    Raises ValueError for rows that `models.measure` cannot have written.
    """
    rows, models = payload.entries("the models measured", value, "rows", "models")
    rows = [row_of(row) for row in payload.list_of("the models measured", rows, MOST_ROWS)]
    return rows, payload.integer("the number of models", models, len(rows)) if rows else 0


def row_of(value: Any) -> dict[str, Any]:
    """Return one model's row: its pairs counted, or why they were refused."""
    keys = ("model", "dataset", "dims", "pair")
    model, dataset, dims, pair = payload.entries("a model's row", value, *keys)
    cells = None if pair is None else payload.list_of("a pair's figures", pair, MOST_CELLS)
    row = {
        "model": payload.text_of("a model's name", model, LONGEST),
        "dataset": payload.text_of("the name of its data", dataset, LONGEST),
        "dims": payload.integer("the number of dimensions", dims, 1),
        "pair": cells and [payload.text_of("a figure", cell, LONGEST) for cell in cells],
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
