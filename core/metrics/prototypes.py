"""Nearest-centroid reading: what the geometry allows, whatever the classifier says."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.metrics.rates import Rate

# Cosines closer than this are equal: what is left between them is rounding.
EQUALLY_NEAR = 1e-14


def prototype_accuracy(
    units: np.ndarray,
    labels: np.ndarray,
    centroids: np.ndarray,
    present: np.ndarray,
    merged: tuple[int, ...],
) -> Rate:
    """Count unit embeddings (N, d) whose nearest class centroid, by cosine, is their own class's.

    centroids (C, d): of length 1, moved as the embeddings were; present (C,) bool: classes that
    have one. The merged classes count as one. Where several are equally near, but for rounding,
    a sample is right when its own is among them, whatever the order of the classes.
    """
    # Classes down, samples across: numpy reduces a long side far faster than a short one.
    likeness = centroids @ units.T
    likeness[~present] = -np.inf
    pair = list(merged)
    likeness[pair] = likeness[pair].max(axis=0)
    own = likeness[labels, np.arange(len(labels))]
    right = own >= likeness.max(axis=0) - EQUALLY_NEAR
    return Rate.of(right.sum(), len(labels))
