"""Edits worth opening, found in a measured atlas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.metrics import Rate
from weight_surgery.core.specs import Operation

PRESETS = ("cleanest", "costliest", "third", "later")


@dataclass(frozen=True)
class Preset:
    """A cell of the atlas and what it was chosen for.

    lost: samples that merged accuracy lost there, of all; landing: the class that most samples of
    the pair are read as, with their share.
    """

    name: str
    classes: tuple[int, int]
    damping: float
    lost: int
    samples: int
    landing: int
    landing_share: Rate


def presets_of(atlas: PairAtlas) -> dict[str, Preset | None]:
    """Return the presets by name; None for one that the model does not have.

    cleanest: of all that are clean at the default damping the one with the lowest merge cost, the
    first of the ranking there; costliest: the highest merge cost at the default damping, none of
    two classes, which have no cost; third: there, the largest share of a pair that a third class
    takes;
    later: not clean at the default damping or below it, but at most of the dampings above, where
    it costs least. Ties go to the lower damping, then to the first pair.
    """
    column = default_column(atlas)
    cost = np.round(atlas.merge_cost, 12)
    known = np.isfinite(cost)
    clean = atlas.clean & known
    outside = known & ~(atlas.landing_class[:, :, None] == atlas.pairs[:, None, :]).any(axis=2)
    below = atlas.dampings <= atlas.dampings[column]
    later = clean & ~clean[:, below].any(axis=1, keepdims=True)
    often = later & (later.sum(axis=1) == later.sum(axis=1).max(initial=0))[:, None]
    here = np.arange(len(atlas.dampings)) == column
    cells = {
        "cleanest": _first(atlas, clean & here, cost),
        "costliest": _first(atlas, known & here, -cost),
        "third": _first(atlas, outside & here, -atlas.landing_share),
        "later": _first(atlas, often, cost),
    }
    return {name: _preset(atlas, name, cells[name]) for name in PRESETS}


def default_column(atlas: PairAtlas) -> int:
    """Return the column of the default damping."""
    return atlas.nearest_damping(Operation().damping)


def merge_loss(atlas: PairAtlas, row: int, column: int) -> tuple[int, int]:
    """Return the samples that merged accuracy lost in a cell, and all samples."""
    samples = int(atlas.totals["merged_accuracy"][row])
    ceiling = round(float(atlas.merged_ceiling[row, column]) * samples)
    return ceiling - int(atlas.counted["merged_accuracy"][row, column]), samples


def _first(atlas: PairAtlas, among: np.ndarray, order: np.ndarray) -> tuple[int, int] | None:
    """Return the cell (row, column) that comes first among those that are True (P, D)."""
    rows, columns = np.nonzero(among)
    if not len(rows):
        return None
    pairs = atlas.pairs[rows]
    keys = (pairs[:, 1], pairs[:, 0], atlas.dampings[columns], order[rows, columns])
    best = np.lexsort(keys)[0]
    return int(rows[best]), int(columns[best])


def _preset(atlas: PairAtlas, name: str, cell: tuple[int, int] | None) -> Preset | None:
    if cell is None:
        return None
    row, column = cell
    first, second = atlas.pairs[row].tolist()
    lost, samples = merge_loss(atlas, row, column)
    members = int(atlas.totals["merged_recall"][row])
    landed = round(float(atlas.landing_share[row, column]) * members)
    return Preset(
        name=name,
        classes=(first, second),
        damping=float(atlas.dampings[column]),
        lost=lost,
        samples=samples,
        landing=int(atlas.landing_class[row, column]),
        landing_share=Rate.of(landed, members),
    )
