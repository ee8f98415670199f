"""Merged, or only relabelled? Whether probes trained anew still tell the merged classes apart.

Fitted on the edited embeddings of the fit split's two classes, read on the test split's. They say
what is left in the embeddings, whatever the network's own classifier makes of it; neither is pass
or fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import Rate

PROBES = ("linear", "neighbours")
NEIGHBOURS = 5
# A probe whose interval reaches below this much above chance, 60 % of two classes, is near it.
NEAR_CHANCE = 0.1


@dataclass(frozen=True)
class Probe:
    """One probe: test samples of the merged classes that it reads right, before and after."""

    name: str
    before: Rate
    after: Rate
    classes: int = 2

    @property
    def still_tells(self) -> bool:
        """Whether it tells the two apart after the edit, for all that the interval says."""
        return self.after.low > 1 / self.classes + NEAR_CHANCE


def probes_of(comparison: Comparison) -> tuple[Probe, ...]:
    """Fit and read every probe of PROBES: logistic regression, and 5 nearest neighbours.

    There are none of a shattered class.

    Both with scikit-learn's own settings, on embeddings as the classifier reads them.
    """
    bundle, pair = comparison.bundle, comparison.merged
    if len(pair) == 1:
        return ()
    fit, test = (np.isin(labels, pair) for labels in (bundle.labels_fit, bundle.labels_test))
    labels = bundle.labels_fit[fit], bundle.labels_test[test]
    splits = bundle.embeddings_fit[fit], bundle.embeddings_test[test]
    sides = [
        [_seen(moved(split), bundle.normalise) for split in splits]
        for moved in (np.asarray, comparison.change.embeddings)
    ]
    found = []
    for name in PROBES:
        before, after = (_read(name, fit, test, *labels) for fit, test in sides)
        found.append(Probe(name, before, after, len(pair)))
    return tuple(found)


def _seen(embeddings: np.ndarray, normalise: bool) -> np.ndarray:
    return unit(embeddings) if normalise else embeddings


def _read(
    name: str, fit: np.ndarray, test: np.ndarray, fit_labels: np.ndarray, labels: np.ndarray
) -> Rate:
    probe = _linear() if name == "linear" else _neighbours(len(fit))
    read = probe.fit(fit, fit_labels).predict(test)
    return Rate.of(int((read == labels).sum()), len(labels))


def _linear() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000)


def _neighbours(samples: int) -> Any:
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(min(NEIGHBOURS, samples))
