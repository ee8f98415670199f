"""The fall of strict accuracy in its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.metrics.partition import Partition


@dataclass(frozen=True)
class Fall:
    """Strict accuracy lost, in samples, and the parts it is the sum of.

    Each part is errors after minus errors before, so a part can be negative: bystanders misread;
    merged samples sent out of their group; swaps inside a group; shattered samples misread.
    """

    lost: int
    bystanders: int
    third_class: int
    swaps: int
    shattered: int
    total: int


def fall_between(before: np.ndarray, after: np.ndarray, partition: Partition) -> Fall:
    """Split the strict accuracy lost between two confusion matrices (C, C) of the same samples."""
    change = after - before
    misread = change.sum(axis=1) - np.diag(change)
    merged, bystanders = partition.merged, partition.bystanders
    inside = (change * partition.same).sum(axis=1) - np.diag(change)
    return Fall(
        lost=-int(np.trace(change)),
        bystanders=int(misread[bystanders].sum()),
        third_class=int((misread - inside)[merged].sum()),
        swaps=int(inside[merged].sum()),
        shattered=int(misread[~merged & ~bystanders].sum()),
        total=int(before.sum()),
    )
