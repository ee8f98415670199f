"""Several operations in order, each fitted where those before it left the fit split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import (
    check_class,
    check_edited_centroids,
    fit_change,
    network_of,
    statistics_of,
)
from weight_surgery.core.methods import Merge, Network
from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.repair import Prototypes
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.statistics import Statistics
from weight_surgery.core.surgery import Surgery, shatter_direction


@dataclass(frozen=True, eq=False)
class Step:
    """One operation as it was fitted.

    place: of it in the spec's operations; centroids: of the two groups, or of the one class to
    shatter, where the steps before left them; merge: what its method was asked, None for a shatter;
    change: of embeddings as the steps before left them; partition: what counts as one after it.
    """

    place: int
    operation: Operation
    centroids: tuple[UnitCentroid, ...]
    merge: Merge | None
    change: Change
    partition: Partition

    @property
    def direction(self) -> np.ndarray:
        """The unit difference (d,) of the two unit centroids, or the one to shatter's own."""
        return self.merge.unit_direction if self.merge else self.centroids[0].vector

    def at(self, damping: float) -> Step:
        """Return the same step at another damping."""
        operation = replace(self.operation, damping=damping)
        return replace(self, operation=operation, change=self.change.at(damping))


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps of a spec that are on, in order.

    hand: the place among them of that in the hand; repair: what the classifier is re-estimated
    from, if it is.
    """

    steps: tuple[Step, ...]
    hand: int
    repair: Prototypes | None = None

    @property
    def step(self) -> Step:
        """The step in the hand."""
        return self.steps[self.hand]

    @property
    def partition(self) -> Partition:
        """What counts as one in the end."""
        return self.steps[-1].partition

    @cached_property
    def change(self) -> Change:
        """All steps as one change, whose damping is that of the step in the hand."""
        changes = [step.change for step in self.steps]
        found = self.step.change.between(changes[: self.hand], changes[self.hand + 1 :])
        return replace(found, repair=self.repair) if self.repair else found

    def at(self, damping: float) -> Plan:
        """Return the plan with another damping in the hand; what follows is held as it is."""
        if self.step.operation.damping == damping:
            return self
        steps = list(self.steps)
        steps[self.hand] = self.step.at(damping)
        return replace(self, steps=tuple(steps))

    def until(self, count: int) -> Change:
        """Return the first steps, at least one, as one change."""
        changes = [step.change for step in self.steps[:count]]
        return changes[-1].between(changes[:-1], ())

    @cached_property
    def shortest_centroid(self) -> float:
        """The length that is left of the shortest centroid of any merge, as a share.

        Raises ValueError where one vanishes.
        """
        merges = (step for step in self.steps if step.merge)
        return min((_left(step) for step in merges), default=1.0)


def _left(step: Step) -> float:
    means = np.stack([centroid.mean for centroid in step.centroids])
    moved = step.change.embeddings(means)
    classes = int((step.merge.statistics.counts > 0).sum()) if step.merge else 2
    return check_edited_centroids(step.centroids, moved, classes)


@dataclass(frozen=True, eq=False)
class State:
    """A network after some steps, as the next one is fitted on it.

    statistics: of the fit split where they left it, by groups; partition: these;
    changes: the steps.
    """

    statistics: Statistics
    partition: Partition
    changes: tuple[Change, ...] = ()

    @classmethod
    def of(cls, bundle: Bundle, split: str) -> State:
        """Return the unedited network."""
        return cls(statistics_of(bundle, split), Partition.singletons(len(bundle.class_names)))

    def after(self, bundle: Bundle, split: str, change: Change, partition: Partition) -> State:
        """Return the network after one more step."""
        raw = change.embeddings(self.statistics.raw)
        labels = partition.array[statistics_of(bundle, split).labels]
        statistics = Statistics(raw, labels, self.statistics.classes, self.statistics.normalise)
        return State(statistics, partition, (*self.changes, change))

    def centroid(self, group: int, trim: bool) -> UnitCentroid:
        """Return the centroid of a group, called by its smallest class."""
        return self.statistics.centroid(group, trim)

    def merge(
        self, bundle: Bundle, groups: Sequence[int], trim: bool, edit_bias: bool, **more: Any
    ) -> Merge:
        """Return what a method is asked for two groups, called by their smallest classes."""
        first, second = groups
        return Merge(
            classes=(first, second),
            centroids=(self.centroid(first, trim), self.centroid(second, trim)),
            statistics=self.statistics,
            network=self._network(bundle),
            partition=self.partition.merged_with(groups),
            edit_bias=edit_bias,
            **more,
        )

    def classifier(self, values: np.ndarray) -> np.ndarray:
        """Return a classifier's values (C, ...), a row a class, as the steps left them."""
        for change in self.changes:
            values = change.averaged(values)
        return values

    def _network(self, bundle: Bundle) -> Network:
        network = network_of(bundle)
        weight, offset = map(self.classifier, (network.weight, network.offset))
        return replace(network, weight=weight, offset=offset)


def fit_plan(bundle: Bundle, spec: SurgerySpec) -> Plan:
    """Fit every operation of a spec that is on, in order.

    Raises ValueError for a class that is unknown or has no samples, a model that cannot have a
    method, groups that do not bear it, and an operation that those before it leave no room for.
    """
    state = State.of(bundle, spec.fit_split)
    steps: list[Step] = []
    for place, operation in enumerate(spec.operations):
        if not operation.on:
            continue
        if steps:
            last = steps[-1]
            state = state.after(bundle, spec.fit_split, last.change, last.partition)
        step = _fit(bundle, spec, state, place)
        steps.append(step)
    hand = next(at for at, one in enumerate(steps) if one.place == spec.hand)
    repair = Prototypes.of(bundle, steps[-1].partition) if spec.repair else None
    return Plan(tuple(steps), hand, repair)


def _fit(bundle: Bundle, spec: SurgerySpec, state: State, place: int) -> Step:
    operation, partition = spec.operations[place], state.partition
    for label in operation.classes:
        check_class(bundle, label)
    _check(bundle, partition, operation)
    if operation.kind == "shatter":
        (label,) = operation.classes
        centroid = state.centroid(label, spec.trim_outliers)
        surgery = Surgery(shatter_direction(centroid.vector), operation.damping, spec.edit_bias)
        change = Change(surgery.of(bundle.bias))
        return Step(place, operation, (centroid,), None, change, partition.without(label))
    groups = [partition.groups[label] for label in operation.classes]
    merge = state.merge(bundle, groups, spec.trim_outliers, spec.edit_bias)
    change = fit_change(merge, operation.method, bundle.name).at(operation.damping)
    return Step(place, operation, merge.centroids, merge, change, merge.partition)


def _check(bundle: Bundle, partition: Partition, operation: Operation) -> None:
    """Raise ValueError for an operation that contradicts what came before it."""
    names = [bundle.class_names[label] for label in operation.classes]
    gone = [
        name
        for name, label in zip(names, operation.classes, strict=True)
        if label in partition.shattered
    ]
    if gone:
        raise ValueError(
            f"the class {gone[0]} is shattered already; leave it out of the later step"
        )
    groups = {partition.groups[label] for label in operation.classes}
    if operation.kind == "shatter" and partition.merged[operation.classes[0]]:
        raise ValueError(
            f"the class {names[0]} is merged with another class already; shatter a class that is "
            "alone"
        )
    if operation.kind == "merge" and len(groups) == 1:
        raise ValueError(
            f"the classes {' and '.join(names)} are one group already; choose another pair"
        )
