"""What a method is: two classes and the statistics of a split in, a change of the network out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import unit_vector
from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.statistics import Statistics
from weight_surgery.core.surgery import merge_direction


@dataclass(frozen=True, eq=False)
class Network:
    """The unedited network behind the statistics, for methods that look at it.

    bias (d,) of the head; weight (C, d) and offset (C,) of the classifier.
    """

    bias: np.ndarray
    weight: np.ndarray
    offset: np.ndarray


def tell_nobody(done: int, total: int) -> None:
    """Let a search go on; a function with a name, which another process finds."""


@dataclass(frozen=True, eq=False)
class Merge:
    """What is to become one, and all that a method may look at.

    classes: (i, j), in the order given, or two groups by their smallest classes; partition: which
    classes count as one afterwards; centroids: theirs, as they were fitted; statistics: of the
    split they were fitted on; edit_bias: whether the head's bias is edited too; progress: called
    with (steps done, steps in all) by a method that searches, which whatever it raises ends.
    """

    classes: tuple[int, int]
    centroids: tuple[UnitCentroid, UnitCentroid]
    statistics: Statistics
    network: Network
    partition: Partition
    edit_bias: bool = True
    progress: Callable[[int, int], None] = tell_nobody

    @property
    def members(self) -> tuple[int, ...]:
        """All classes that are to be one."""
        return tuple(np.flatnonzero(self.partition.array == min(self.classes)).tolist())

    @property
    def means(self) -> np.ndarray:
        """The means (2, d) that the two centroids were scaled from."""
        return np.stack([centroid.mean for centroid in self.centroids])

    @cached_property
    def unit_direction(self) -> np.ndarray:
        """The unit difference (d,) of the two unit centroids."""
        return merge_direction(self.centroids[0].vector, self.centroids[1].vector)

    @property
    def direction(self) -> np.ndarray:
        """The unit difference (d,) of the two centroids as the classifier reads them."""
        if self.statistics.normalise:
            return self.unit_direction
        return unit_vector(self.centroids[0].mean - self.centroids[1].mean, "the means' difference")


def refuses_nothing(_: Statistics) -> str:
    """Refuse no network."""
    return ""


@dataclass(frozen=True)
class Method:
    """A way to make two classes one.

    name: as in links; title, summary: for people; formula, source: where it comes from; fit: the
    change at damping 0, which raises ValueError where the pair does not bear it; refuses: a
    sentence why a model cannot have it, else nothing; cosine: of the two after the edit, at a
    damping, where there is a closed form; foresees_leak: whether what other classes hold of the
    direction tells what they lose; searches: whether it searches, and so takes seconds.
    """

    name: str
    title: str
    summary: str
    formula: str
    source: str
    fit: Callable[[Merge], Change]
    refuses: Callable[[Statistics], str] = refuses_nothing
    cosine: Callable[[Merge, float], float] | None = None
    foresees_leak: bool = False
    searches: bool = False


def needs_unit_length(statistics: Statistics) -> str:
    """Refuse a network that does not normalise."""
    if statistics.normalise:
        return ""
    return "It keeps lengths, and this network does not bring embeddings to one length."


def needs_raw_length(statistics: Statistics) -> str:
    """Refuse a network that normalises."""
    if not statistics.normalise:
        return ""
    return (
        "It moves one class onto the other as they lie, and this network brings every embedding "
        "to one length afterwards."
    )


def needs_others(statistics: Statistics) -> str:
    """Refuse a network of two classes."""
    if (statistics.counts > 0).sum() > 2:
        return ""
    return "It looks at the classes that are not merged, and this network has none."


def needs_room(statistics: Statistics) -> str:
    """Refuse a network with fewer dimensions than classes, less one."""
    classes = int((statistics.counts > 0).sum())
    if statistics.dims >= classes - 1:
        return ""
    return (
        f"It holds every other class in place, which takes at least {classes - 1} dimensions for "
        f"{classes} classes; this network has {statistics.dims}."
    )
