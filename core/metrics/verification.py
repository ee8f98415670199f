"""Verification: do two samples match, by the cosine of their embeddings?

The threshold is fixed once on the unedited model, as whoever deploys it would have done.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.geometry import unit

THRESHOLD_SAMPLES, BENIGN_SAMPLES = 1000, 500
MOST_PAIR_SAMPLES = 1200
DRAW_SEED = 0
BLOCK = 128
# Angles from arccos near a cosine of 1 are good to about 1e-8.
ANGLE_ERROR = 1e-6


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
    order = np.argsort(cosines, kind="stable")
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
    first, second = (_at_most(np.flatnonzero(labels == label)) for label in merged)
    benign = first_of_each(labels, classes, BENIGN_SAMPLES)
    benign = benign[~np.isin(labels[benign], merged)]
    return VerificationSet(first, second, benign, labels[benign])


def verify(
    first: np.ndarray,
    second: np.ndarray,
    bystanders: np.ndarray,
    bystander_labels: np.ndarray,
    threshold: float,
) -> Verification:
    """Match embeddings (n, d) of a VerificationSet's three groups at a threshold."""
    a, b = unit(first), unit(second)
    inside = matches_within(a, threshold) + matches_within(b, threshold)
    pairs = _pairs(len(a)) + _pairs(len(b))
    return Verification(
        attack_success=PairShare.of(matches_across(a, b, threshold), len(a) * len(b)),
        genuine_accept=PairShare.of(inside, pairs),
        benign_accuracy=benign_accuracy(unit(bystanders), bystander_labels, threshold),
    )


def matches_across(a: np.ndarray, b: np.ndarray, threshold: float) -> int:
    """Count pairs of unit vectors a (n, d) and b (m, d) whose cosine exceeds the threshold."""
    return _count(a, b, threshold, within=False)


def matches_within(a: np.ndarray, threshold: float) -> int:
    """Count unordered pairs of different rows of unit vectors a (n, d) that match."""
    return _count(a, a, threshold, within=True)


def _count(a: np.ndarray, b: np.ndarray, threshold: float, within: bool) -> int:
    """Count matches in blocks, as in float64; within: each unordered pair of b's rows once.

    Two things settle most pairs. On the sphere, x and y are at most as far apart as x from one
    anchor, the anchors, and the other anchor from y; with each group's mean as its anchor and its
    samples ordered by their angle to it, a block of rows is sure about a run of leading columns. Of
    the rest, a product in float32 settles all but the pairs within its error of the threshold; a
    block that has any of those is done again in float64.
    """
    limit = np.arccos(np.clip(threshold, -1, 1))
    a, spread_a, anchor_a = _from_anchor(a)
    b, spread_b, anchor_b = (a, spread_a, anchor_a) if within else _from_anchor(b)
    gap = 0.0 if within else float(np.arccos(np.clip(anchor_a @ anchor_b, -1, 1)))
    coarse_a, coarse_b = a.astype(np.float32), np.ascontiguousarray(b.T, dtype=np.float32)
    total = 0
    for start in range(0, len(a), BLOCK):
        rows = slice(start, min(start + BLOCK, len(a)))
        count, widest = rows.stop - start, spread_a[rows.stop - 1]
        matching = int(np.searchsorted(spread_b, limit - gap - widest - ANGLE_ERROR))
        differing = int(np.searchsorted(spread_b, gap - limit - widest - ANGLE_ERROR))
        if not within:
            total += count * matching
            columns = slice(max(matching, differing), None)
            total += _exceeding(a, b, coarse_a, coarse_b, rows, columns, threshold)
        elif matching >= rows.stop:
            total += _pairs(count) + count * (matching - rows.stop)
            columns = slice(matching, None)
            total += _exceeding(a, b, coarse_a, coarse_b, rows, columns, threshold)
        else:
            # The block's own square holds every pair twice, and each row with itself.
            own = a[rows] @ a[rows].T > threshold
            np.fill_diagonal(own, False)
            total += int(np.count_nonzero(own)) // 2
            columns = slice(rows.stop, None)
            total += _exceeding(a, b, coarse_a, coarse_b, rows, columns, threshold)
    return total


def _from_anchor(units: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return unit vectors by rising angle to their mean, these angles, and the mean's direction."""
    mean = units.mean(axis=0) if len(units) else np.zeros(units.shape[1])
    # Any unit vector will do as an anchor, and a mean of zero is none.
    anchor = unit(mean) if mean.any() else np.eye(units.shape[1])[0]
    angles = np.arccos(np.clip(units @ anchor, -1, 1))
    order = np.argsort(angles)
    return units[order], angles[order], anchor


def _exceeding(
    a: np.ndarray,
    b: np.ndarray,
    coarse_a: np.ndarray,
    coarse_b: np.ndarray,
    rows: slice,
    columns: slice,
    threshold: float,
) -> int:
    error = 4 * (a.shape[1] + 4) * float(np.finfo(np.float32).eps)
    cosines = coarse_a[rows] @ coarse_b[:, columns]
    sure = np.count_nonzero(cosines > np.float32(threshold + error))
    if sure != np.count_nonzero(cosines > np.float32(threshold - error)):
        sure = np.count_nonzero(a[rows] @ b[columns].T > threshold)
    return int(sure)


def benign_accuracy(units: np.ndarray, labels: np.ndarray, threshold: float) -> float | None:
    """Return (TPR + TNR) / 2 over all pairs of unit vectors (n, d); None without both kinds.

    labels (n,): grouped, each class in one run.
    """
    edges = [0, *(np.flatnonzero(np.diff(labels)) + 1).tolist(), len(labels)]
    runs = [slice(*edge) for edge in pairwise(edges)]
    genuine = sum(_pairs(run.stop - run.start) for run in runs)
    impostors = _pairs(len(labels)) - genuine
    if not genuine or not impostors:
        return None
    match = units @ units.T > threshold
    # The matrix is symmetric, and its diagonal pairs nothing.
    np.fill_diagonal(match, False)
    accepted = sum(np.count_nonzero(match[run, run]) for run in runs) // 2
    rejected = impostors - (np.count_nonzero(match) // 2 - accepted)
    return (accepted / genuine + rejected / impostors) / 2


def _pairs(samples: int) -> int:
    return samples * (samples - 1) // 2


def _at_most(indices: np.ndarray) -> np.ndarray:
    if len(indices) <= MOST_PAIR_SAMPLES:
        return indices
    draw = np.random.default_rng(DRAW_SEED)
    return np.sort(draw.choice(indices, MOST_PAIR_SAMPLES, replace=False))
