"""The atlas as a value: one array a figure, pairs x dampings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from weight_surgery.core.metrics import Rate
from weight_surgery.core.metrics.clean import CRITERIA
from weight_surgery.core.metrics.verdict import Verdict

# These have a count or a criterion first, and pairs after it.
PAIRS_SECOND = ("right", "samples", "met", "needed")
SHARES = ("strict_accuracy", "merged_accuracy", "merged_recall", "bystander_accuracy")


@dataclass(frozen=True)
class RefusedPair:
    """A pair that cannot be merged, and the sentence that says why."""

    classes: tuple[int, int]
    reason: str


@dataclass(frozen=True, eq=False)
class PairAtlas:
    """Every figure of every usable pair (P, 2) at every damping (D,).

    Arrays are (P, D) unless said. A figure that is not defined (no bystanders, no threshold, or a
    damping that the pair does not bear) is NaN, a class -1. right (4, P, D) and samples (4, P): the
    counts behind the shares in SHARES. verdict: a `Verdict`'s number, or -1; clean: whether it is
    MERGES_CLEANLY; no_verdict: a sentence a pair (P,) why it gets none, else nothing. met (4, P, D)
    and needed (4, P): the criteria in the order of CRITERIA. predicted, from centroids alone:
    retained_norm (P,), bystander_leak (P, C), predicted_landing_class, centroid_survival,
    predicted_cosine.
    """

    class_names: tuple[str, ...]
    pairs: np.ndarray
    dampings: np.ndarray
    refused: tuple[RefusedPair, ...]
    right: np.ndarray
    samples: np.ndarray
    strict_accuracy: np.ndarray
    merged_accuracy: np.ndarray
    merged_ceiling: np.ndarray
    merge_cost: np.ndarray
    merged_recall: np.ndarray
    mean_recall: np.ndarray
    told_apart: np.ndarray
    bystander_accuracy: np.ndarray
    bystander_change: np.ndarray
    worst_bystander_change: np.ndarray
    prototype_accuracy: np.ndarray
    landing_class: np.ndarray
    landing_share: np.ndarray
    cosine: np.ndarray
    flip_rate: np.ndarray
    harmful_flip_rate: np.ndarray
    divergence_mean: np.ndarray
    divergence_p95: np.ndarray
    attack_success: np.ndarray
    genuine_accept: np.ndarray
    benign_accuracy: np.ndarray
    verdict: np.ndarray
    no_verdict: tuple[str, ...]
    met: np.ndarray
    needed: np.ndarray
    retained_norm: np.ndarray
    bystander_leak: np.ndarray
    predicted_landing_class: np.ndarray
    centroid_survival: np.ndarray
    predicted_cosine: np.ndarray

    def __post_init__(self) -> None:
        for field in fields(self):
            array = getattr(self, field.name)
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    @property
    def clean(self) -> np.ndarray:
        """Which cells (P, D) merge cleanly."""
        return self.verdict == Verdict.MERGES_CLEANLY

    @property
    def largest_leak(self) -> np.ndarray:
        """How far (P,) the direction reaches into a bystander class at most; -inf without one."""
        leak = self.bystander_leak.copy()
        np.put_along_axis(leak, self.pairs, np.nan, axis=1)
        return np.where(np.isnan(leak), -np.inf, leak).max(axis=1)

    def criterion(self, name: str, row: int) -> tuple[float, np.ndarray]:
        """Return what a criterion needed of a pair, NaN if undefined, and where (D,) it is met."""
        which = CRITERIA.index(name)
        return float(self.needed[which, row]), self.met[which, row]

    def index_of(self, pair: tuple[int, ...]) -> int:
        """Return the row of a pair, in either order. Raises ValueError when it has none."""
        found = np.flatnonzero((np.sort(self.pairs, axis=1) == sorted(pair)).all(axis=1))
        if not len(found):
            raise ValueError(f"the atlas has no pair {pair[0]}-{pair[1]}; choose another")
        return int(found[0])

    def nearest_damping(self, damping: float) -> int:
        """Return the column whose damping is nearest, on the grid's own order."""
        return int(np.abs(self.dampings - damping).argmin())

    def rate(self, figure: str, row: int, column: int) -> Rate:
        """Return one of SHARES with its count and interval."""
        which = SHARES.index(figure)
        return Rate.of(self.right[which, row, column], self.samples[which, row])

    def intervals(self, row: int) -> list[tuple[float, float]]:
        """Return a pair's runs of clean dampings on the grid, lowest first; possibly none."""
        return clean_runs(self.dampings, self.clean[row])

    def ranking(self, column: int) -> np.ndarray:
        """Return the rows at a damping: the best verdicts first, then by merge cost, then by pair.

        Undefined ones come last.
        """
        cost = np.round(self.merge_cost[:, column], 12)
        return np.lexsort((self.pairs[:, 1], self.pairs[:, 0], cost, -self.verdict[:, column]))


def clean_runs(dampings: np.ndarray, clean: np.ndarray) -> list[tuple[float, float]]:
    """Return the runs of clean dampings (D,), lowest first, as (lowest, highest)."""
    order = np.argsort(dampings)
    grid, flags = dampings[order], np.asarray(clean, bool)[order]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return [(float(grid[one]), float(grid[two - 1])) for one, two in edges.reshape(-1, 2)]


def join_atlases(parts: Sequence[PairAtlas]) -> PairAtlas:
    """Join atlases of different pairs, measured alike, in order.

    Raises ValueError without a part.
    """
    if not parts:
        raise ValueError("there is no part to join; measure at least one pair")
    joined: dict[str, Any] = {}
    for field in fields(PairAtlas):
        values = [getattr(part, field.name) for part in parts]
        if field.name in ("class_names", "dampings"):
            joined[field.name] = values[0]
        elif isinstance(values[0], tuple):
            joined[field.name] = tuple(one for value in values for one in value)
        else:
            joined[field.name] = np.concatenate(values, axis=1 if field.name in PAIRS_SECOND else 0)
    return PairAtlas(**joined)
