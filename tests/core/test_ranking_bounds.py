"""What a ranking does not look at decides nothing, and what rounding decides it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.test_certificate import bundle_of
from tests.core.test_ranking import compared, flat
from weight_surgery.core.atlas import class_tables, pair_atlas, rank_pairs, survival
from weight_surgery.core.bundle import Bundle


@pytest.mark.parametrize("name", ["reach", "offset", "few"])
def test_bounds_that_promise_too_much_are_seen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    bundles = [bundle_of(seed, 14, 5, True, 8.0 * (name == "offset")) for seed in range(5)]
    atlases = [pair_atlas(bundle, (0.0,)) for bundle in bundles]
    plain = class_tables.ClassTables._order_rivals

    def order(self: class_tables.ClassTables, weight: np.ndarray) -> None:
        self.stretches &= name != "offset"
        plain(self, weight)
        if name != "offset":
            self.safe *= 4
        if name == "few":
            self.safe[3:] = np.inf

    def wrong() -> int:
        found = zip(map(rank_pairs, bundles), atlases, strict=True)
        return sum(int((one.survival != two.centroid_survival[:, 0]).sum()) for one, two in found)

    monkeypatch.setattr(survival, "FEW", 0)
    assert not wrong()
    monkeypatch.setattr(class_tables.ClassTables, "_order_rivals", order)
    assert wrong() > 0


def tied(seed: int) -> Bundle:
    """Make a bundle whose third class is read as well as the fourth, whatever 0 and 1 become.

    The rows of the two differ by the order of two coordinates, which its mean has alike, and in
    which the direction between 0 and 1 has nothing: only rounding can tell them apart.
    """
    draw = np.random.default_rng(seed)
    centres, rows = draw.normal(size=(2, 5, 8)).astype(np.float32)
    centres[:2, :2], centres[2, :2] = 0, 3
    rows[[0, 1, 4]] *= 0.01
    rows[2, :2] = 1 + draw.random(2)
    rows[3] = rows[2]
    rows[3, :2] = rows[2, 1::-1]
    return flat(centres, classifier_weight=rows)


def test_what_rounding_decides_is_left_to_the_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    bundles = [tied(seed) for seed in range(60)]
    assert all(compared(bundle).exact for bundle in bundles)
    monkeypatch.setattr(class_tables, "ROUNDING", 0)
    atlases = [pair_atlas(bundle, (0.0,)).centroid_survival[:, 0] for bundle in bundles]
    rankings = [rank_pairs(bundle).survival for bundle in bundles]
    assert any((one != two).any() for one, two in zip(rankings, atlases, strict=True))


def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = bundle_of(0, 30, 8, True, 0.5)
    whole = rank_pairs(bundle, workers=1)
    monkeypatch.setattr("weight_surgery.core.atlas.rank.BLOCK_ENTRIES", 100)
    for few, turns in ((0, 3), (0, 100), (10**6, 0)):
        monkeypatch.setattr(survival, "FEW", few)
        monkeypatch.setattr(survival, "TURNS", turns)
        parts = rank_pairs(bundle, workers=3)
        for name in ("pairs", "survival", "worst_class", "order"):
            np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
        np.testing.assert_allclose(whole.rms_leak, parts.rms_leak, atol=1e-15)
