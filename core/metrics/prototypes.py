"""Nearest-centroid reading: what the geometry allows, whatever the classifier says."""

from __future__ import annotations

import numpy as np

from core.geometry import unit
from core.metrics.rates import Rate

# Cosines closer than this are equal: what is left between them is rounding.
EQUALLY_NEAR = 1e-9


def prototype_accuracy(
    embeddings: np.ndarray,
    labels: np.ndarray,
    means: np.ndarray,
    present: np.ndarray,
    merged: tuple[int, ...],
) -> Rate:
    """Count embeddings (N, d) whose nearest class mean, by cosine, is their own class's.

    means (C, d): raw class means, moved as the embeddings were; present (C,) bool: classes that
    have one. The merged classes count as one. Of prototypes that are equally near, but for
    rounding, the first counts: in two dimensions an edit leaves but two places.
    """
    likeness = unit(embeddings) @ unit(means).T
    likeness[:, ~present] = -np.inf
    near = likeness >= likeness.max(axis=1, keepdims=True) - EQUALLY_NEAR
    nearest = near.argmax(axis=1)
    right = (nearest == labels) | (np.isin(nearest, merged) & np.isin(labels, merged))
    return Rate.of(right.sum(), len(labels))
