"""A window of the matrix of all pairs, of several pairs a cell where it is large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.atlas.ranking import PairRanking
from weight_surgery.core.checks import integer


@dataclass(frozen=True)
class Span:
    """Places of an order of classes, from start to before stop; size: how many are one cell."""

    start: int
    stop: int
    size: int = 1

    @classmethod
    def of(cls, start: int, stop: int, places: int, cells: int) -> Span:
        """Return some of `places` in at most `cells` cells. Raises ValueError without one."""
        start = integer("a window's start", start, 0, places - 1)
        stop = integer("a window's end", stop, start + 1, places)
        return cls(start, stop, -(-(stop - start) // cells))

    @property
    def edges(self) -> np.ndarray:
        """The place at which each cell begins."""
        return np.arange(self.start, self.stop, self.size)


def best_rows(ranking: PairRanking, order: np.ndarray, rows: Span, columns: Span) -> np.ndarray:
    """Return the row of the ranking of the most promising pair in each cell, -1 without a pair.

    order (n,): classes by their places; rows, columns: the window.
    """
    classes, pairs = len(ranking.class_names), ranking.pairs
    last = len(pairs)
    ranks = np.full((classes, classes), last, np.int32)
    ranks[pairs[ranking.order, 0], pairs[ranking.order, 1]] = np.arange(last)
    down, across = order[rows.start : rows.stop], order[columns.start : columns.stop]
    seen = np.minimum(ranks[np.ix_(down, across)], ranks.T[np.ix_(down, across)])
    best = np.minimum.reduceat(seen, rows.edges - rows.start, axis=0)
    best = np.minimum.reduceat(best, columns.edges - columns.start, axis=1)
    return np.append(ranking.order, -1)[best]
