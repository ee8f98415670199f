"""Nearest-centroid reading: what the geometry allows, whatever the classifier says."""

from __future__ import annotations

import numpy as np

from core.geometry import unit
from core.metrics.rates import Rate


def prototype_accuracy(
    embeddings: np.ndarray,
    labels: np.ndarray,
    means: np.ndarray,
    present: np.ndarray,
    merged: tuple[int, ...],
) -> Rate:
    """Count embeddings (N, d) whose nearest class mean, by cosine, is their own class's.

    means (C, d): raw class means, moved as the embeddings were; present (C,) bool: classes that
    have one. The merged classes count as one. Embeddings need no normalising: a positive scale
    does not change which prototype is nearest.
    """
    likeness = embeddings @ unit(means).T
    likeness[:, ~present] = -np.inf
    nearest = likeness.argmax(axis=1)
    right = (nearest == labels) | (np.isin(nearest, merged) & np.isin(labels, merged))
    return Rate.of(right.sum(), len(labels))
