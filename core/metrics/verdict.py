"""What is to be said of an edit: the first that holds of six verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from weight_surgery.core.metrics.clean import (
    CRITERIA,
    Criterion,
    Evidence,
    criteria_of,
    most_told_apart,
)
from weight_surgery.core.metrics.rates import Rate
from weight_surgery.core.metrics.verification import PairShare


class Verdict(IntEnum):
    """The verdicts in the order they are asked for, so that a higher one is a better merge."""

    NO_VERDICT = 0
    NOT_MERGED = 1
    READ_AS_ANOTHER = 2
    STILL_TOLD_APART = 3
    AT_A_PRICE = 4
    MERGES_CLEANLY = 5


# The verdict when a criterion is the first that fails.
FAILED = {
    "attack": Verdict.NOT_MERGED,
    "recall": Verdict.READ_AS_ANOTHER,
    "told_apart": Verdict.STILL_TOLD_APART,
    "bystanders": Verdict.AT_A_PRICE,
}


@dataclass(frozen=True)
class Network:
    """The unedited network on the test split: its accuracy, and the largest class's samples."""

    accuracy: Rate
    largest: int


@dataclass(frozen=True)
class Judgement:
    """A verdict with what it was judged by; reason: a sentence why there is none, else nothing."""

    verdict: Verdict
    reason: str
    criteria: tuple[Criterion, ...]


def judge(before: Evidence, after: Evidence, network: Network, names: tuple[str, ...]) -> Judgement:
    """Judge an edit of two or more classes called `names`: the first verdict that holds."""
    criteria = criteria_of(before, after)
    reason = why_no_verdict(before, after, network, names)
    if reason:
        return Judgement(Verdict.NO_VERDICT, reason, criteria)
    met = np.array([criterion.met for criterion in criteria])
    return Judgement(Verdict(int(verdicts(met))), "", criteria)


def verdicts(met: np.ndarray) -> np.ndarray:
    """Return the verdict (...) of criteria met (4, ...) in their order: the first that fails."""
    found = np.full(met.shape[1:], Verdict.MERGES_CLEANLY, int)
    for name, which in reversed(list(zip(CRITERIA, met, strict=True))):
        found = np.where(which, found, FAILED[name])
    return found


def why_no_verdict(
    before: Evidence, after: Evidence, network: Network, names: tuple[str, ...]
) -> str:
    """Return the first reason not to judge an edit, as a sentence; nothing when there is none."""
    if is_near_chance(network):
        return why_near_chance(network)
    read = zip(names, before.recall.successes, before.recall.totals, strict=True)
    for name, either, samples in read:
        if 2 * either < samples:
            return (
                f"The unedited network reads only {either:,} of {samples:,} samples of {name} as "
                f"{listed(names, 'or')}: less than half."
            )
    apart = before.told_apart.exact
    if apart is not None and apart <= most_told_apart(len(names)):
        return (
            f"{listed(names, 'and')} are already one: the unedited network tells only "
            f"{100 * float(apart):.1f} % of them apart."
        )
    if _undefined(after.attack) or _undefined(before.genuine):
        return (
            "Whether two samples pass as the same cannot be measured: the network tells no pairs "
            "apart, or there are too few samples."
        )
    if not before.bystanders.total:
        group = "pair" if len(names) == 2 else "group"
        return f"There is no class outside the {group} that could pay for the merge."
    return ""


def listed(names: tuple[str, ...], last: str) -> str:
    """Write names in a row: 3 and 6, or 3, 6 and 8."""
    *first, end = names
    return f"{', '.join(first)} {last} {end}" if first else end


def is_near_chance(network: Network) -> bool:
    """Tell whether a network may be no better than naming the largest class every time.

    With p that class's share: Wilson's lower bound of its accuracy is not above
    min(2p, (1 + p) / 2).
    """
    return not network.accuracy.total or network.accuracy.low <= needed_share(network)


def is_too_few(network: Network) -> bool:
    """Tell whether there are so few test samples that no reading of them would be above chance."""
    return _all_right(network).low <= needed_share(network)


def why_near_chance(network: Network) -> str:
    """Say why a network near chance has no verdict: how it reads, or that samples are too few."""
    needed = (
        f"and more than {100 * needed_share(network):.1f} % is needed where the largest class "
        f"alone has {network.largest:,}."
    )
    if is_too_few(network):
        whole = _all_right(network)
        return (
            f"There are too few test samples for a verdict: with {_count(whole)} read right the "
            f"lower end of the 95 % interval would be {100 * whole.low:.1f} %, {needed}"
        )
    return (
        f"The network reads {_count(network.accuracy)} test samples right, too near to chance "
        f"for a verdict: the lower end of its 95 % interval is {100 * network.accuracy.low:.1f} "
        f"%, {needed}"
    )


def _all_right(network: Network) -> Rate:
    return Rate.of(network.accuracy.total, network.accuracy.total)


def needed_share(network: Network) -> float:
    """Return what the lower bound of a network's accuracy must be above, for a verdict."""
    p = network.largest / max(1, network.accuracy.total)
    return min(2 * p, (1 + p) / 2)


def _undefined(share: PairShare | None) -> bool:
    return share is None or share.value is None


def _count(rate: Rate) -> str:
    return f"{rate.successes:,} of {rate.total:,}"
