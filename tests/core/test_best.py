"""The best method of each pair, against looking through all of them by hand."""

from __future__ import annotations

import numpy as np

from tests.conftest import make_bundle
from weight_surgery.core.atlas import PairAtlas, best_methods, pair_atlas

DAMPINGS = (0.0, 0.1, 0.3, 0.6, 1.0)
NAMES = ("paper", "stretched", "least-squares", "rows")
BUNDLE = make_bundle(dims=6, classes=6)
ATLASES = {name: pair_atlas(BUNDLE, DAMPINGS, method=name) for name in NAMES}


def gentlest(atlas: PairAtlas, row: int) -> float:
    clean = atlas.dampings[atlas.clean[row]]
    return float(clean.max()) if clean.size else -1.0


def test_no_other_method_is_clean_at_a_larger_damping() -> None:
    found = best_methods(ATLASES)
    assert len(found) == 15
    for method, row in found:
        pair = tuple(ATLASES[method].pairs[row].tolist())
        mine = gentlest(ATLASES[method], row)
        for atlas in ATLASES.values():
            assert gentlest(atlas, atlas.index_of(pair)) <= mine
    some = {method for method, row in found if gentlest(ATLASES[method], row) >= 0}
    assert some, "some pair must be clean, else this shows nothing"


def test_where_none_is_clean_the_best_verdict_counts_then_the_cost() -> None:
    for method, row in best_methods(ATLASES):
        atlas = ATLASES[method]
        if atlas.clean[row].any():
            continue
        pair = tuple(atlas.pairs[row].tolist())
        best = atlas.verdict[row].max()
        cost = atlas.merge_cost[row][atlas.verdict[row] == best].min()
        for other in ATLASES.values():
            theirs = other.verdict[other.index_of(pair)]
            assert theirs.max() <= best
            if theirs.max() == best:
                costs = other.merge_cost[other.index_of(pair)][theirs == best]
                assert costs.min() >= cost - 1e-12


def test_a_pair_that_a_method_refuses_is_left_to_the_others() -> None:
    some = pair_atlas(BUNDLE, DAMPINGS, method="stretched", pairs=[(0, 1)])
    found = best_methods({"stretched": some, "paper": ATLASES["paper"]})
    assert len(found) == 15
    assert {method for method, _ in found[1:]} == {"paper"}


def test_equals_go_to_the_one_that_is_named_first() -> None:
    twice = {"one": ATLASES["paper"], "other": ATLASES["paper"]}
    assert [method for method, _ in best_methods(twice)] == ["one"] * 15
    np.testing.assert_array_equal([row for _, row in best_methods(twice)], np.arange(15))
