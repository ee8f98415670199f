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
    pair_atlas,
    rank_pairs,
    ranking_agreement,
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
