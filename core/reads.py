"""How single samples are read before and after an edit, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison


@dataclass(frozen=True, eq=False)
class Reads:
    """Samples' probabilities (n, C) on either side; the class read is the largest one's."""

    indices: np.ndarray
    before: np.ndarray
    after: np.ndarray


def reads_of(comparison: Comparison, indices: np.ndarray) -> Reads:
    """Return the softmax probabilities of test samples before and after.

    Raises ValueError for an index that the test split does not have.
    """
    bundle, indices = comparison.bundle, np.asarray(indices)
    check_samples(bundle, indices)
    before, after = (side.logits[indices] for side in (comparison.before, comparison.after))
    return Reads(indices, _softmax(before), _softmax(after))


def check_samples(bundle: Bundle, indices: np.ndarray) -> None:
    """Raise ValueError unless the test split has samples at all indices (n,)."""
    outside = indices[(indices < 0) | (indices >= len(bundle.labels_test))]
    if len(outside):
        raise ValueError(
            f"a sample's index must lie in 0…{len(bundle.labels_test) - 1}, got {outside[0]}"
        )


def _softmax(logits: np.ndarray) -> np.ndarray:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
