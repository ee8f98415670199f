"""Nearest-centroid reading: what the geometry allows, whatever the classifier says."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.metrics.partition import Partition

# Cosines closer than this are equal: what is left between them is rounding.
EQUALLY_NEAR = 1e-14


def prototype_accuracy(
    units: np.ndarray,
    labels: np.ndarray,
    centroids: np.ndarray,
    present: np.ndarray,
    partition: Partition,
) -> int:
    """Count unit embeddings (N, d) whose nearest class centroid, by cosine, is their own class's.

    centroids (C, d): of length 1, moved as the embeddings were; present (C,) bool: classes that
    have one. The classes of a group count as one. Where several are equally near, but for rounding,
    a sample is right when its own is among them, whatever the order of the classes.
    """
    # Classes down, samples across: numpy reduces a long side far faster than a short one.
    likeness = centroids @ units.T
    likeness[~present] = -np.inf
    for group in map(list, partition.joined):
        likeness[group] = likeness[group].max(axis=0)
    own = likeness[labels, np.arange(len(labels))]
    right = own >= likeness.max(axis=0) - EQUALLY_NEAR
    return int(np.count_nonzero(right))
