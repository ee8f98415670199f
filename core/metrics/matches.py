"""How many pairs of samples match: counted in blocks, exactly, most of them without a product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weight_surgery.core.geometry import unit

BLOCK = 128
# So few pairs are counted faster than sorted out.
FEW = BLOCK * BLOCK
# Angles from arccos near a cosine of 1 are good to about 1e-8.
ANGLE_ERROR = 1e-6


@dataclass(frozen=True, eq=False)
class _Ordered:
    """Unit vectors (n, d) by rising angle (n,) to an anchor (d,), and the same in float32."""

    units: np.ndarray
    coarse: np.ndarray
    angles: np.ndarray
    anchor: np.ndarray


@dataclass(frozen=True, eq=False)
class Group:
    """Unit vectors (n, d) of one class."""

    units: np.ndarray

    @cached_property
    def ordered(self) -> _Ordered:
        """The same, ordered by their angle to their mean."""
        units = self.units
        mean = units.mean(axis=0) if len(units) else np.zeros(units.shape[1])
        # Any unit vector will do as an anchor, and a mean of zero is none.
        anchor = unit(mean) if mean.any() else np.eye(units.shape[1])[0]
        angles = np.arccos(np.clip(units @ anchor, -1, 1))
        order = np.argsort(angles)
        return _Ordered(units[order], units[order].astype(np.float32), angles[order], anchor)


def matches_across(a: Group, b: Group, threshold: float) -> int:
    """Count pairs of one unit vector of each group whose cosine exceeds the threshold."""
    if len(a.units) * len(b.units) <= FEW:
        return int(np.count_nonzero(a.units @ b.units.T > threshold))
    return _count(a.ordered, b.ordered, threshold, within=False)


def matches_within(a: Group, threshold: float) -> int:
    """Count unordered pairs of different unit vectors of a group that match."""
    if len(a.units) ** 2 <= FEW:
        return _inside(a.units, threshold)
    return _count(a.ordered, a.ordered, threshold, within=True)


def _count(a: _Ordered, b: _Ordered, threshold: float, within: bool) -> int:
    """Count matches in blocks, as in float64; within: each unordered pair of b's rows once.

    Two things settle most pairs. On the sphere, x and y are at most as far apart as x from one
    anchor, the anchors, and the other anchor from y; with each group's mean as its anchor and its
    samples ordered by their angle to it, a block of rows is sure about a run of leading columns. Of
    the rest, a product in float32 settles all but the pairs within its error of the threshold; a
    row that has any of those is done again in float64.
    """
    limit = np.arccos(np.clip(threshold, -1, 1))
    gap = 0.0 if within else float(np.arccos(np.clip(a.anchor @ b.anchor, -1, 1)))
    total = 0
    for start in range(0, len(a.units), BLOCK):
        rows = slice(start, min(start + BLOCK, len(a.units)))
        count, widest = rows.stop - start, a.angles[rows.stop - 1]
        matching = int(np.searchsorted(b.angles, limit - gap - widest - ANGLE_ERROR))
        differing = int(np.searchsorted(b.angles, gap - limit - widest - ANGLE_ERROR))
        if not within:
            total += count * matching
            columns = slice(max(matching, differing), None)
        elif matching >= rows.stop:
            total += pairs_of(count) + count * (matching - rows.stop)
            columns = slice(matching, None)
        else:
            total += _inside(a.units[rows], threshold)
            columns = slice(rows.stop, None)
        total += _exceeding(a, b, rows, columns, threshold)
    return total


def _inside(units: np.ndarray, threshold: float) -> int:
    """Count unordered pairs of different unit vectors (n, d) that match."""
    # The square holds every pair twice, and each row with itself. Of an array and its own transpose
    # numpy makes a symmetric product, slower at this size.
    match = units.copy() @ units.T > threshold
    np.fill_diagonal(match, False)
    return int(np.count_nonzero(match)) // 2


def _exceeding(a: _Ordered, b: _Ordered, rows: slice, columns: slice, threshold: float) -> int:
    # Twice the bound on the error of a float32 product of unit vectors, in any order of summing.
    error = (a.units.shape[1] + 4) * float(np.finfo(np.float32).eps)
    cosines = a.coarse[rows] @ b.coarse[columns].T
    sure = cosines > np.float32(threshold + error)
    differs = sure != (cosines > np.float32(threshold - error))
    if not differs.any():
        return int(np.count_nonzero(sure))
    unsure = differs.any(axis=1)
    again = a.units[rows][unsure] @ b.units[columns].T > threshold
    return int(np.count_nonzero(sure[~unsure]) + np.count_nonzero(again))


def pairs_of(samples: int) -> int:
    """Return how many pairs of different samples there are."""
    return samples * (samples - 1) // 2
