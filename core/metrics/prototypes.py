"""Nearest-centroid reading: what the geometry allows, whatever the classifier says."""

from __future__ import annotations

import numpy as np

from core.geometry import unit
from core.metrics.rates import Rate

# Cosines closer than this are equal: what is left between them is rounding.
EQUALLY_NEAR = 1e-14


def prototype_accuracy(
    embeddings: np.ndarray,
    labels: np.ndarray,
    means: np.ndarray,
    present: np.ndarray,
    merged: tuple[int, ...],
) -> Rate:
    """Count embeddings (N, d) whose nearest class mean, by cosine, is their own class's.

    means (C, d): raw class means, moved as the embeddings were; present (C,) bool: classes that
    have one. The merged classes count as one. Where several means are equally near, but for
    rounding, a sample is right when its own is among them, whatever the order of the classes.
    """
    likeness = unit(embeddings) @ unit(means).T
    likeness[:, ~present] = -np.inf
    pair = list(merged)
    likeness[:, pair] = likeness[:, pair].max(axis=1, keepdims=True)
    own = likeness[np.arange(len(labels)), labels]
    right = own >= likeness.max(axis=1) - EQUALLY_NEAR
    return Rate.of(right.sum(), len(labels))
