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
from weight_surgery.core.change import Change
from weight_surgery.core.checks import integer, real
from weight_surgery.core.fitting import fit_change
from weight_surgery.core.metrics import Partition, Rate
from weight_surgery.core.plan import State
from weight_surgery.core.specs import DEFAULT_METHOD, Operation
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
class _Trial:
    pair: tuple[int, int]
    partition: Partition
    change: Change
    right: int


@dataclass(frozen=True, eq=False)
class _Chosen:
    trial: _Trial
    operation: Operation
    accuracy: Rate
    ceiling: Rate


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
    state, test = State.of(bundle, "fit"), bundle.embeddings_test
    total = sum(count * (count - 1) // 2 for count in range(groups + 1, classes + 1))
    done, stopped = 0, ""
    found: list[_Chosen] = []
    while classes - len(found) > groups:
        left = classes - len(found)
        if len(found) == bundle.dims - 2:
            stopped = (
                f"It stops at {left} groups: every step takes a dimension, and two of the "
                f"{bundle.dims} have to be left."
            )
            break
        trials = []
        for pair in combinations(sorted(set(state.partition.groups)), 2):
            trials.append(_try(bundle, state, pair, method, damping))
            done += 1
            progress(done, total)
        best = max(filter(None, trials), key=lambda trial: trial.right, default=None)
        if best is None:
            stopped = f"It stops at {left} groups: no two of them can be merged."
            break
        lost = _relabelled(bundle, best.partition, "fit") - best.right
        if limit is not None and lost > limit * len(bundle.labels_fit):
            stopped = (
                f"It stops at {left} groups: the next step would lose {lost:,} of "
                f"{len(bundle.labels_fit):,} training samples, more than was allowed."
            )
            break
        state = state.after(bundle, "fit", best.change, best.partition)
        test = best.change.embeddings(test)
        found.append(
            _Chosen(
                best,
                Operation("merge", best.pair, damping, method),
                _rate(_right(bundle, test, bundle.labels_test, state), bundle.labels_test),
                _rate(_relabelled(bundle, best.partition, "test"), bundle.labels_test),
            )
        )
    return MergePlan(
        operations=tuple(one.operation for one in found),
        partitions=np.array([one.trial.partition.groups for one in found]).reshape(-1, classes),
        accuracy=tuple(one.accuracy for one in found),
        ceiling=tuple(one.ceiling for one in found),
        fit_accuracy=tuple(_rate(one.trial.right, bundle.labels_fit) for one in found),
        stopped=stopped,
    )


def _try(
    bundle: Bundle, state: State, pair: tuple[int, int], method: str, damping: float
) -> _Trial | None:
    try:
        merge = state.merge(bundle, pair, trim=False, edit_bias=True)
        change = fit_change(merge, method, bundle.name).at(damping)
    except ValueError:
        if not state.changes:
            raise
        return None
    moved = change.embeddings(state.statistics.raw)
    after = State(state.statistics, merge.partition, (*state.changes, change))
    return _Trial(pair, merge.partition, change, _right(bundle, moved, bundle.labels_fit, after))


def _right(bundle: Bundle, embeddings: np.ndarray, labels: np.ndarray, state: State) -> int:
    """Count samples (N,) whose moved embeddings (N, d) are read into their own group."""
    logits = state.classifier(bundle.classify(embeddings).T)
    groups = state.partition.array
    return int(np.count_nonzero(groups[logits.argmax(axis=0)] == groups[labels]))


def _relabelled(bundle: Bundle, partition: Partition, split: str) -> int:
    """Count samples of a split that the unedited network reads into their own group."""
    fit, groups = split == "fit", partition.array
    labels = bundle.labels_fit if fit else bundle.labels_test
    read = bundle.predictions_fit if fit else bundle.predictions_test
    return int(np.count_nonzero(groups[read] == groups[labels]))


def _rate(right: int, labels: np.ndarray) -> Rate:
    return Rate.of(right, len(labels))
