"""The ranking of all pairs as a value: what centroids foresee, one number a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from weight_surgery.core.atlas.agreement import spearman
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.checks import integer
from weight_surgery.core.surgery import merge_direction


@dataclass(frozen=True, eq=False)
class PairRanking:
    """What centroids foresee of every pair (P, 2) at damping 0, and the order of promise.

    survival (P,): the share of class means that the classifier still reads into their group, NaN
    where the edit leaves a centroid no length; rms_leak (P,): the root mean square over bystanders
    with fit samples of |unit mean . direction|; worst_leak, worst_class (P,): the largest and whose
    it is; NaN and -1 without bystanders. order (P,): rows, the most promising first. refused: pairs
    that cannot be merged. unit_means (C, d), vectors (C, d): class means of the fit split and
    fitted centroids, at length 1, NaN for a class without. exact: how many pairs rounding could
    have decided, so that the atlas's own arithmetic did.
    """

    class_names: tuple[str, ...]
    pairs: np.ndarray
    survival: np.ndarray
    rms_leak: np.ndarray
    worst_leak: np.ndarray
    worst_class: np.ndarray
    order: np.ndarray
    refused: tuple[RefusedPair, ...]
    unit_means: np.ndarray
    vectors: np.ndarray
    exact: int

    def __post_init__(self) -> None:
        for field in fields(self):
            array = getattr(self, field.name)
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    @property
    def means(self) -> int:
        """How many class means survival is a share of."""
        return int(np.isfinite(self.unit_means).all(axis=1).sum())

    @property
    def lost(self) -> np.ndarray:
        """How many class means (P,) are read elsewhere after a pair's edit; -1 where undefined."""
        lost = np.rint((1 - self.survival) * self.means)
        return np.where(np.isnan(lost), -1, lost).astype(int)

    def leak(self, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
        """Return the whole leak (n, C) of some pairs, as `PairAtlas.bystander_leak` has it.

        Raises ValueError for a pair that is not ranked.
        """
        self.rows_of(np.array(pairs, int).reshape(-1, 2))
        each = (merge_direction(*self.vectors[list(pair)]) for pair in pairs)
        found = [np.abs(self.unit_means @ direction) for direction in each]
        return np.array(found).reshape(-1, len(self.class_names))

    def promising(self, count: int) -> list[tuple[int, int]]:
        """Return the first `count` pairs of the order, as `pair_atlas` takes them to measure."""
        count = integer("count", count, 1)
        return [(one, other) for one, other in self.pairs[self.order[:count]].tolist()]

    def rows_of(self, pairs: np.ndarray) -> np.ndarray:
        """Return the rows (n,) of pairs (n, 2), each in either order.

        Raises ValueError for a pair that is not ranked.
        """
        classes = len(self.class_names)
        low, high = np.sort(pairs, axis=1).T
        wanted, known = low * classes + high, self.pairs[:, 0] * classes + self.pairs[:, 1]
        rows = np.searchsorted(known, wanted)
        missing = known.take(rows, mode="clip") != wanted
        missing |= (low < 0) | (high >= classes)
        if missing.any():
            one, other = pairs[missing][0].tolist()
            raise ValueError(f"the ranking has no pair {one}-{other}; choose another")
        return rows


@dataclass(frozen=True)
class RankAgreement:
    """How a ranking's two predictors and a measured change of bystander accuracy agree.

    change_by_survival, change_by_leak: Spearman's rank correlation of either with the change, over
    the measured pairs that have all three; None where one of them does not vary. The second is
    below 0 where a larger leak costs more.
    """

    pairs: int
    change_by_survival: float | None
    change_by_leak: float | None


def ranking_agreement(ranking: PairRanking, atlas: PairAtlas, column: int) -> RankAgreement:
    """Compare a ranking with the pairs that an atlas measured, at one of its dampings.

    Raises ValueError where the atlas has a pair that the ranking does not have.
    """
    rows, change = ranking.rows_of(atlas.pairs), atlas.bystander_change[:, column]
    survival, leak = ranking.survival[rows], ranking.rms_leak[rows]
    known = np.isfinite(survival) & np.isfinite(leak) & np.isfinite(change)
    return RankAgreement(
        pairs=int(known.sum()),
        change_by_survival=spearman(survival[known], change[known]),
        change_by_leak=spearman(leak[known], change[known]),
    )
