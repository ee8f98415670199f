"""One side of an edit, measured on all test samples, whatever is then made of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import (
    Counts,
    Partition,
    confusion_counts,
    count_flips,
    counts_of,
)
from weight_surgery.core.metrics.prototypes import prototype_accuracy


@dataclass(frozen=True, eq=False)
class Measurement:
    """One side of an edit, measured on all test samples, whatever counts as one.

    change: None for the unedited model; embeddings (Nt, d) raw; units (Nt, d) at length 1; logits
    (Nt, C); predictions (Nt,); confusion (C, C) counts; centroids (C, d): of the fit split, length
    1, or 0 for an absent class; counts: all that figures are defined on.
    """

    change: Change | None
    embeddings: np.ndarray
    units: np.ndarray
    logits: np.ndarray
    predictions: np.ndarray
    confusion: np.ndarray
    centroids: np.ndarray
    counts: Counts

    def moved(self, embeddings: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d) by the side's change, if it has one."""
        return embeddings if self.change is None else self.change.embeddings(embeddings)


def measure(bundle: Bundle, change: Change | None, partition: Partition) -> Measurement:
    """Measure a bundle as it is (no change) or after an edit, on all its test samples."""
    labels, classes = bundle.labels_test, len(bundle.class_names)
    if change is None:
        embeddings = bundle.embeddings_test
        units, logits = bundle.unit_embeddings_test, bundle.logits_test
        predictions = bundle.predictions_test
    else:
        embeddings = change.embeddings(bundle.embeddings_test)
        units = unit(embeddings)
        logits = change.classify(bundle, embeddings, units)
        predictions = logits.argmax(axis=1)
    means, counts = bundle.class_means_fit
    present = counts > 0
    moved = means if change is None else change.embeddings(means)
    centroids = unit(np.where(present[:, None], moved, 0.0))
    confusion = confusion_counts(labels, predictions, classes)
    nearest = prototype_accuracy(units, labels, centroids, present, partition)
    bystanders = partition.bystanders[labels]
    flips, harmful = count_flips(labels, bundle.predictions_test, predictions, bystanders)
    return Measurement(
        change=change,
        embeddings=embeddings,
        units=units,
        logits=logits,
        predictions=predictions,
        confusion=confusion,
        centroids=centroids,
        counts=counts_of(confusion, partition, nearest, flips, harmful),
    )
