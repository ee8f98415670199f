"""Fit the two centroids of an edit on a bundle, and check that they bear it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.checks import brief
from weight_surgery.core.methods import METHODS, Merge, Method, Network, method_of
from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.specs import FIT_SPLITS, SurgerySpec
from weight_surgery.core.statistics import Statistics
from weight_surgery.core.surgery import merge_direction

# A centroid that shrinks below this share of its length has no direction left.
VANISHED = 1e-6


def fit_centroids(
    bundle: Bundle, pair: tuple[int, ...], fit_split: str, trim_outliers: bool
) -> tuple[UnitCentroid, UnitCentroid]:
    """Fit the centroids of two classes on the "fit" or the "test" split.

    Raises ValueError for a class that is unknown or has no samples in either split.
    """
    for label in pair:
        check_class(bundle, label)
    statistics = statistics_of(bundle, fit_split)
    first, second = (statistics.centroid(label, trim_outliers) for label in pair)
    return first, second


def merge_of(
    bundle: Bundle,
    pair: tuple[int, ...],
    fitted: tuple[UnitCentroid, UnitCentroid],
    fit_split: str,
    edit_bias: bool,
) -> Merge:
    """Return what a method is asked: a pair with its centroids and their split."""
    first, second = pair
    return Merge(
        classes=(first, second),
        centroids=fitted,
        statistics=statistics_of(bundle, fit_split),
        network=network_of(bundle),
        partition=Partition.of_pair(len(bundle.class_names), pair),
        edit_bias=edit_bias,
    )


def fit_change(merge: Merge, method: str | Method, name: str) -> Change:
    """Fit a method's change at damping 0; name: the model's, for words.

    Raises ValueError when the model cannot have the method, or the pair does not bear it.
    """
    chosen = method_of(method)
    reason = chosen.refuses(merge.statistics)
    if reason:
        raise ValueError(f"the model {name} cannot be edited by the method {chosen.name}. {reason}")
    return chosen.fit(merge)


def network_of(bundle: Bundle) -> Network:
    """Return the parts of a bundle's network that methods may look at, float64."""
    return Network(
        bundle.bias.astype(float),
        bundle.classifier_weight.astype(float),
        bundle.classifier_bias.astype(float),
    )


def statistics_of(bundle: Bundle, split: str) -> Statistics:
    """Return the statistics of the "fit" or the "test" split."""
    if split not in FIT_SPLITS:
        raise ValueError(f"fit_split must be one of {', '.join(FIT_SPLITS)}, got {split!r}")
    return bundle.statistics_test if split == "test" else bundle.statistics_fit


def split_of(bundle: Bundle, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the raw embeddings (N, d) and labels (N,) of the "fit" or the "test" split."""
    statistics = statistics_of(bundle, split)
    return statistics.raw, statistics.labels


def check_class(bundle: Bundle, label: int) -> None:
    """Raise ValueError unless class `label` exists and has samples in both splits."""
    classes = len(bundle.class_names)
    if not 0 <= label < classes:
        raise ValueError(
            f"the model {bundle.name} has classes 0…{classes - 1}, got {label}; choose another"
        )
    for split, labels in (("fit", bundle.labels_fit), ("test", bundle.labels_test)):
        if not (labels == label).any():
            raise ValueError(
                f"class {brief(bundle.class_names[label])} has no samples in the {split} split of "
                f"{bundle.name}; choose another class"
            )


def can_merge(bundle: Bundle, spec: SurgerySpec) -> bool:
    """Tell whether the two classes exist, have samples and do not coincide."""
    pair = spec.operation.classes
    try:
        first, second = fit_centroids(bundle, pair, spec.fit_split, spec.trim_outliers)
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
            f"the model {bundle.name} has fewer than two classes with samples; nothing can merge"
        )
    return pairs


def check_edited_centroids(
    fitted: Sequence[UnitCentroid], moved: np.ndarray, classes: int
) -> float:
    """Return the length that is left of the shorter edited centroid, as a share.

    moved (2, d): the two means, edited; classes: how many a pair is chosen from. Raises ValueError
    when the share is below 1e-6: the centroid then has no direction.
    """
    shortest = float(shortest_centroid(fitted, moved))
    if shortest < VANISHED:
        other = ", another pair" if classes > 2 else ""
        raise ValueError(
            "the two centroids point in opposite directions, and without their difference "
            f"{shortest:.0e} of their length is left, which has no direction: choose a damping "
            f"above 0 (a strength below 100 %){other} or the method {METHODS['rows'].title}"
        )
    return shortest


def shortest_centroid(fitted: Sequence[UnitCentroid], moved: np.ndarray) -> np.ndarray:
    """Return the share (...) of its length that is left of the shorter of two means (..., 2, d)."""
    lengths = np.linalg.norm([centroid.mean for centroid in fitted], axis=1)
    return (np.linalg.norm(moved, axis=-1) / lengths).min(axis=-1)


def predict_landing(bundle: Bundle, change: Change, moved: np.ndarray) -> int:
    """Return the class that the classifier reads at the mean of a group's edited means (g, d)."""
    return int(change.classify(bundle, moved.mean(axis=0)[None]).argmax())


def centroid_survival(bundle: Bundle, read: np.ndarray, partition: Partition) -> np.ndarray:
    """Return the share (...) of edited class means that the classifier reads into their group.

    read (..., C): what it reads those of the fit split as; classes that are shattered or have no
    samples are left out, and without any it is 0.
    """
    known = (bundle.class_means_fit[1] > 0) & (partition.bystanders | partition.merged)
    labels, joint = np.flatnonzero(known), partition.array
    if not len(labels):
        return np.zeros(read.shape[:-1])
    return np.asarray((joint[read[..., labels]] == joint[labels]).mean(axis=-1))
