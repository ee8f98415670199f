"""What the weights give away: was this head edited, and which pair was it?

The defender's view: nothing is known but the weights. An edit that removes a direction leaves a
head whose last left singular vector is that direction, with a singular value near 0; and the
direction between two classes is nearly that between their rows of the classifier.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import usable_pairs
from weight_surgery.core.geometry import unit
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.specs import DEFAULT_METHOD, Operation, SurgerySpec
from weight_surgery.core.surgery import check_damping

# An alarm needs both: the last direction lies this near to a pair's, and its singular value is at
# most this share of the one before it. Unedited heads can have either.
LEAST_LIKENESS, MOST_REMAINS = 0.9, 1 / 3
# Where most random directions lie as near to some pair, a name says nothing.
MOST_CHANCE, DRAWS, SEED = 0.5, 10_000, 0


@dataclass(frozen=True, eq=False)
class Weights:
    """A head before and after an edit.

    before, after (min(d, h),): singular values, falling; rank_before, rank_after: how many are
    above `tolerance`, a length; moved: |W' - W| / |W|, of Frobenius norms.
    """

    before: np.ndarray
    after: np.ndarray
    rank_before: int
    rank_after: int
    tolerance: float
    moved: float


@dataclass(frozen=True)
class Suspicion:
    """The pair whose classifier rows differ most nearly along the head's last direction.

    likeness: |cosine| of the two; remains: the last singular value as a share of the one before.
    """

    pair: tuple[int, int]
    likeness: float
    remains: float

    @property
    def alarm(self) -> bool:
        """Whether the head looks edited: both limits are kept."""
        return self.likeness >= LEAST_LIKENESS and self.remains <= MOST_REMAINS


@dataclass(frozen=True)
class Detection:
    """How well the pair is found in a model's weights, each pair edited in turn.

    named: pairs that were named right; hits: of them with an alarm; false_alarms: alarms that named
    another pair; all of `pairs`. unedited: what is suspected of the head as it is, where an alarm
    is a false one; chance: share of random directions that lie as near to some pair as an alarm
    needs.
    """

    pairs: int
    named: int
    hits: int
    false_alarms: int
    unedited: Suspicion
    chance: float

    @property
    def can_tell(self) -> bool:
        """Whether a name means anything: chance does not give one, and the unedited head none."""
        return self.chance <= MOST_CHANCE and not self.unedited.alarm


def weights_of(bundle: Bundle, change: Change) -> Weights:
    """Compare a head with itself edited.

    The tolerance is numpy.linalg.matrix_rank's, of the unedited head: largest singular value times
    the longer side times the rounding of float32, in which heads are stored.
    """
    weight = bundle.weight.astype(float)
    edited, _ = change.head.edit(weight, bundle.bias)
    before, after = (np.linalg.svd(one, compute_uv=False) for one in (weight, edited))
    tolerance = float(before[0] * max(weight.shape) * np.finfo(np.float32).eps)
    return Weights(
        before=before,
        after=after,
        rank_before=int((before > tolerance).sum()),
        rank_after=int((after > tolerance).sum()),
        tolerance=tolerance,
        moved=float(np.linalg.norm(edited - weight) / np.linalg.norm(weight)),
    )


def suspect(weight: np.ndarray, classifier_weight: np.ndarray) -> Suspicion:
    """Name the pair that a head (d, h) was most likely edited for, from weights alone.

    classifier_weight (C, d).
    """
    axes, values, _ = np.linalg.svd(np.asarray(weight, float))
    # A head that is taller than wide has directions without a singular value: nothing reaches them.
    values = np.append(values, np.zeros(len(axes) - len(values)))
    pairs, differences = _differences(classifier_weight)
    likeness = np.abs(differences @ axes[:, -1])
    best = int(likeness.argmax())
    remains = values[-1] / values[-2] if values[-2] else 1.0
    return Suspicion(pairs[best], float(likeness[best]), float(remains))


def chance_of_a_name(classifier_weight: np.ndarray) -> float:
    """Return the share of random directions as near to some pair's as an alarm needs.

    classifier_weight (C, d). Seeded.
    """
    _, differences = _differences(classifier_weight)
    draws = np.random.default_rng(SEED).normal(size=(DRAWS, differences.shape[1]))
    return float((np.abs(unit(draws) @ differences.T).max(axis=1) >= LEAST_LIKENESS).mean())


def _differences(classifier_weight: np.ndarray) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Return all pairs of classes and the unit differences (P, d) of their rows."""
    rows = np.asarray(classifier_weight, float)
    pairs = list(combinations(range(len(rows)), 2))
    first, second = np.array(pairs).T
    return pairs, unit(rows[first] - rows[second])


def detection(bundle: Bundle, damping: float, method: str = DEFAULT_METHOD) -> Detection:
    """Edit every pair in turn and look for it in the weights.

    Raises ValueError for a method that the model cannot have.
    """
    damping = check_damping(damping)
    pairs = usable_pairs(bundle)
    named = hits = wrong = 0
    for pair in pairs:
        spec = SurgerySpec(bundle.name, (Operation("merge", pair, damping, method),))
        change = fit_plan(bundle, spec).change.at(damping)
        found = suspect(change.head.edit(bundle.weight, bundle.bias)[0], bundle.classifier_weight)
        right = found.pair == pair
        named += right
        hits += right and found.alarm
        wrong += found.alarm and not right
    unedited = suspect(bundle.weight, bundle.classifier_weight)
    chance = chance_of_a_name(bundle.classifier_weight)
    return Detection(len(pairs), named, hits, wrong, unedited, chance)
