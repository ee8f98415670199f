"""How fast two classes' logits part while an embedding moves."""

from __future__ import annotations

import numpy as np

# What is divided by this stays a number.
SLOWEST = 1e-150


def paces(weight: np.ndarray, offset: np.ndarray | None) -> np.ndarray:
    """Return the most (C, C) that one class gains on another as an embedding moves by a unit.

    weight (C, d): the classifier's rows; offset (C,): where a length decides something, as an
    embedding's length changes by as much as it moves at most; else None. Never too small.
    """
    square = np.einsum("cd,cd->c", weight, weight)
    apart = square[:, None] + square - 2 * weight @ weight.T
    # From above: what rounds in such a difference, of terms up to four times the largest square.
    rounding = 4 * (weight.shape[1] + 8) * np.finfo(float).eps * square.max()
    found = np.sqrt(np.maximum(apart, 0) + rounding)
    if offset is not None:
        found += np.abs(offset[:, None] - offset)
    return np.maximum(found, SLOWEST)
