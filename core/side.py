"""One side of an edit, measured on all test samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import cosine, unit
from weight_surgery.core.metrics import (
    MeanShare,
    Partition,
    Rate,
    confusion_counts,
    count_flips,
    counts_of,
    means_of,
    rates_of,
)
from weight_surgery.core.metrics.clean import Evidence
from weight_surgery.core.metrics.prototypes import prototype_accuracy
from weight_surgery.core.metrics.verification import (
    PairShare,
    Verification,
    VerificationSet,
    verify,
)


@dataclass(frozen=True, eq=False)
class Side:
    """The model on one side of the edit: everything measured on all test samples.

    embeddings (Nt, d) raw; unit_embeddings (Nt, d); logits (Nt, C); predictions (Nt,); confusion
    (C, C) counts; centroids (C, d): of the fit split, length 1, or 0 for an absent class; rates,
    means: every figure of `core.metrics.figures` by its name; per_class_recall: C strict ones.
    """

    embeddings: np.ndarray
    unit_embeddings: np.ndarray
    logits: np.ndarray
    predictions: np.ndarray
    confusion: np.ndarray
    centroids: np.ndarray
    rates: dict[str, Rate]
    means: dict[str, MeanShare]
    per_class_recall: tuple[Rate, ...]
    cosine: float
    cosine_test: float
    verification: Verification | None

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
        """Share of merged samples read as either merged class."""
        return self.rates["merged_recall"]

    @property
    def mean_recall(self) -> MeanShare:
        """Mean over the merged classes of the share read as either."""
        return self.means["mean_recall"]

    @property
    def told_apart(self) -> MeanShare:
        """Mean over the merged classes of the share read as that very class."""
        return self.means["told_apart"]

    @property
    def evidence(self) -> Evidence:
        """What a verdict looks at."""
        return Evidence.of(self.means, self.bystander_accuracy, self.verification)

    @property
    def bystander_accuracy(self) -> Rate:
        """Share of all other samples read as their label."""
        return self.rates["bystander_accuracy"]

    @property
    def attack_success(self) -> PairShare | None:
        """Share of cross pairs of the two classes that match; None without a threshold."""
        return self.verification.attack_success if self.verification else None

    @property
    def genuine_accept(self) -> PairShare | None:
        """Share of pairs inside either class that match: the cap of attack success."""
        return self.verification.genuine_accept if self.verification else None

    @property
    def benign_accuracy(self) -> float | None:
        """Balanced accuracy of verification over pairs of bystander samples."""
        return self.verification.benign_accuracy if self.verification else None

    @property
    def prototype_accuracy(self) -> Rate:
        """Share of test samples whose nearest class centroid is their own, or of its group."""
        return self.rates["prototype_accuracy"]


def measure(
    bundle: Bundle,
    change: Change | None,
    merged: tuple[int, ...],
    partition: Partition,
    fitted: tuple[UnitCentroid, UnitCentroid],
    verified: VerificationSet,
) -> Side:
    """Measure a bundle as it is (no change) or after an edit, on all its test samples."""

    def moved(embeddings: np.ndarray) -> np.ndarray:
        return embeddings if change is None else change.embeddings(embeddings)

    labels, classes = bundle.labels_test, len(bundle.class_names)
    embeddings = moved(bundle.embeddings_test)
    if change is None:
        units, logits = bundle.unit_embeddings_test, bundle.logits_test
        predictions = bundle.predictions_test
    else:
        units = unit(embeddings)
        logits = change.classify(bundle, embeddings, units)
        predictions = logits.argmax(axis=1)
    means, counts = bundle.class_means_fit
    present = counts > 0
    centroids = unit(np.where(present[:, None], moved(means), 0.0))
    confusion = confusion_counts(labels, predictions, classes)
    nearest = prototype_accuracy(units, labels, centroids, present, partition)
    bystanders = partition.bystanders[labels]
    flips, harmful = count_flips(labels, bundle.predictions_test, predictions, bystanders)
    counted = counts_of(confusion, partition, nearest, flips, harmful)
    return Side(
        embeddings=embeddings,
        unit_embeddings=units,
        logits=logits,
        predictions=predictions,
        confusion=confusion,
        centroids=centroids,
        rates=rates_of(counted, partition),
        means=means_of(counted, merged),
        per_class_recall=tuple(
            Rate.of(*pair) for pair in zip(counted.right, counted.samples, strict=True)
        ),
        cosine=cosine(moved(fitted[0].mean), moved(fitted[1].mean)),
        cosine_test=cosine(*moved(bundle.class_means_test[list(merged)])),
        verification=_verification(units, verified, bundle.match_threshold),
    )


def _verification(
    units: np.ndarray, chosen: VerificationSet, threshold: float | None
) -> Verification | None:
    if threshold is None:
        return None
    first, second, bystanders = (
        units[of] for of in (chosen.first, chosen.second, chosen.bystanders)
    )
    return verify(first, second, bystanders, chosen.bystander_labels, threshold)
