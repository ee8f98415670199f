"""What every pair of an atlas is measured against, made once for all of them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from weight_surgery.core.atlas.nearest import Nearest
from weight_surgery.core.atlas.verify import Verifier
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import Rate, confusion_counts
from weight_surgery.core.metrics.verdict import Network


class Unedited:
    """A bundle's unedited network on the test split.

    per_class (C,), confusion (C, C), right (C,): samples, how they are read, and those read as
    their label; unit_means (C, d): class means of the fit split, NaN for a class without samples;
    verifier: None without a threshold.
    """

    def __init__(self, bundle: Bundle) -> None:
        classes = len(bundle.class_names)
        self.bundle = bundle
        self.per_class = np.bincount(bundle.labels_test, minlength=classes)
        self.confusion = confusion_counts(bundle.labels_test, bundle.predictions_test, classes)
        self.right = np.diag(self.confusion)
        accuracy = Rate.of(self.right.sum(), self.per_class.sum())
        self.network = Network(accuracy, int(self.per_class.max()))
        means, counts = bundle.class_means_fit
        self.unit_means = np.where(counts[:, None] > 0, unit(means), np.nan)
        threshold = bundle.match_threshold
        self.verifier = None if threshold is None else Verifier(bundle, threshold)

    @cached_property
    def nearest(self) -> Nearest:
        """What certificates ask of the test samples."""
        return Nearest(self.bundle)
