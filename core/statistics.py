"""The statistics of a split that methods fit their edits on."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from weight_surgery.core.centroids import UnitCentroid, class_means, unit_centroid
from weight_surgery.core.geometry import unit

# Share of the mean eigenvalue that is added to a moment before it is solved. Unit embeddings fill
# their dimensions evenly; raw ones can have dimensions that hardly vary.
RIDGE_UNIT, RIDGE_RAW = 1e-9, 1e-3


class Statistics:
    """Moments of a split's embeddings, each made once, when it is first asked for.

    raw (N, d): embeddings as the head gives them; labels (N,). Moments are of `embeddings`: these
    at unit length where the classifier reads them so, else raw.
    """

    def __init__(self, raw: np.ndarray, labels: np.ndarray, classes: int, normalise: bool) -> None:
        self.raw = raw
        self.labels = labels
        self.classes = classes
        self.normalise = normalise
        self._fitted: dict[tuple[int, bool], UnitCentroid] = {}

    @property
    def dims(self) -> int:
        """The number of embedding dimensions d."""
        return self.raw.shape[1]

    @cached_property
    def embeddings(self) -> np.ndarray:
        """Embeddings (N, d) as the classifier reads them."""
        return unit(self.raw) if self.normalise else self.raw

    @cached_property
    def counts(self) -> np.ndarray:
        """Samples (C,) of each class."""
        return np.bincount(self.labels, minlength=self.classes)

    @cached_property
    def centroids(self) -> np.ndarray:
        """Mean raw embedding (C, d) of each class, at length 1 where the classifier normalises.

        Zero for a class without samples.
        """
        means = class_means(self.raw, self.labels, self.classes)[0]
        return unit(means) if self.normalise else means

    @cached_property
    def covariance(self) -> np.ndarray:
        """The centred covariance (d, d) of all embeddings, with its ridge."""
        return self.with_ridge(self._all / len(self.labels))

    def centroid(self, label: int, trim_outliers: bool) -> UnitCentroid:
        """Return a class's centroid. Raises ValueError as `unit_centroid` does."""
        key = (label, trim_outliers)
        if key not in self._fitted:
            self._fitted[key] = unit_centroid(self.raw[self.labels == label], trim_outliers)
        return self._fitted[key]

    def others(self, merged: tuple[int, ...]) -> list[int]:
        """Return the classes outside `merged` that have samples."""
        return [k for k in np.flatnonzero(self.counts).tolist() if k not in merged]

    def bystander_mean(self, merged: tuple[int, ...]) -> np.ndarray:
        """Return the mean embedding (d,) of all samples outside `merged`."""
        total, _, samples = self._outside(merged)
        return self._mean + total / samples

    def bystander_moment(self, merged: tuple[int, ...], centred: bool) -> np.ndarray:
        """Return the second moment (d, d) of samples outside `merged`, about their mean or 0."""
        total, square, samples = self._outside(merged)
        mean = total / samples
        moment = square / samples - np.outer(mean, mean)
        if not centred:
            about = self._mean + mean
            moment = moment + np.outer(about, about)
        return self.with_ridge(moment)

    def within(self, merged: tuple[int, ...]) -> np.ndarray:
        """Return the covariance (d, d) within the classes outside `merged`, pooled."""
        moment = np.zeros((self.dims, self.dims))
        samples = 0
        for label in self._some_others(merged):
            total, square = self._of(label)
            count = int(self.counts[label])
            moment += square - np.outer(total, total) / count
            samples += count
        return self.with_ridge(moment / samples)

    def with_ridge(self, moment: np.ndarray) -> np.ndarray:
        """Return a moment (d, d) with a share of its mean eigenvalue added to its diagonal."""
        share = RIDGE_UNIT if self.normalise else RIDGE_RAW
        return moment + share * np.trace(moment) / self.dims * np.eye(self.dims)

    @cached_property
    def _mean(self) -> np.ndarray:
        return self.embeddings.mean(axis=0)

    @cached_property
    def _centred(self) -> np.ndarray:
        """Moments are taken about the mean of all: sums about 0 would cancel far from it."""
        return self.embeddings - self._mean

    @cached_property
    def _all(self) -> np.ndarray:
        return self._centred.T @ self._centred

    @cached_property
    def _classes(self) -> list[tuple[np.ndarray, np.ndarray]]:
        of_class = (self._centred[self.labels == label] for label in range(self.classes))
        return [(rows.sum(axis=0), rows.T @ rows) for rows in of_class]

    def _of(self, label: int) -> tuple[np.ndarray, np.ndarray]:
        return self._classes[label]

    def _outside(self, merged: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, int]:
        """Return sum (d,), sum of squares (d, d) and number of the bystanders' embeddings."""
        others = self._some_others(merged)
        total = -sum(self._of(label)[0] for label in merged)
        square = self._all - sum(self._of(label)[1] for label in merged)
        return np.asarray(total), square, int(self.counts[others].sum())

    def _some_others(self, merged: tuple[int, ...]) -> list[int]:
        others = self.others(merged)
        if not others:
            raise ValueError(
                "this method looks at the classes that are not merged, and there are none; "
                "choose another method"
            )
        return others
