"""One side of an edit with its figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.groups import GroupSide
from weight_surgery.core.measurement import Measurement
from weight_surgery.core.metrics import MeanShare, Partition, Rate, rates_of
from weight_surgery.core.metrics.clean import Evidence
from weight_surgery.core.metrics.verification import (
    BENIGN_SAMPLES,
    PairShare,
    benign_accuracy,
    first_of_each,
)


@dataclass(frozen=True, eq=False)
class Side:
    """The model on one side of the edit: everything measured on all test samples.

    embeddings (Nt, d) raw; unit_embeddings (Nt, d); logits (Nt, C); predictions (Nt,); confusion
    (C, C) counts; centroids (C, d): of the fit split, length 1, or 0 for an absent class; rates:
    every figure of `core.metrics.figures` by its name; per_class_recall: C strict ones; group: the
    one that the verdict is of; benign_accuracy: balanced accuracy of verification over pairs of
    bystander samples, None where it is not defined.
    """

    embeddings: np.ndarray
    unit_embeddings: np.ndarray
    logits: np.ndarray
    predictions: np.ndarray
    confusion: np.ndarray
    centroids: np.ndarray
    rates: dict[str, Rate]
    per_class_recall: tuple[Rate, ...]
    group: GroupSide
    benign_accuracy: float | None

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    @property
    def strict_accuracy(self) -> Rate:
        """Share of test samples read as their label."""
        return self.rates["strict_accuracy"]

    @property
    def merged_accuracy(self) -> Rate:
        """The same with the merged classes counted as one."""
        return self.rates["merged_accuracy"]

    @property
    def merged_recall(self) -> Rate:
        """Share of merged samples read into their own group."""
        return self.rates["merged_recall"]

    @property
    def bystander_accuracy(self) -> Rate:
        """Share of all other samples read as their label."""
        return self.rates["bystander_accuracy"]

    @property
    def prototype_accuracy(self) -> Rate:
        """Share of test samples whose nearest class centroid is their own, or of its group."""
        return self.rates["prototype_accuracy"]

    @property
    def mean_recall(self) -> MeanShare:
        """Mean over the group's classes of the share read as any of them."""
        return self.group.mean_recall

    @property
    def told_apart(self) -> MeanShare:
        """Mean over the group's classes of the share read as that very class."""
        return self.group.told_apart

    @property
    def evidence(self) -> Evidence:
        """What the group's verdict looks at."""
        return self.group.evidence

    @property
    def attack_success(self) -> PairShare | None:
        """Share of cross pairs of two of the group's classes that match; None without threshold."""
        return self.group.attack_success

    @property
    def genuine_accept(self) -> PairShare | None:
        """Share of pairs inside either of these that match: the cap of attack success."""
        return self.group.genuine_accept

    @property
    def cosine(self) -> float:
        """Of the centroids of the group's two classes that are furthest apart."""
        return self.group.cosine

    @property
    def cosine_test(self) -> float:
        """The same on the test split."""
        return self.group.cosine_test


def side_of(bundle: Bundle, found: Measurement, partition: Partition, group: GroupSide) -> Side:
    """Return a side with its figures; group: its own side of the group the verdict is of."""
    counts = zip(found.counts.right, found.counts.samples, strict=True)
    return Side(
        embeddings=found.embeddings,
        unit_embeddings=found.units,
        logits=found.logits,
        predictions=found.predictions,
        confusion=found.confusion,
        centroids=found.centroids,
        rates=rates_of(found.counts, partition),
        per_class_recall=tuple(Rate.of(*pair) for pair in counts),
        group=group,
        benign_accuracy=_benign(bundle, found.units, partition),
    )


def _benign(bundle: Bundle, units: np.ndarray, partition: Partition) -> float | None:
    if bundle.match_threshold is None:
        return None
    labels = bundle.labels_test
    chosen = first_of_each(labels, len(bundle.class_names), BENIGN_SAMPLES)
    chosen = chosen[partition.bystanders[labels[chosen]]]
    return benign_accuracy(units[chosen], labels[chosen], bundle.match_threshold)
