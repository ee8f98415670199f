"""A window of the map of all pairs, in so many cells as a screen can show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from weight_surgery.components import payload
from weight_surgery.components.many.asked import asked_spec
from weight_surgery.components.naming import IN_SENTENCE, shortened
from weight_surgery.components.view import LONGEST_QUERY
from weight_surgery.core.workbench import PairAtlas, PairRanking, Span, Workbench, best_rows

# So many cells along each side: with their pairs and names they weigh less than 300 kB.
MOST_CELLS = 80
# A leak is sent as a whole number of these.
LEAK_STEPS = 10_000


def window(workbench: Workbench, request: Any) -> dict[str, Any]:
    """Give the cells of a window of the map: the most promising pair in each.

    request: {"query", "key", "rows", "columns"}, the last two [start, stop] of places, or None for
    all. A method whose pairs are not ranked is refused in the answer.
    """
    query, key, rows, columns = payload.entries(
        "a request", request, "query", "key", "rows", "columns"
    )
    spec, key = asked_spec(workbench, query), payload.text_of("a key", key, LONGEST_QUERY)
    try:
        ranking, order = workbench.ranking(spec), workbench.class_order(spec)
    except ValueError as error:
        return {"key": key, "refused": f"Not ranked: {error}."}
    down, across = (
        _span(name, one, len(order)) for name, one in (("row", rows), ("column", columns))
    )
    names = shortened(workbench.bundle(spec.model).class_names, IN_SENTENCE)
    return {
        "key": key,
        "refused": None,
        "classes": len(order),
        "pairs": len(ranking.pairs),
        "means": ranking.means,
        "scales": {"survival": _ends(1 - ranking.lost[ranking.lost >= 0] / ranking.means)}
        | {"leak": _ends(ranking.rms_leak)},
        "places": _places(down, across, order, names),
        "rows": asdict(down),
        "columns": asdict(across),
        "cells": cells_of(ranking, order, down, across),
        "marks": marks_of(workbench.promising(spec), order, down, across),
    }


def cells_of(
    ranking: PairRanking, order: np.ndarray, rows: Span, columns: Span
) -> dict[str, list[int]]:
    """Return each cell's best pair and what is foreseen of it, row after row; -1 without a pair.

    row, column: the pair's places, from the window's start; lost: class means read elsewhere; leak:
    the rms leak in steps of 1 / LEAK_STEPS.
    """
    best = best_rows(ranking, order, rows, columns)
    none = best < 0
    place = np.zeros(len(ranking.class_names), int)
    place[order] = np.arange(len(order))
    one, other = place[ranking.pairs[best]].transpose(2, 0, 1)
    top, left = rows.edges[:, None], columns.edges[None, :]
    lies = (one >= top) & (one < top + rows.size) & (other >= left)
    lies &= (other < left + columns.size) & (one < rows.stop) & (other < columns.stop)
    down, across = np.where(lies, one, other), np.where(lies, other, one)
    leak = np.nan_to_num(np.rint(ranking.rms_leak[best] * LEAK_STEPS), nan=-1).astype(int)
    found = {
        "row": down - rows.start,
        "column": across - columns.start,
        "lost": ranking.lost[best],
        "leak": leak,
    }
    return {name: np.where(none, -1, values).ravel().tolist() for name, values in found.items()}


def marks_of(
    atlas: PairAtlas | None, order: np.ndarray, rows: Span, columns: Span
) -> dict[str, list[int]]:
    """Return the measured pairs in a window, by their places from its start; clean: 1 or 0."""
    if atlas is None:
        return {"row": [], "column": [], "clean": []}
    place = np.zeros(len(atlas.class_names), int)
    place[order] = np.arange(len(order))
    one, other = place[atlas.pairs].T
    down, across = np.append(one, other), np.append(other, one)
    seen = (down >= rows.start) & (down < rows.stop)
    seen &= (across >= columns.start) & (across < columns.stop)
    return {
        "row": (down - rows.start)[seen].tolist(),
        "column": (across - columns.start)[seen].tolist(),
        "clean": np.tile(atlas.clean[:, 0].astype(int), 2)[seen].tolist(),
    }


def _span(name: str, given: Any, places: int) -> Span:
    """Read a side of a window. Raises ValueError where it has no such places."""
    start, stop = [0, places] if given is None else payload.list_of(f"a window's {name}s", given, 2)
    return Span.of(start, stop, places, MOST_CELLS)


def _places(rows: Span, columns: Span, order: np.ndarray, names: list[str]) -> dict[str, Any]:
    """Return the classes of both sides and what lies between, each once."""
    start = min(rows.start, columns.start)
    labels = order[start : max(rows.stop, columns.stop)].tolist()
    return {"start": start, "labels": labels, "names": [names[label] for label in labels]}


def _ends(values: np.ndarray) -> list[float] | None:
    """Return the least and the largest of some values, None where there is none."""
    known = values[np.isfinite(values)]
    return [round(float(known.min()), 6), round(float(known.max()), 6)] if len(known) else None
