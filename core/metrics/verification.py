"""Verification: do two samples match, by the cosine of their embeddings?

The threshold is fixed once on the unedited model, as whoever deploys it would have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.matches import (
    Group,
    matches_across,
    matches_within,
    pairs_of,
)

THRESHOLD_SAMPLES, BENIGN_SAMPLES = 1000, 500
MOST_PAIR_SAMPLES = 1200
DRAW_SEED = 0


@dataclass(frozen=True)
class PairShare:
    """matches of all pairs of samples; no interval, because pairs are not independent.

    Without pairs the value is None.
    """

    value: float | None
    matches: int
    pairs: int

    @classmethod
    def of(cls, matches: int, pairs: int) -> PairShare:
        """Count `matches` of `pairs`."""
        matches, pairs = int(matches), int(pairs)
        return cls(matches / pairs if pairs else None, matches, pairs)

    @cached_property
    def exact(self) -> Fraction | None:
        """The share as a fraction, or None without pairs."""
        return Fraction(self.matches, self.pairs) if self.pairs else None


@dataclass(frozen=True)
class Pairs:
    """Pairs of samples of two classes that match: across the two, and inside either."""

    attack: PairShare
    genuine: PairShare


@dataclass(frozen=True)
class Verification:
    """What verification makes of a pair of classes at a threshold.

    attack_success: cross pairs of the two classes that match; genuine_accept: pairs inside either
    class that match, its natural cap; benign_accuracy: balanced accuracy over all pairs of
    bystander samples, None when these cannot both match and differ.
    """

    attack_success: PairShare
    genuine_accept: PairShare
    benign_accuracy: float | None


@dataclass(frozen=True, eq=False)
class VerificationSet:
    """The test samples that verification looks at, by index.

    first, second: those of the two classes, at most 1,200 each; bystanders: the first
    max(2, 500 // C) of every other class, with their labels.
    """

    first: np.ndarray
    second: np.ndarray
    bystanders: np.ndarray
    bystander_labels: np.ndarray


def first_of_each(labels: np.ndarray, classes: int, whole: int) -> np.ndarray:
    """Return indices of the first max(2, whole // classes) samples of each class, by class."""
    count = max(2, whole // classes)
    return np.concatenate([np.flatnonzero(labels == label)[:count] for label in range(classes)])


def fix_threshold(embeddings: np.ndarray, labels: np.ndarray, classes: int) -> float | None:
    """Return the cosine above which two samples match, from the unedited model's fit split.

    Over all pairs of the first max(2, 1000 // C) samples a class: the midpoint of the two
    neighbouring cosines at the first maximum of balanced accuracy. None when there are no two
    classes, or no class with two samples, to tell apart.
    """
    chosen = first_of_each(labels, classes, THRESHOLD_SAMPLES)
    units, of = unit(embeddings[chosen]), labels[chosen]
    rows, columns = np.triu_indices(len(of), k=1)
    cosines, same = (units @ units.T)[rows, columns], of[rows] == of[columns]
    if same.all() or not same.any():
        return None
    order = np.argsort(cosines)
    cosines, same = cosines[order], same[order]
    same_below, below = np.cumsum(same)[:-1], np.arange(1, len(same))
    genuine, impostors = same.sum(), len(same) - same.sum()
    accuracy = (genuine - same_below) / genuine + (below - same_below) / impostors
    # No threshold lies between equal cosines.
    accuracy[cosines[1:] <= cosines[:-1]] = -np.inf
    if not np.isfinite(accuracy).any():
        return None
    best = int(accuracy.argmax())
    return float((cosines[best] + cosines[best + 1]) / 2)


def verification_set(labels: np.ndarray, classes: int, merged: tuple[int, ...]) -> VerificationSet:
    """Choose the test samples of a pair's verification, from labels (N,)."""
    first, second = (class_samples(labels, label) for label in merged)
    benign = first_of_each(labels, classes, BENIGN_SAMPLES)
    benign = benign[~np.isin(labels[benign], merged)]
    return VerificationSet(first, second, benign, labels[benign])


def class_samples(labels: np.ndarray, label: int) -> np.ndarray:
    """Return the indices of a class's samples that are paired: at most 1,200, a seeded draw."""
    return _at_most(np.flatnonzero(labels == label))


def within_class(units: np.ndarray, threshold: float) -> PairShare:
    """Return the share of pairs of a class's samples that match, from unit vectors (n, d)."""
    return PairShare.of(matches_within(Group(units), threshold), pairs_of(len(units)))


def verify(
    first: np.ndarray,
    second: np.ndarray,
    bystanders: np.ndarray,
    bystander_labels: np.ndarray,
    threshold: float,
) -> Verification:
    """Match unit embeddings (n, d) of a VerificationSet's three groups at a threshold."""
    pairs = match_pairs(first, second, threshold)
    return Verification(
        attack_success=pairs.attack,
        genuine_accept=pairs.genuine,
        benign_accuracy=benign_accuracy(bystanders, bystander_labels, threshold),
    )


def match_pairs(first: np.ndarray, second: np.ndarray, threshold: float) -> Pairs:
    """Match unit embeddings (n, d) of two classes at a threshold."""
    a, b = Group(first), Group(second)
    return Pairs(attack_success(a, b, threshold), genuine_accept(a, b, threshold))


def benign_accuracy(units: np.ndarray, labels: np.ndarray, threshold: float) -> float | None:
    """Return (TPR + TNR) / 2 over all pairs of unit vectors (n, d) with labels (n,)."""
    return SamplePairs(labels).accuracy(units @ units.T > threshold)


def attack_success(a: Group, b: Group, threshold: float) -> PairShare:
    """Return the share of cross pairs of two classes that match."""
    return PairShare.of(matches_across(a, b, threshold), len(a.units) * len(b.units))


def genuine_accept(a: Group, b: Group, threshold: float) -> PairShare:
    """Return the share of pairs inside either class that match."""
    inside = matches_within(a, threshold) + matches_within(b, threshold)
    return PairShare.of(inside, pairs_of(len(a.units)) + pairs_of(len(b.units)))


class SamplePairs:
    """All pairs of different samples with labels (n,): which are genuine, and how many."""

    def __init__(self, labels: np.ndarray) -> None:
        # Narrow numbers are compared faster.
        labels = labels.astype(np.int32)
        self.same = labels[:, None] == labels
        self.genuine = (int(np.count_nonzero(self.same)) - len(labels)) // 2
        self.impostors = pairs_of(len(labels)) - self.genuine

    def accuracy(self, match: np.ndarray) -> float | None:
        """Return (TPR + TNR) / 2 of a symmetric match (n, n) bool; None without both kinds."""
        if not self.genuine or not self.impostors:
            return None
        # Every pair stands there twice, and a sample with itself is no pair.
        itself = np.count_nonzero(match.diagonal())
        matching = (np.count_nonzero(match) - itself) // 2
        accepted = (np.count_nonzero(match & self.same) - itself) // 2
        rejected = self.impostors - (matching - accepted)
        return (accepted / self.genuine + rejected / self.impostors) / 2


def _at_most(indices: np.ndarray) -> np.ndarray:
    if len(indices) <= MOST_PAIR_SAMPLES:
        return indices
    draw = np.random.default_rng(DRAW_SEED)
    return np.sort(draw.choice(indices, MOST_PAIR_SAMPLES, replace=False))
