"""An order of classes in which alike ones stand beside each other, for a map too large to read."""

from __future__ import annotations

import numpy as np


def class_order(vectors: np.ndarray) -> np.ndarray:
    """Return the classes with a centroid, ordered by average linkage of cosine distances.

    vectors (C, d): centroids at length 1, NaN for a class without.
    """
    labels = np.flatnonzero(np.isfinite(vectors).all(axis=1))
    if len(labels) < 3:
        return labels
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    kept = vectors[labels]
    distance = np.clip(1 - kept @ kept.T, 0, 2)
    np.fill_diagonal(distance, 0)
    return labels[leaves_list(linkage(squareform(distance, checks=False), "average"))]
