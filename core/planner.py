"""From C classes to k: which groups to merge next, chosen on the fit split, reported on test.

Greedy: at each step every pair of groups is tried with the chosen method, and the one is kept with
which most fit samples are read into their own group. That need not be the best of all sequences;
`benchmarks/planner.py` prints how far from it greedy is on five classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
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
class Chosen:
    """One step of the planner.

    operation: of two groups, called by their smallest classes; partition: the groups after it;
    accuracy, ceiling: of the test split, as of a MergePlan; fit_accuracy, fit_ceiling: of the fit
    split, which it was chosen by.
    """

    operation: Operation
    partition: Partition
    accuracy: Rate
    ceiling: Rate
    fit_accuracy: Rate
    fit_ceiling: Rate

    @property
    def lost(self) -> int:
        """How many fit samples all steps so far lose against relabelling."""
        return self.fit_ceiling.successes - self.fit_accuracy.successes


@dataclass(frozen=True, eq=False)
class Chain:
    """The planner after some steps: the network as they left it, and what was chosen.

    test (Nt, d): moved test embeddings; stopped: a sentence why no step can follow, else nothing.
    """

    state: State
    test: np.ndarray
    chosen: tuple[Chosen, ...] = ()
    stopped: str = ""

    @classmethod
    def of(cls, bundle: Bundle) -> Chain:
        """Return the planner before its first step."""
        return cls(State.of(bundle, "fit"), bundle.embeddings_test)

    @property
    def groups(self) -> int:
        """How many groups are left."""
        return len(set(self.state.partition.groups))


@dataclass(frozen=True, eq=False)
class _Trial:
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
    total = sum(count * (count - 1) // 2 for count in range(groups + 1, classes + 1))
    chain, done = Chain.of(bundle), 0
    while chain.groups > groups:
        before, tries = done, chain.groups * (chain.groups - 1) // 2
        told = partial(_told, progress, before, total)
        following = next_step(bundle, chain, method, damping, told)
        done += tries
        stopped = following.stopped or exceeded(following, limit)
        if stopped:
            chain = replace(chain, stopped=stopped)
            break
        chain = following
    return _bind(bundle, chain)


def _told(progress: Callable[[int, int], None], before: int, total: int, done: int, _: int) -> None:
    progress(before + done, total)


def next_step(
    bundle: Bundle,
    chain: Chain,
    method: str = DEFAULT_METHOD,
    damping: float = 0.0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Chain:
    """Return the planner after one more step, or stopped where none can follow.

    progress: called with (trials done, trials of this step). Raises ValueError as `plan` does.
    """
    if len(chain.chosen) >= bundle.dims - 2:
        return replace(
            chain,
            stopped=f"It stops at {chain.groups} groups: every step takes a dimension, and two of "
            f"the {bundle.dims} have to be left.",
        )
    trials = []
    pairs = list(combinations(sorted(set(chain.state.partition.groups)), 2))
    for done, pair in enumerate(pairs, 1):
        trials.append(_try(bundle, chain.state, pair, method, damping))
        progress(done, len(pairs))
    best = max(filter(None, trials), key=lambda trial: trial.right, default=None)
    if best is None:
        sentence = f"It stops at {chain.groups} groups: no two of them can be merged."
        return replace(chain, stopped=sentence)
    state = chain.state.after(bundle, "fit", best.change, best.partition)
    test = best.change.embeddings(chain.test)
    fit_labels, labels = bundle.labels_fit, bundle.labels_test
    chosen = Chosen(
        operation=Operation("merge", best.pair, damping, method),
        partition=best.partition,
        accuracy=_rate(_right(bundle, test, labels, state), labels),
        ceiling=_rate(_relabelled(bundle, best.partition, "test"), labels),
        fit_accuracy=_rate(best.right, fit_labels),
        fit_ceiling=_rate(_relabelled(bundle, best.partition, "fit"), fit_labels),
    )
    return Chain(state, test, (*chain.chosen, chosen))


def exceeded(chain: Chain, limit: float | None) -> str:
    """Say that the last step loses a larger share of fit samples than is allowed, if it does."""
    last = chain.chosen[-1]
    total = last.fit_accuracy.total
    if limit is None or last.lost <= limit * total:
        return ""
    return (
        f"It stops at {chain.groups + 1} groups: the next step would lose {last.lost:,} of "
        f"{total:,} training samples, more than was allowed."
    )


def _bind(bundle: Bundle, chain: Chain) -> MergePlan:
    chosen, classes = chain.chosen, len(bundle.class_names)
    return MergePlan(
        operations=tuple(one.operation for one in chosen),
        partitions=np.array([one.partition.groups for one in chosen]).reshape(-1, classes),
        accuracy=tuple(one.accuracy for one in chosen),
        ceiling=tuple(one.ceiling for one in chosen),
        fit_accuracy=tuple(one.fit_accuracy for one in chosen),
        stopped=chain.stopped,
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
