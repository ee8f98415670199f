"""Where the bystanders went, class by class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.metrics.rates import Rate


@dataclass(frozen=True)
class BystanderRow:
    """What the edit did to one bystander class.

    before, after: its recall; flipped: samples read differently; destination: the class most of
    these are read as now, with their number (None and 0 when none flipped).
    """

    label: int
    before: Rate
    after: Rate
    flipped: int
    destination: int | None
    destination_count: int

    @property
    def change(self) -> float | None:
        """The class's change in recall, or None without samples."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


def bystander_rows(
    labels: np.ndarray, before: np.ndarray, after: np.ndarray, partition: Partition
) -> tuple[BystanderRow, ...]:
    """Return one row a bystander class, from predictions (N,) before and after."""
    classes = len(partition.groups)
    moved = before != after
    went = np.bincount(labels[moved] * classes + after[moved], minlength=classes * classes).reshape(
        classes, classes
    )
    samples = np.bincount(labels, minlength=classes)
    right_before = np.bincount(labels[before == labels], minlength=classes)
    right_after = np.bincount(labels[after == labels], minlength=classes)
    return tuple(
        BystanderRow(
            label=label,
            before=Rate.of(right_before[label], samples[label]),
            after=Rate.of(right_after[label], samples[label]),
            flipped=int(went[label].sum()),
            destination=int(went[label].argmax()) if went[label].any() else None,
            destination_count=int(went[label].max()),
        )
        for label in np.flatnonzero(partition.bystanders).tolist()
    )
