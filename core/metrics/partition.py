"""Which classes count as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Partition:
    """A group for each class, named by its smallest class, and the classes that were shattered.

    groups (C,). Raises ValueError unless every group is named by its smallest class.
    """

    groups: tuple[int, ...]
    shattered: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for label, group in enumerate(self.groups):
            if not 0 <= group <= label or self.groups[group] != group:
                raise ValueError(
                    f"class {label} is in group {group}, which is not named by its smallest class"
                )

    @classmethod
    def singletons(cls, classes: int) -> Partition:
        """Return the partition in which every class is alone."""
        return cls(tuple(range(classes)))

    @classmethod
    def of_pair(cls, classes: int, pair: Sequence[int]) -> Partition:
        """Return the partition in which two classes count as one."""
        return cls.singletons(classes).merged_with(pair)

    def merged_with(self, labels: Iterable[int]) -> Partition:
        """Return the partition in which the groups of some classes are one."""
        joined = {self.groups[label] for label in labels}
        name = min(joined)
        groups = tuple(name if group in joined else group for group in self.groups)
        return Partition(groups, self.shattered)

    def without(self, label: int) -> Partition:
        """Return the partition with a class shattered."""
        return Partition(self.groups, self.shattered | {label})

    @cached_property
    def array(self) -> np.ndarray:
        """The group (C,) of each class."""
        return np.array(self.groups)

    @cached_property
    def joined(self) -> tuple[tuple[int, ...], ...]:
        """The groups of two or more classes."""
        names = sorted(set(self.groups))
        groups = (tuple(np.flatnonzero(self.array == name).tolist()) for name in names)
        return tuple(group for group in groups if len(group) > 1)

    @cached_property
    def merged(self) -> np.ndarray:
        """Which classes (C,) are in a group of two or more."""
        return np.bincount(self.array, minlength=len(self.groups))[self.array] > 1

    @cached_property
    def bystanders(self) -> np.ndarray:
        """Which classes (C,) are alone in their group, and not shattered."""
        return ~self.merged & ~np.isin(np.arange(len(self.groups)), list(self.shattered))

    @property
    def is_one(self) -> bool:
        """Whether all classes count as one, so that whatever is read is right by definition."""
        return len(set(self.groups)) == 1

    @cached_property
    def same(self) -> np.ndarray:
        """Whether two classes are in one group (C, C)."""
        return self.array[:, None] == self.array
