"""How many pairs of samples match: counted in blocks, exactly, most of them without a product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.geometry import unit

BLOCK = 128
# Angles from arccos near a cosine of 1 are good to about 1e-8.
ANGLE_ERROR = 1e-6


@dataclass(frozen=True, eq=False)
class Group:
    """Unit vectors (n, d) by rising angle (n,) to an anchor (d,), and the same in float32."""

    units: np.ndarray
    coarse: np.ndarray
    angles: np.ndarray
    anchor: np.ndarray

    @classmethod
    def of(cls, units: np.ndarray) -> Group:
        """Order unit vectors (n, d) by their angle to their mean."""
        mean = units.mean(axis=0) if len(units) else np.zeros(units.shape[1])
        # Any unit vector will do as an anchor, and a mean of zero is none.
        anchor = unit(mean) if mean.any() else np.eye(units.shape[1])[0]
        angles = np.arccos(np.clip(units @ anchor, -1, 1))
        order = np.argsort(angles)
        return cls(units[order], units[order].astype(np.float32), angles[order], anchor)


def matches_across(a: Group, b: Group, threshold: float) -> int:
    """Count pairs of one unit vector of each group whose cosine exceeds the threshold."""
    return _count(a, b, threshold, within=False)


def matches_within(a: Group, threshold: float) -> int:
    """Count unordered pairs of different unit vectors of a group that match."""
    return _count(a, a, threshold, within=True)


def _count(a: Group, b: Group, threshold: float, within: bool) -> int:
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
            # The block's own square holds every pair twice, and each row with itself. Of an array
            # and its own transpose numpy makes a symmetric product, slower at this size.
            own = a.units[rows].copy() @ a.units[rows].T > threshold
            np.fill_diagonal(own, False)
            total += int(np.count_nonzero(own)) // 2
            columns = slice(rows.stop, None)
        total += _exceeding(a, b, rows, columns, threshold)
    return total


def _exceeding(a: Group, b: Group, rows: slice, columns: slice, threshold: float) -> int:
    # Twice the bound on the error of a float32 product of unit vectors, in any order of summing.
    error = (a.units.shape[1] + 4) * float(np.finfo(np.float32).eps)
    cosines = a.coarse[rows] @ b.coarse[columns].T
    sure = cosines > np.float32(threshold + error)
    unsure = (sure != (cosines > np.float32(threshold - error))).any(axis=1)
    again = a.units[rows][unsure] @ b.units[columns].T > threshold
    return int(np.count_nonzero(sure[~unsure]) + np.count_nonzero(again))


def pairs_of(samples: int) -> int:
    """Return how many pairs of different samples there are."""
    return samples * (samples - 1) // 2
