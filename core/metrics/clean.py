"""When a pair counts as merged cleanly: four criteria with their margins, in one place.

An edit is measured against relabelling the two as one in the unedited network. Everything is
compared in whole counts: a share is an exact fraction here, never a rounded number.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from weight_surgery.core.metrics.rates import MeanShare, Rate
from weight_surgery.core.metrics.verification import PairShare

# Margins are inclusive. All but the third are how far below the unedited network it may be.
ATTACK_MARGIN = Fraction(5, 100)
RECALL_MARGIN = Fraction(5, 100)
BYSTANDER_MARGIN = Fraction(5, 1000)
CRITERIA = ("attack", "recall", "told_apart", "bystanders")


@dataclass(frozen=True)
class Evidence:
    """What one side makes of a pair: all that the criteria look at.

    recall: the mean over the two classes of the share read as either; told_apart: of the share read
    as that very class; attack, genuine: pairs of samples that match, None without a threshold.
    """

    recall: MeanShare
    told_apart: MeanShare
    bystanders: Rate
    attack: PairShare | None
    genuine: PairShare | None


@dataclass(frozen=True)
class Criterion:
    """One criterion: the unedited network's figure, what was reached, and what was needed.

    name: one of CRITERIA. All three are exact shares, None where undefined. at_most: whether what
    was needed is a ceiling, not a floor. For attack success `unedited` is the genuine accept.
    """

    name: str
    unedited: Fraction | None
    reached: Fraction | None
    needed: Fraction | None
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether it holds, margin included; an undefined one does not."""
        if self.reached is None:
            return False
        return bool(self.met_by(self.reached.numerator, self.reached.denominator))

    def met_by(self, parts: int | np.ndarray, whole: int) -> bool | np.ndarray:
        """Tell which of some results (...), parts of a whole > 0 in whole numbers, meet it."""
        if self.needed is None:
            return np.zeros(np.shape(parts), bool)
        bound = self.needed * whole
        return parts <= floor(bound) if self.at_most else parts >= ceil(bound)


def criteria_of(before: Evidence, after: Evidence) -> tuple[Criterion, ...]:
    """Return the four criteria of an edit, in the order of CRITERIA."""
    genuine = before.genuine.exact if before.genuine else None
    attack = after.attack.exact if after.attack else None
    recall, right = before.recall.exact, before.bystanders.exact
    return (
        Criterion("attack", genuine, attack, _below(genuine, ATTACK_MARGIN)),
        Criterion("recall", recall, after.recall.exact, _below(recall, RECALL_MARGIN)),
        Criterion(
            "told_apart",
            before.told_apart.exact,
            after.told_apart.exact,
            most_told_apart(len(after.told_apart.totals)),
            at_most=True,
        ),
        Criterion("bystanders", right, after.bystanders.exact, _below(right, BYSTANDER_MARGIN)),
    )


def most_told_apart(classes: int) -> Fraction:
    """Return how many of a group's samples may be read as their very class, as a mean share.

    Half of the way from one place, 1 / classes, to all told apart: 75 % of two classes.
    """
    return (1 + Fraction(1, classes)) / 2


def most_lost(bystanders: int) -> int:
    """Return how many of so many bystander samples may be lost: with fewer than 200 not one."""
    return int(bystanders * BYSTANDER_MARGIN)


def bystander_fall(before: Rate, after: Rate) -> float:
    """Return how far bystander accuracy fell, as a share; 0 where there are no bystanders."""
    return (before.successes - after.successes) / before.total if before.total else 0.0


def _below(unedited: Fraction | None, margin: Fraction) -> Fraction | None:
    return None if unedited is None else unedited - margin
