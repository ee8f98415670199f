"""What a figure of before and after beside each other has, whether scenes or circles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from weight_surgery.components.naming import literal, short

SIDES = ("before", "after")
# With more classes than these, those that are not of the pair are one entry of the legend.
MOST_NAMED = 20
# What decimals of a coordinate show in a picture of some hundred pixels.
DECIMALS = 3


def entries(names: Sequence[str], pair: Sequence[int]) -> list[tuple[str, list[int], int]]:
    """Return the legend's entries: name, classes and rank, those of the pair last.

    What comes last is drawn over the others.
    """
    others = [label for label in range(len(names)) if label not in pair]
    each = [(literal(short(names[label])), [label], label) for label in (*others, *pair)]
    if len(names) <= MOST_NAMED:
        return each
    return [(f"{len(others)} other classes", others, len(names)), *each[len(others) :]]


def columns(points: np.ndarray) -> dict[str, list[float]]:
    """Return points (n, 2) or (n, 3) as lists by axis: numbers in text, which a frame reads."""
    return {
        axis: values.tolist()
        for axis, values in zip("xyz", np.round(points, DECIMALS).T, strict=False)
    }
