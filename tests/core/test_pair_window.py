"""Windows of the matrix of all pairs: the best pair of every cell, alike classes together."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.atlas import Span, best_rows, class_order, rank_pairs

RANKING = rank_pairs(make_bundle(classes=23, dims=6, hidden=6, samples=4))
ORDER = class_order(RANKING.vectors)


def test_alike_classes_stand_together_and_one_without_a_centroid_has_no_place() -> None:
    angles = np.array([0.0, 2.0, 0.1, 2.1, np.nan])
    order = class_order(np.column_stack([np.cos(angles), np.sin(angles)])).tolist()
    assert sorted(order) == [0, 1, 2, 3]
    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset((0, 2)), frozenset((1, 3))}
    assert class_order(np.eye(2)).tolist() == [0, 1]


@pytest.mark.parametrize("cells", [23, 7, 4, 1])
def test_a_cell_has_its_most_promising_pair(cells: int) -> None:
    rank = np.argsort(RANKING.order)
    by_pair = {tuple(pair): row for row, pair in enumerate(RANKING.pairs.tolist())}
    rows, columns = Span.of(2, 21, 23, cells), Span.of(0, 17, 23, cells)
    found = best_rows(RANKING, ORDER, rows, columns)
    assert found.shape == (len(rows.edges), len(columns.edges))
    assert max(found.shape) <= cells
    for (at, top), (across, left) in product(enumerate(rows.edges), enumerate(columns.edges)):
        down = range(top, min(top + rows.size, rows.stop))
        beside = range(left, min(left + columns.size, columns.stop))
        pairs = {tuple(sorted((ORDER[one], ORDER[other]))) for one, other in product(down, beside)}
        known = [by_pair[pair] for pair in pairs if pair in by_pair]
        assert found[at, across] == min(known, key=lambda row: rank[row], default=-1)


def test_a_window_lies_within_the_classes() -> None:
    assert Span.of(3, 10, 10, 3) == Span(3, 10, 3)
    for start, stop in ((-1, 5), (5, 5), (0, 11), (10, 10)):
        with pytest.raises(ValueError, match="window"):
            Span.of(start, stop, 10, 3)


def test_lost_means_are_whole_and_those_that_survive() -> None:
    assert RANKING.means == 23
    np.testing.assert_allclose(1 - RANKING.lost / RANKING.means, RANKING.survival, atol=1e-12)
