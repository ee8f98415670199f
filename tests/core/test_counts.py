"""Counts with certificates are those of scoring every sample, to the last one."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_certificate import bundle_of
from weight_surgery.core.atlas import PairAtlas, counts, pair_atlas
from weight_surgery.core.atlas.pool import AtlasPool
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.workbench import Workbench

THREE = (0.0, 0.2, 1.0)
CERTIFIED = ("paper", "stretched", "least-squares", "bystander-optimal", "protect", "absorb")
# What is not counted without scoring every sample.
LEFT_OUT = {
    "prototype_accuracy",
    "genuine_accept",
    "benign_accuracy",
    "divergence_mean",
    "divergence_p95",
}


def differing(whole: PairAtlas, counted: PairAtlas) -> set[str]:
    """Return what two atlases differ in, beyond what is left out."""
    found = {name for name in LEFT_OUT if not np.isnan(counted.values[name]).all()}
    for field in fields(PairAtlas):
        one, two = getattr(whole, field.name), getattr(counted, field.name)
        if not isinstance(one, dict):
            one, two = {field.name: one}, {field.name: two}
        for name in one.keys() - LEFT_OUT:
            same: Any = one[name] == two[name]
            if isinstance(one[name], np.ndarray):
                same = np.array_equal(one[name], two[name], equal_nan=True)
            if not same:
                found.add(name)
    return found


def differences(bundle: Bundle, **options: Any) -> set[str]:
    options = {"dampings": THREE, **options}
    return differing(pair_atlas(bundle, **options), pair_atlas(bundle, **options, counts_only=True))


@pytest.mark.parametrize("model", ["mnist-3d", "mnist-16d", "fashion-16d"])
@pytest.mark.parametrize("method", ["paper", "stretched", "bystander-optimal"])
def test_shipped_models_are_counted_alike(shipped: Workbench, model: str, method: str) -> None:
    bundle = shipped.bundle(model)
    pairs = [(0, 1), (3, 6), (4, 9), (2, 7)]
    assert not differences(bundle, method=method, pairs=pairs)


@pytest.mark.parametrize("method", [name for name in CERTIFIED if name != "stretched"])
def test_so_is_one_that_keeps_lengths(shipped: Workbench, method: str) -> None:
    pairs = [(one, other) for one in range(0, 50, 7) for other in range(one + 1, 50, 9)]
    assert not differences(shipped.bundle("lang-50"), method=method, pairs=pairs)


@given(
    seed=st.integers(0, 2**32 - 1),
    classes=st.integers(2, 15),
    dims=st.integers(2, 16),
    normalise=st.booleans(),
    offset=st.sampled_from([0.0, 0.5, 8.0]),
    edit_bias=st.booleans(),
)
@settings(max_examples=25)
def test_any_bundle_is_counted_alike(
    seed: int, classes: int, dims: int, normalise: bool, offset: float, edit_bias: bool
) -> None:
    bundle = bundle_of(seed, classes, dims, normalise, offset)
    pairs = [(0, 1), (0, classes - 1)]
    assert not differences(bundle, edit_bias=edit_bias, pairs=pairs)


@pytest.mark.parametrize(
    "options",
    [{"classes": 2}, {"classes": 3}, {"dims": 2}, {"normalise": False}, {"empty": (1,)}],
    ids=str,
)
def test_odd_bundles_are_counted_alike(options: dict) -> None:
    bundle = make_bundle(**options)
    assert not differences(bundle)
    assert not differences(bundle, edit_bias=False, trim_outliers=True, fit_split="test")


def test_ties_are_settled_where_every_sample_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two classes have one row: rounding alone says which of them is read.
    bundle = make_bundle(classes=9, dims=5, samples=90)
    weight, offset = np.array(bundle.classifier_weight), np.array(bundle.classifier_bias)
    weight[7], offset[7] = weight[4], offset[4]
    tied = replace(bundle, classifier_weight=weight, classifier_bias=offset)
    settled: list[int] = []
    plain = counts._Counted._settle

    def count(self: counts._Counted, close: np.ndarray) -> None:
        settled.append(int(close.sum()))
        plain(self, close)

    monkeypatch.setattr(counts._Counted, "_settle", count)
    assert not differences(tied)
    assert sum(settled) > 100
    monkeypatch.setattr(counts._Counted, "_settle", lambda self, close: None)
    assert not differences(bundle)
    assert differences(tied) >= {"strict_accuracy", "bystander_accuracy", "flip_rate"}


def test_a_certificate_too_many_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle(classes=12, dims=4)
    plain = counts.certify

    def certify(*asked: Any) -> np.ndarray:
        safe = plain(*asked)
        safe[:, ~np.isin(bundle.labels_test, asked[2])] = True
        return safe

    assert not differences(bundle)
    monkeypatch.setattr(counts, "certify", certify)
    assert differences(bundle) >= {"strict_accuracy", "bystander_accuracy", "flip_rate"}


def test_small_blocks_and_worker_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle(classes=12, dims=6, samples=40)
    whole = pair_atlas(bundle, THREE)
    with AtlasPool(bundle, 2) as pool:
        assert not differing(whole, pair_atlas(bundle, THREE, pool=pool, counts_only=True))
    monkeypatch.setattr("weight_surgery.core.atlas.counts.LEAST_BLOCK", 1)
    monkeypatch.setattr("weight_surgery.core.atlas.counts.BLOCK_ENTRIES", 90)
    monkeypatch.setattr("weight_surgery.core.atlas.certificate.BLOCK", 7)
    monkeypatch.setattr("weight_surgery.core.atlas.nearest.BLOCK", 11)
    assert not differing(whole, pair_atlas(bundle, THREE, counts_only=True))


def test_what_is_scored_is_said() -> None:
    bundle = make_bundle(classes=12, dims=12, samples=40)
    atlas = pair_atlas(bundle, THREE, counts_only=True)
    assert (np.diff(atlas.scored, axis=1) <= 0).all()
    assert 0 < atlas.scored[:, 0].mean() < 0.5
    assert not atlas.scored[:, -1].any()
    assert np.isnan(pair_atlas(make_bundle(classes=2), THREE, counts_only=True).scored).all()
    assert atlas.rate("prototype_accuracy", 0, 0).value is None


@pytest.mark.parametrize("method", ["fitted", "rows"])
def test_methods_without_certificates_are_refused(synthetic: Bundle, method: str) -> None:
    with pytest.raises(ValueError, match="choose another, or measure it with counts_only=False"):
        pair_atlas(synthetic, (0.0,), method=method, pairs=[(0, 1)], counts_only=True)
