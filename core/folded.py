"""An edit of embeddings folded into the linear classifier that reads them."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change

# Of the largest logit that there can be, in float64 and in float32: more than a sum's rounding.
TIE = 1e-9
TIE_FLOAT32 = 1e-6


def folded(
    change: Change, weight: np.ndarray, offset: np.ndarray, reach: float, tie: float = TIE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the classifier (C, d), (C,) that reads embeddings as a change's own reads moved ones.

    With e' = M e + t it is V' = V M and c' = c + V t. Only for a network that does not normalise.
    Rows that a change makes one are set apart (`set_apart`), for embeddings of length `reach`.
    """
    weight, offset = change.classifier(weight, offset)
    moved = change.head.map
    first = _first(weight, offset)
    weight, offset = weight @ moved.matrix, offset + weight @ moved.offset
    return weight[first], offset[first] - _below(first, weight, offset, reach, tie)


def set_apart(weight: np.ndarray, offset: np.ndarray, reach: float, tie: float) -> np.ndarray:
    """Return offsets (C,) with which the first of equal rows is read, whatever a product rounds.

    Each further one is set below the one before it, by less than any figure shows and more than a
    sum's rounding. reach: the length of the longest embedding that is read.
    """
    return offset - _below(_first(weight, offset), weight, offset, reach, tie)


def reach_of(bundle: Bundle) -> float:
    """Return the length of the longest embedding that a bundle's classifier reads."""
    if bundle.normalise:
        return 1.0
    both = (bundle.embeddings_fit, bundle.embeddings_test)
    return max(float(np.linalg.norm(one, axis=1).max()) for one in both)


def _first(weight: np.ndarray, offset: np.ndarray) -> list[int]:
    """Return for each row the first that is the same."""
    rows = [*map(tuple, np.column_stack([weight, offset]).tolist())]
    return [rows.index(row) for row in rows]


def _below(
    first: list[int], weight: np.ndarray, offset: np.ndarray, reach: float, tie: float
) -> np.ndarray:
    rank = np.array([first[:at].count(one) for at, one in enumerate(first)])
    longest = float(np.linalg.norm(weight, axis=1).max())
    return rank * tie * max(1.0, reach * longest + float(np.abs(offset).max()))
