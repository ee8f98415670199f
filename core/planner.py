"""From C classes to k: which groups to merge next, chosen on the fit split, reported on test.

Greedy: at each step every pair of groups is tried with the chosen method, and the one is kept with
which most fit samples are read into their own group. That need not be the best of all sequences;
`benchmarks/planner.py` prints how far from it greedy is on five classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import unit_centroid
from weight_surgery.core.change import Change
from weight_surgery.core.checks import integer, real
from weight_surgery.core.fitting import fit_change, network_of
from weight_surgery.core.methods import Merge
from weight_surgery.core.metrics import Partition, Rate
from weight_surgery.core.specs import DEFAULT_METHOD, Operation
from weight_surgery.core.statistics import Statistics
from weight_surgery.core.surgery import check_damping


@dataclass(frozen=True, eq=False)
class MergePlan:
    """Merges in the order in which they were chosen, one entry of each field a step.

    operations: each of two groups, called by their smallest classes; partitions (K, C): the groups
    after it; accuracy, ceiling: of the test split, samples read into their own group, after all
    steps so far and in the unedited network; fit_accuracy: what a step was chosen by; stopped: a
    sentence why there are not as many steps as were asked for, else nothing.
    """

    operations: tuple[Operation, ...]
    partitions: np.ndarray
    accuracy: tuple[Rate, ...]
    ceiling: tuple[Rate, ...]
    fit_accuracy: tuple[Rate, ...]
    stopped: str


@dataclass(frozen=True, eq=False)
class _State:
    """A network after some steps: moved embeddings of both splits, the groups, and its changes."""

    fit: np.ndarray
    test: np.ndarray
    partition: Partition
    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class _Trial:
    """One pair of groups merged; right: fit samples read into their own group."""

    pair: tuple[int, int]
    partition: Partition
    change: Change
    right: int


def plan(
    bundle: Bundle,
    groups: int,
    method: str = DEFAULT_METHOD,
    damping: float = 0.0,
    most_lost: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> MergePlan:
    """Merge classes one by one until so many groups are left.

    method, damping: of every step; most_lost: the largest share of fit samples that all steps
    together may lose against relabelling, else no limit; progress: called with (trials done, trials
    in all), and whatever it raises ends the run. It stops before a step that loses more, and where
    the head has no dimension left to give, and says so.
    Raises ValueError for a number of groups that is not there to reach, and for a method that the
    model cannot have.
    """
    classes = len(bundle.class_names)
    groups = integer("the number of groups", groups, 1, classes)
    damping = check_damping(damping)
    limit = None if most_lost is None else real("the accuracy that may be lost", most_lost, 0, 1)
    start = Partition.singletons(classes)
    state = _State(bundle.embeddings_fit, bundle.embeddings_test, start, ())
    total = sum(count * (count - 1) // 2 for count in range(groups + 1, classes + 1))
    done, stopped = 0, ""
    found: list[tuple[Operation, _State, _Trial]] = []
    while classes - len(found) > groups:
        left = classes - len(found)
        if len(found) == bundle.dims - 2:
            stopped = (
                f"It stops at {left} groups: every step takes a dimension, and two of the "
                f"{bundle.dims} have to be left."
            )
            break
        statistics = _statistics(bundle, state)
        trials = []
        for pair in combinations(sorted(set(state.partition.groups)), 2):
            trials.append(_try(bundle, state, statistics, pair, method, damping))
            done += 1
            progress(done, total)
        best = max(filter(None, trials), key=lambda trial: trial.right, default=None)
        if best is None:
            stopped = f"It stops at {left} groups: no two of them can be merged."
            break
        lost = _right(bundle, None, best.partition, "fit") - best.right
        if limit is not None and lost > limit * len(bundle.labels_fit):
            stopped = (
                f"It stops at {left} groups: the next step would lose {lost:,} of "
                f"{len(bundle.labels_fit):,} training samples, more than was allowed."
            )
            break
        state = _after(state, best)
        found.append((Operation("merge", best.pair, damping, method), state, best))
    return _bind(bundle, found, stopped)


def _statistics(bundle: Bundle, state: _State) -> Statistics:
    """Return the statistics of the fit split where the steps so far left it, group by group."""
    labels = state.partition.array[bundle.labels_fit]
    return Statistics(state.fit, labels, len(bundle.class_names), bundle.normalise)


def _try(
    bundle: Bundle,
    state: _State,
    statistics: Statistics,
    pair: tuple[int, int],
    method: str,
    damping: float,
) -> _Trial | None:
    partition = state.partition.merged_with(pair)
    try:
        first, second = (
            unit_centroid(statistics.raw[statistics.labels == group]) for group in pair
        )
        merge = Merge(pair, (first, second), statistics, network_of(bundle), partition)
        change = fit_change(merge, method, bundle.name).at(damping)
    except ValueError:
        if not state.changes:
            raise
        return None
    moved = change.embeddings(state.fit)
    read = _read(bundle, moved, (*state.changes, change))
    own = partition.array[read] == partition.array[bundle.labels_fit]
    return _Trial(pair, partition, change, int(np.count_nonzero(own)))


def _after(state: _State, trial: _Trial) -> _State:
    change = trial.change
    return _State(
        change.embeddings(state.fit),
        change.embeddings(state.test),
        trial.partition,
        (*state.changes, change),
    )


def _read(bundle: Bundle, embeddings: np.ndarray, changes: tuple[Change, ...]) -> np.ndarray:
    logits = bundle.classify(embeddings)
    for change in changes:
        if change.rows is not None:
            logits = change.rows.of(logits.T).T
    return logits.argmax(axis=1)


def _right(bundle: Bundle, state: _State | None, partition: Partition, split: str) -> int:
    """Count samples of a split read into their own group; of the unedited network without state."""
    fit = split == "fit"
    labels = bundle.labels_fit if fit else bundle.labels_test
    if state is None:
        state = _State(bundle.embeddings_fit, bundle.embeddings_test, partition, ())
    read = _read(bundle, state.fit if fit else state.test, state.changes)
    return int(np.count_nonzero(partition.array[read] == partition.array[labels]))


def _bind(bundle: Bundle, found: list[tuple[Operation, _State, _Trial]], stopped: str) -> MergePlan:
    tests, fits = len(bundle.labels_test), len(bundle.labels_fit)
    classes = len(bundle.class_names)
    return MergePlan(
        operations=tuple(operation for operation, _, _ in found),
        partitions=np.array([s.partition.groups for _, s, _ in found]).reshape(-1, classes),
        accuracy=tuple(Rate.of(_right(bundle, s, s.partition, "test"), tests) for _, s, _ in found),
        ceiling=tuple(
            Rate.of(_right(bundle, None, s.partition, "test"), tests) for _, s, _ in found
        ),
        fit_accuracy=tuple(Rate.of(trial.right, fits) for _, _, trial in found),
        stopped=stopped,
    )
