"""Every figure that is a share of test samples, once: its name, its unit, its definition on counts.

A comparison takes them from here for one edit, the atlas for all dampings of a pair at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.metrics.rates import MeanShare, Rate, mean_parts


@dataclass(frozen=True, eq=False)
class Counts:
    """How test samples are read, over any leading axes (...), such as dampings.

    samples (C,) of each class; right, own (..., C): those read as their label, and as any class of
    its group; prototypes, flips, harmful (...): samples whose nearest centroid is of their group,
    bystanders read differently than before, and those of them that were right.
    """

    samples: np.ndarray
    right: np.ndarray
    own: np.ndarray
    prototypes: np.ndarray
    flips: np.ndarray
    harmful: np.ndarray

    def at(self, index: int) -> Counts:
        """Return the counts at one place of the leading axis."""
        rest = (self.right, self.own, self.prototypes, self.flips, self.harmful)
        return Counts(self.samples, *(array[index] for array in rest))


@dataclass(frozen=True)
class Figure:
    """A share of test samples.

    counted: of Counts (..., C or none) the samples that are so; among: of a Partition the classes
    (C,) whose samples it is a share of.
    """

    name: str
    counted: Callable[[Counts, np.ndarray], np.ndarray]
    among: Callable[[Partition], np.ndarray]
    unit: str = "share of samples"

    def of(self, counts: Counts, partition: Partition) -> tuple[np.ndarray, int]:
        """Return how many samples (...) are so, and of how many."""
        among = self.among(partition)
        return self.counted(counts, among), int(counts.samples[among].sum())


@dataclass(frozen=True)
class MeanFigure:
    """A mean of shares over the merged classes; counted: of Counts the samples (..., C)."""

    name: str
    counted: Callable[[Counts], np.ndarray]
    unit: str = "mean of shares of samples"

    def of(self, counts: Counts, group: tuple[int, ...]) -> tuple[np.ndarray, int]:
        """Return the mean (...) over the classes of a group, none empty, as (parts, whole)."""
        classes = list(group)
        counted = np.moveaxis(self.counted(counts)[..., classes], -1, 0)
        return mean_parts(counted, counts.samples[classes].tolist())


def _everyone(partition: Partition) -> np.ndarray:
    return np.ones(len(partition.groups), bool)


def _merged(partition: Partition) -> np.ndarray:
    return partition.merged


def _bystanders(partition: Partition) -> np.ndarray:
    return partition.bystanders


def _right(counts: Counts, among: np.ndarray) -> np.ndarray:
    return counts.right[..., among].sum(axis=-1)


def _own(counts: Counts, among: np.ndarray) -> np.ndarray:
    return counts.own[..., among].sum(axis=-1)


FIGURES = (
    Figure("strict_accuracy", _right, _everyone),
    Figure("merged_accuracy", _own, _everyone),
    Figure("merged_recall", _own, _merged),
    Figure("bystander_accuracy", _right, _bystanders),
    Figure("prototype_accuracy", lambda counts, among: counts.prototypes, _everyone),
    Figure("flip_rate", lambda counts, among: counts.flips, _bystanders),
    Figure("harmful_flip_rate", lambda counts, among: counts.harmful, _bystanders),
)
MEANS = (
    MeanFigure("mean_recall", lambda c: c.own),
    MeanFigure("told_apart", lambda c: c.right),
)


# What is so by definition where all classes count as one: whatever is read is of that one.
GIVEN = frozenset(
    (
        *("merged_accuracy", "merged_recall", "prototype_accuracy", "mean_recall"),
        *("merged_ceiling", "merge_cost"),
    )
)


def tells(figure: str, partition: Partition) -> bool:
    """Tell whether a figure says anything of a network, and is not so by definition."""
    return not (partition.is_one and figure in GIVEN)


def rates_of(counts: Counts, partition: Partition) -> dict[str, Rate]:
    """Return every figure of counts without leading axes, by its name."""
    found = {figure.name: figure.of(counts, partition) for figure in FIGURES}
    return {name: Rate.of(int(right), total) for name, (right, total) in found.items()}


def means_of(counts: Counts, group: tuple[int, ...]) -> dict[str, MeanShare]:
    """Return every mean over the classes of a group, of counts without leading axes."""
    classes = list(group)
    totals = tuple(counts.samples[classes].tolist())
    return {
        figure.name: MeanShare(tuple(figure.counted(counts)[classes].tolist()), totals)
        for figure in MEANS
    }


def confusion_counts(labels: np.ndarray, predictions: np.ndarray, classes: int) -> np.ndarray:
    """Count (C, C) samples by label (row) and prediction (column)."""
    flat = np.bincount(labels * classes + predictions, minlength=classes * classes)
    return flat.reshape(classes, classes)


def counts_of(
    confusion: np.ndarray,
    partition: Partition,
    prototypes: int = 0,
    flips: int = 0,
    harmful: int = 0,
) -> Counts:
    """Return the counts of a confusion matrix (C, C), with what it does not show."""
    return Counts(
        samples=confusion.sum(axis=1),
        right=np.diag(confusion),
        own=(confusion * partition.same).sum(axis=1),
        prototypes=np.array(prototypes),
        flips=np.array(flips),
        harmful=np.array(harmful),
    )
