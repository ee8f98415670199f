"""What centroids alone predict, before anything is measured."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.geometry import cosine
from weight_surgery.core.methods import Merge, Method


def cosine_at(method: Method, merge: Merge, damping: float, moved: np.ndarray) -> float:
    """Return the cosine after the edit, from the two centroids: in closed form where there is one.

    moved (2, d): their means, edited. NaN for a method that searches: what it finds is not
    foreseen.
    """
    if method.cosine is not None:
        return method.cosine(merge, damping)
    return float("nan") if method.searches else cosine(moved[0], moved[1])
