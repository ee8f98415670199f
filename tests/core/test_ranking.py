"""The ranking of all pairs says of each what the atlas says, and orders by it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_certificate import bundle_of
from weight_surgery.core.atlas import (
    PairAtlas,
    PairRanking,
    class_tables,
    pair_atlas,
    rank_pairs,
    ranking_agreement,
    survival,
)
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.workbench import Workbench


def assert_equals_atlas(ranking: PairRanking, atlas: PairAtlas) -> None:
    rows = ranking.rows_of(atlas.pairs)
    np.testing.assert_array_equal(ranking.survival[rows], atlas.centroid_survival[:, 0])
    leak = atlas.bystander_leak.copy()
    np.testing.assert_array_equal(ranking.leak(atlas.pairs.tolist()), leak)
    np.put_along_axis(leak, atlas.pairs, np.nan, axis=1)
    alone = np.isnan(leak).all(axis=1)
    assert np.isnan(ranking.rms_leak[rows][alone]).all()
    assert (ranking.worst_class[rows][alone] == -1).all()
    rows, leak = rows[~alone], leak[~alone]
    if not len(rows):
        return
    rms = np.sqrt(np.nanmean(leak**2, axis=1))
    np.testing.assert_allclose(ranking.rms_leak[rows], rms, atol=1e-12)
    worst = np.nanmax(leak, axis=1)
    np.testing.assert_allclose(ranking.worst_leak[rows], worst, atol=1e-12)
    np.testing.assert_allclose(
        np.take_along_axis(leak, ranking.worst_class[rows][:, None], axis=1)[:, 0],
        worst,
        atol=1e-12,
    )


def compared(bundle: Bundle, **options: Any) -> PairRanking:
    ranking, atlas = rank_pairs(bundle, **options), pair_atlas(bundle, (0.0,), **options)
    np.testing.assert_array_equal(ranking.pairs, atlas.pairs)
    assert ranking.refused == atlas.refused
    assert_equals_atlas(ranking, atlas)
    return ranking


@pytest.mark.parametrize("edit_bias", [True, False])
@pytest.mark.parametrize("model", ["mnist-3d", "mnist-16d", "digits-3d", "fashion-16d"])
def test_shipped_models_are_ranked_by_the_atlass_figures(
    shipped: Workbench, model: str, edit_bias: bool
) -> None:
    assert not compared(shipped.bundle(model), edit_bias=edit_bias).exact


@given(
    seed=st.integers(0, 2**32 - 1),
    classes=st.integers(2, 14),
    dims=st.integers(2, 9),
    normalise=st.booleans(),
    offset=st.sampled_from([0.0, 0.5, 8.0]),
    edit_bias=st.booleans(),
)
def test_any_bundle_is_ranked_by_the_atlass_figures(
    seed: int, classes: int, dims: int, normalise: bool, offset: float, edit_bias: bool
) -> None:
    compared(bundle_of(seed, classes, dims, normalise, offset), edit_bias=edit_bias)


@pytest.mark.parametrize(
    "options",
    [{"classes": 2}, {"classes": 3}, {"dims": 2}, {"normalise": False}, {"empty": (1,)}],
    ids=str,
)
def test_odd_bundles_are_too(options: dict) -> None:
    bundle = make_bundle(**options)
    compared(bundle)
    compared(bundle, edit_bias=False, trim_outliers=True, fit_split="test")


def flat(centres: np.ndarray, **options: Any) -> Bundle:
    """Make a bundle whose class means are some points (C, d), exactly."""
    labels = np.arange(len(centres)).repeat(2)
    options = {"classifier_weight": centres, "normalise": True, **options}
    return Bundle(
        features_fit=centres[labels],
        labels_fit=labels,
        features_test=centres[labels],
        labels_test=labels,
        weight=np.eye(centres.shape[1]),
        bias=np.zeros(centres.shape[1]),
        classifier_bias=np.zeros(len(centres)),
        class_names=tuple(map(str, range(len(centres)))),
        metadata={"format": 1, "name": "flat"},
        **options,
    )


def test_a_known_answer() -> None:
    # Along (1, -1, 0) / sqrt 2 the third class has 0.1 sqrt 2 / |(0.3, 0.1, 1)|, the fourth 0.
    centres = np.array([[1, 0, 0], [0, 1, 0], [0.3, 0.1, 1], [0, 0, -1]], float)
    ranking = rank_pairs(flat(centres))
    row = int(ranking.rows_of(np.array([[1, 0]]))[0])
    leak = 0.2 / np.sqrt(2) / np.sqrt(1.1)
    assert ranking.survival[row] == 1
    assert ranking.worst_class[row] == 2
    assert ranking.worst_leak[row] == pytest.approx(leak)
    assert ranking.rms_leak[row] == pytest.approx(leak / np.sqrt(2))


def test_pairs_that_coincide_are_refused_and_those_that_vanish_come_last() -> None:
    centres = np.vstack([np.eye(4), -np.eye(4)[:1], np.eye(4)[1:2], np.full((1, 4), 0.5)])
    centres[6] += 1e-9
    near = np.array([[0, 0, 1, 5e-4]])
    ranking = compared(flat(np.vstack([centres, near])))
    assert [one.classes for one in ranking.refused] == [(1, 5)]
    assert np.isnan(ranking.survival).sum() == 1
    assert tuple(ranking.pairs[ranking.order[-1]]) == (0, 4)
    assert ranking.exact >= 3


def test_the_order_is_by_survival_then_by_leak_then_by_pair() -> None:
    ranking = compared(bundle_of(4, 14, 6, True, 0.5))
    rows = [
        (-ranking.survival[row], round(ranking.rms_leak[row], 12), *ranking.pairs[row])
        for row in ranking.order
    ]
    assert rows == sorted(rows)
    assert len({row[0] for row in rows}) > 2
    assert ranking.promising(3) == [tuple(pair) for pair in ranking.pairs[ranking.order[:3]]]
    assert len(ranking.promising(1000)) == 91


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
    monkeypatch.setattr(survival, "FEW", 0)
    parts = rank_pairs(bundle, workers=3)
    for name in ("pairs", "survival", "worst_class", "order"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
    np.testing.assert_allclose(whole.rms_leak, parts.rms_leak, atol=1e-15)


def test_progress_counts_every_pair_and_can_cancel() -> None:
    bundle = make_bundle(classes=9)
    seen: list[tuple[int, int]] = []
    rank_pairs(bundle, progress=lambda *step: seen.append(step))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (36, 36)

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rank_pairs(bundle, progress=cancel)


def test_two_hundred_classes_agree_on_a_sample_of_pairs() -> None:
    bundle = make_bundle(classes=200, dims=24, hidden=30, samples=3)
    ranking = rank_pairs(bundle)
    assert len(ranking.pairs) == 19_900
    some = np.random.default_rng(0).choice(len(ranking.pairs), 40, replace=False)
    pairs = [(one, other) for one, other in ranking.pairs[some].tolist()]
    assert_equals_atlas(ranking, pair_atlas(bundle, (0.0,), pairs=pairs))


def test_it_foresees_what_bystanders_lose(shipped: Workbench) -> None:
    bundle = shipped.bundle("lang-50")
    ranking = rank_pairs(bundle)
    agreement = ranking_agreement(ranking, pair_atlas(bundle, (0.0,), counts_only=True), 0)
    assert agreement.pairs == 1225
    assert agreement.change_by_survival == pytest.approx(0.962, abs=0.001)
    assert agreement.change_by_leak == pytest.approx(-0.875, abs=0.001)


def test_what_cannot_be_ranked_is_a_sentence(synthetic: Bundle) -> None:
    for method in ("stretched", "least-squares", "rows"):
        with pytest.raises(ValueError, match=f"got {method}; rank by paper"):
            rank_pairs(synthetic, method=method)
    with pytest.raises(ValueError, match="method must be one of"):
        rank_pairs(synthetic, method="none")
    with pytest.raises(ValueError, match="fit_split must be one of"):
        rank_pairs(synthetic, fit_split="both")
    with pytest.raises(ValueError, match="needs at least two"):
        rank_pairs(make_bundle(empty=(0, 1, 2)))
    with pytest.raises(ValueError, match="workers"):
        rank_pairs(synthetic, workers=0)
    ranking = rank_pairs(make_bundle(empty=(1,)))
    for pair in ((0, 1), (0, 9), (-1, 2), (2, 2)):
        with pytest.raises(ValueError, match=r"has no pair .*; choose another"):
            ranking.leak([pair])
    with pytest.raises(ValueError, match="count"):
        ranking.promising(0)
