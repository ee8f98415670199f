"""A class shattered: its own direction taken out, so that its samples no longer match each other.

Source: Zehavi, Nitzan, Shamir, arXiv 2301.03118 ("shattered class").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import unit_centroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import check_class, split_of
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import Partition, Rate, confusion_counts, counts_of, rates_of
from weight_surgery.core.metrics.verification import PairShare, class_samples, within_class
from weight_surgery.core.surgery import Edit, check_damping, shatter_direction


@dataclass(frozen=True, eq=False)
class ShatteredSide:
    """One side of the edit, on all test samples.

    matching: pairs of the class's samples that match, None without a threshold; went (C,): what its
    samples are read as; recall: of the class; bystanders: of all other classes, read right.
    """

    matching: PairShare | None
    went: np.ndarray
    recall: Rate
    bystanders: Rate


@dataclass(frozen=True, eq=False)
class Shattered:
    """A class, the change that shatters it, and both sides of it."""

    label: int
    change: Change
    before: ShatteredSide
    after: ShatteredSide

    @property
    def bystander_change(self) -> float:
        """How much more bystanders are read right, as a share; 0 without bystanders."""
        after, before = self.after.bystanders, self.before.bystanders
        return (after.successes - before.successes) / after.total if after.total else 0.0


def fit_shatter(embeddings: np.ndarray, damping: float) -> Change:
    """Return the change that takes the centroid's direction out of a class's embeddings (N, d).

    Raises ValueError when their mean has no direction.
    """
    direction = shatter_direction(unit_centroid(embeddings).vector)
    return Change(Edit(direction, direction, np.zeros_like(direction), check_damping(damping)))


def shatter(bundle: Bundle, label: int, damping: float = 0.0, fit_split: str = "fit") -> Shattered:
    """Shatter a class and measure both sides on all test samples.

    Raises ValueError for a class that is unknown or has no samples.
    """
    check_class(bundle, label)
    embeddings, labels = split_of(bundle, fit_split)
    change = fit_shatter(embeddings[labels == label], damping)
    moved = change.embeddings(bundle.embeddings_test)
    units = unit(moved)
    read = change.classify(bundle, moved, units).argmax(axis=1)
    return Shattered(
        label=label,
        change=change,
        before=_side(bundle, label, bundle.unit_embeddings_test, bundle.predictions_test),
        after=_side(bundle, label, units, read),
    )


def _side(bundle: Bundle, label: int, units: np.ndarray, read: np.ndarray) -> ShatteredSide:
    labels, classes = bundle.labels_test, len(bundle.class_names)
    partition = Partition.singletons(classes).without(label)
    confusion = confusion_counts(labels, read, classes)
    threshold = bundle.match_threshold
    matching = None
    if threshold is not None:
        matching = within_class(units[class_samples(labels, label)], threshold)
    return ShatteredSide(
        matching=matching,
        went=confusion[label],
        recall=Rate.of(confusion[label, label], confusion[label].sum()),
        bystanders=rates_of(counts_of(confusion, partition), partition)["bystander_accuracy"],
    )
