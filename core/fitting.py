"""Fit the two centroids of an edit on a bundle, and check that they bear it."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid, unit_centroid
from weight_surgery.core.specs import FIT_SPLITS, SurgerySpec
from weight_surgery.core.surgery import Surgery, merge_direction

# A centroid that shrinks below this share of its length has no direction left.
VANISHED = 1e-6


def fit_centroids(bundle: Bundle, spec: SurgerySpec) -> tuple[UnitCentroid, UnitCentroid]:
    """Fit the centroids of the two classes on the split the spec names.

    Raises ValueError for a class that is unknown or has no samples in either split.
    """
    embeddings, labels = split_of(bundle, spec.fit_split)
    for label in spec.operation.classes:
        check_class(bundle, label)
    first, second = (
        unit_centroid(embeddings[labels == label], spec.trim_outliers)
        for label in spec.operation.classes
    )
    return first, second


def split_of(bundle: Bundle, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the raw embeddings (N, d) and labels (N,) of the "fit" or the "test" split."""
    if split not in FIT_SPLITS:
        raise ValueError(f"fit_split must be one of {', '.join(FIT_SPLITS)}, got {split!r}")
    if split == "test":
        return bundle.embeddings_test, bundle.labels_test
    return bundle.embeddings_fit, bundle.labels_fit


def check_class(bundle: Bundle, label: int) -> None:
    """Raise ValueError unless class `label` exists and has samples in both splits."""
    classes = len(bundle.class_names)
    if not 0 <= label < classes:
        raise ValueError(f"{bundle.name} has classes 0…{classes - 1}, got {label}; choose another")
    for split, labels in (("fit", bundle.labels_fit), ("test", bundle.labels_test)):
        if not (labels == label).any():
            raise ValueError(
                f"class {bundle.class_names[label]} has no samples in the {split} split of "
                f"{bundle.name}; choose another class"
            )


def can_merge(bundle: Bundle, spec: SurgerySpec) -> bool:
    """Tell whether the two classes exist, have samples and do not coincide."""
    try:
        first, second = fit_centroids(bundle, spec)
        merge_direction(first.vector, second.vector)
    except ValueError:
        return False
    return True


def is_usable(bundle: Bundle, label: int) -> bool:
    """Tell whether class `label` has samples in both splits."""
    return bool((bundle.labels_fit == label).any() and (bundle.labels_test == label).any())


def usable_pairs(bundle: Bundle) -> list[tuple[int, int]]:
    """Return every unordered pair of usable classes. Raises ValueError when there is none."""
    usable = (label for label in range(len(bundle.class_names)) if is_usable(bundle, label))
    pairs = list(combinations(usable, 2))
    if not pairs:
        raise ValueError(
            f"{bundle.name} has fewer than two classes with samples; nothing can merge"
        )
    return pairs


def check_edited_centroids(
    surgery: Surgery, bundle: Bundle, fitted: tuple[UnitCentroid, UnitCentroid]
) -> float:
    """Return the length that is left of the shorter edited centroid, as a share.

    Raises ValueError when that is below 1e-6: the centroid then has no direction.
    """
    shortest = min(
        np.linalg.norm(surgery.embeddings(centroid.mean, bundle.bias))
        / np.linalg.norm(centroid.mean)
        for centroid in fitted
    )
    if shortest < VANISHED:
        raise ValueError(
            "the two centroids point in opposite directions, and without their difference "
            f"{shortest:.0e} of their length is left: raise the damping, or choose another pair"
        )
    return float(shortest)


def predict_landing(
    bundle: Bundle, surgery: Surgery, fitted: tuple[UnitCentroid, UnitCentroid]
) -> int:
    """Return the class that the classifier reads at the mean of the two edited class means."""
    means = np.stack([centroid.mean for centroid in fitted])
    landing = surgery.embeddings(means, bundle.bias).mean(axis=0)
    return int(bundle.classify(landing[None]).argmax())


def centroid_survival(bundle: Bundle, surgery: Surgery, merged: tuple[int, ...]) -> float:
    """Return the share of edited class means (fit split) that the classifier still reads right.

    The merged classes count as one; classes without samples are left out.
    """
    means, counts = bundle.class_means_fit
    labels = np.flatnonzero(counts)
    read = bundle.classify(surgery.embeddings(means[labels], bundle.bias)).argmax(axis=1)
    right = (read == labels) | (np.isin(read, merged) & np.isin(labels, merged))
    return float(right.mean())
