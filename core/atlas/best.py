"""Of several methods' atlases the best for each pair."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.metrics.verdict import Verdict


def best_methods(atlases: Mapping[str, PairAtlas]) -> list[tuple[str, int]]:
    """Return for each pair, in order, the method that is best for it, and its row there.

    atlases: of the same pairs, by method; one that a method refuses is missing in its own. The best
    is the gentlest that is clean, the one with the largest clean damping, ties to the lowest merge
    cost there; where none is clean the best verdict at any damping, then the lowest merge cost;
    ties to the method named first.
    """
    pairs = sorted({tuple(pair) for atlas in atlases.values() for pair in atlas.pairs.tolist()})
    found = []
    for pair in pairs:
        rows = {
            name: row
            for name, atlas in atlases.items()
            for row in np.flatnonzero((atlas.pairs == pair).all(axis=1)).tolist()
        }
        best = max(rows, key=lambda name: _goodness(atlases[name], rows[name]))
        found.append((best, rows[best]))
    return found


def _goodness(atlas: PairAtlas, row: int) -> tuple[float, ...]:
    clean = atlas.clean[row]
    cost = np.nan_to_num(np.round(atlas.merge_cost[row], 12), nan=np.inf)
    if clean.any():
        gentlest = float(atlas.dampings[clean].max())
        column = int(np.flatnonzero(clean & (atlas.dampings == gentlest))[0])
        return (float(Verdict.MERGES_CLEANLY), gentlest, -cost[column])
    verdict = atlas.verdict[row].max()
    return (float(verdict), -1.0, -cost[atlas.verdict[row] == verdict].min())
