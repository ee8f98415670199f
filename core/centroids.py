"""Class centroids, with optional outlier trimming."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.geometry import unit

# A mean this much shorter than its members points nowhere.
RELATIVE_FLOOR = 1e-9


@dataclass(frozen=True, eq=False)
class UnitCentroid:
    """A class's centroid: vector (d,) of length 1, and the mean (d,) it was scaled from.

    kept of total samples went into the mean; they differ when outliers were trimmed.
    """

    vector: np.ndarray
    kept: int
    total: int
    mean: np.ndarray


def unit_centroid(
    embeddings: np.ndarray, trim_outliers: bool = False, seed: int = 42
) -> UnitCentroid:
    """Return the unit vector along the mean of raw embeddings (N, d).

    trim_outliers: leave out what scikit-learn's IsolationForest(random_state=seed) calls
    outliers, as the notebook does. Raises ValueError without samples, or when their mean has no
    direction.
    """
    embeddings = np.asarray(embeddings, dtype=float)
    if embeddings.ndim != 2 or not len(embeddings):
        raise ValueError(
            "a centroid needs embeddings (N, d) of at least one sample, got shape "
            f"{embeddings.shape}; pick a class that has samples"
        )
    if not np.isfinite(embeddings).all():
        raise ValueError("embeddings must be finite; capture them again")
    kept = embeddings[_inliers(embeddings, seed)] if trim_outliers else embeddings
    if not len(kept):
        raise ValueError("trimming would leave no sample of this class; turn trimming off")
    mean = kept.mean(axis=0)
    if not np.linalg.norm(mean) > RELATIVE_FLOOR * np.abs(kept).max():
        raise ValueError("the embeddings cancel out, so their centroid has no direction")
    return UnitCentroid(unit(mean), len(kept), len(embeddings), mean)


def class_means(
    embeddings: np.ndarray, labels: np.ndarray, classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean embedding (C, d) and the sample count (C,) of each class.

    The mean of a class without samples is zero; its count says so.
    """
    counts = np.bincount(labels, minlength=classes)
    means = np.zeros((classes, embeddings.shape[1]))
    for label in np.flatnonzero(counts):
        means[label] = embeddings[labels == label].mean(axis=0)
    return means, counts


def _inliers(embeddings: np.ndarray, seed: int) -> np.ndarray:
    from sklearn.ensemble import IsolationForest

    # The notebook fits float32 tensors; the forest's draws do not depend on the width.
    return IsolationForest(random_state=seed).fit(embeddings).predict(embeddings) == 1
