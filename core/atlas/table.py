"""The atlas as a value: one array a figure, pairs x dampings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from weight_surgery.core.metrics import Rate
from weight_surgery.core.metrics.clean import CRITERIA
from weight_surgery.core.metrics.verdict import Verdict

# These have a criterion first, and pairs after it.
PAIRS_SECOND = ("met", "needed")


@dataclass(frozen=True)
class RefusedPair:
    """A pair that cannot be merged, and the sentence that says why."""

    classes: tuple[int, int]
    reason: str


@dataclass(frozen=True, eq=False)
class PairAtlas:
    """Every figure of every usable pair (P, 2) at every damping (D,).

    values: every figure (P, D) by its name, which is also an attribute: the shares of
    `core.metrics.figures`, merged_ceiling, merge_cost, mean_recall, told_apart, bystander_change,
    worst_bystander_change, landing_share, cosine, divergence_mean, divergence_p95, attack_success,
    genuine_accept, benign_accuracy, and from centroids alone centroid_survival and
    predicted_cosine. A figure that is not defined (no bystanders, no threshold, or a damping that
    the pair does not bear), or of two classes is so by definition, is NaN, a class -1. counted
    (P, D), totals (P,): the counts behind the shares of samples, by their names. verdict (P, D): a
    `Verdict`'s number, or -1; no_verdict: a sentence a pair (P,) why it gets none, else nothing.
    met (4, P, D) and needed (4, P): the criteria in the order of CRITERIA. Foreseen where the
    method has it, else NaN: retained_norm (P,), bystander_leak (P, C). Of an atlas of counts only,
    what needs the scores of every sample is NaN, and the figure scored is the share of bystanders
    whose scores were needed.
    """

    class_names: tuple[str, ...]
    pairs: np.ndarray
    dampings: np.ndarray
    refused: tuple[RefusedPair, ...]
    values: Mapping[str, np.ndarray]
    counted: Mapping[str, np.ndarray]
    totals: Mapping[str, np.ndarray]
    landing_class: np.ndarray
    predicted_landing_class: np.ndarray
    verdict: np.ndarray
    no_verdict: tuple[str, ...]
    met: np.ndarray
    needed: np.ndarray
    retained_norm: np.ndarray
    bystander_leak: np.ndarray

    def __post_init__(self) -> None:
        own = [getattr(self, field.name) for field in fields(self)]
        by_name = (self.values, self.counted, self.totals)
        for array in (*own, *(array for some in by_name for array in some.values())):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    def __getattr__(self, name: str) -> np.ndarray:
        # Asked only for what is no field, and by what copies objects before there are any.
        values = self.__dict__.get("values", {})
        if name not in values:
            raise AttributeError(f"an atlas has no figure {name}")
        return np.asarray(values[name])

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
        """Return a share of samples with its count and interval."""
        return Rate.of(self.counted[figure][row, column], self.totals[figure][row])

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
        elif isinstance(values[0], Mapping):
            joined[field.name] = {
                name: np.concatenate([value[name] for value in values]) for name in values[0]
            }
        elif isinstance(values[0], tuple):
            joined[field.name] = tuple(one for value in values for one in value)
        else:
            joined[field.name] = np.concatenate(values, axis=1 if field.name in PAIRS_SECOND else 0)
    return PairAtlas(**joined)
