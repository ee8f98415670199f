"""What is to be said of how a captured network reads its test samples."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.metrics.rates import Rate
from weight_surgery.core.metrics.verdict import (
    Network,
    is_near_chance,
    is_too_few,
    why_near_chance,
)


def chance_warning(bundle: Bundle) -> str:
    """Return a sentence when a bundle's network is at or near chance, nothing when it is not."""
    labels = bundle.labels_test
    right = Rate.of((bundle.predictions_test == labels).sum(), len(labels))
    largest = int(np.bincount(labels, minlength=1).max())
    network = Network(right, largest)
    if not is_near_chance(network):
        return ""
    if is_too_few(network):
        return why_near_chance(network)
    return (
        f"This network reads {right.successes:,} of {right.total:,} test samples right, which is "
        f"at or near chance: {largest:,} of them are of one class. Surgery on it says nothing, and "
        "no verdict is given; check that checkpoint and images belong together, or train it "
        "longer."
    )
