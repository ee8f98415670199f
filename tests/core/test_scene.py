"""Views: the same samples and axes on both sides, stratified, with honest shares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.comparison import compare
from core.geometry import orthonormal_basis
from core.scene import circle_view, scene_view, stratified_sample
from core.specs import ViewSpec
from core.steps import steps_of
from tests.conftest import make_bundle
from tests.core.test_comparison import _pair_bundle, spec_of


@given(st.integers(1, 400), st.integers(0, 99))
def test_the_sample_has_the_class_shares_of_the_whole(points: int, seed: int) -> None:
    labels = np.random.default_rng(seed).choice(5, size=300, p=[0.5, 0.3, 0.15, 0.05, 0])
    drawn = stratified_sample(labels, points)
    assert len(drawn) == len(set(drawn.tolist())) == min(points, 300)
    share = np.bincount(labels[drawn], minlength=5) - min(points, 300) * np.bincount(
        labels, minlength=5
    ) / len(labels)
    assert np.abs(share).max() <= 1


def test_scenes_show_the_same_samples_in_one_basis(synthetic) -> None:
    comparison = compare(synthetic, spec_of())
    for axes in ("surgery", "pca"):
        scene = scene_view(comparison, ViewSpec(comparison.spec, 50, axes))
        units = comparison.before.unit_embeddings[scene.indices]
        rows = np.linalg.lstsq(units, scene.before, rcond=None)[0].T
        np.testing.assert_allclose(rows @ rows.T, np.eye(3), atol=1e-9)
        after = comparison.after.unit_embeddings[scene.indices] @ rows.T
        np.testing.assert_allclose(scene.after, after, atol=1e-9)
        assert scene.shares[0] < 1


def test_three_dimensions_are_shown_as_they_are() -> None:
    bundle = make_bundle(dims=3)
    comparison = compare(bundle, spec_of())
    scene = scene_view(comparison, ViewSpec(comparison.spec, 50))
    np.testing.assert_array_equal(scene.before, comparison.before.unit_embeddings[scene.indices])
    assert scene.shares == pytest.approx((1, 1))
    assert scene.radius == 1


def test_two_dimensions_lie_flat() -> None:
    comparison = compare(make_bundle(dims=2), spec_of())
    scene = scene_view(comparison, ViewSpec(comparison.spec, 50))
    assert (scene.before[:, 2] == 0).all()
    assert circle_view(comparison, ViewSpec(comparison.spec)).shares == pytest.approx((1, 1))


def test_embeddings_that_are_not_normalised_are_shown_raw_in_their_box() -> None:
    comparison = compare(make_bundle(normalise=False), spec_of())
    scene = scene_view(comparison, ViewSpec(comparison.spec, 100))
    assert np.abs(scene.before).max() <= scene.radius
    assert scene.radius != 1


def test_the_gap_closes_on_the_surgery_circle(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.0))
    circle = circle_view(comparison, ViewSpec(comparison.spec, 50))
    np.testing.assert_allclose(circle.centroids_after[0], circle.centroids_after[1], atol=1e-9)
    assert circle.centroids_before[0] @ circle.centroids_before[1] == pytest.approx(
        comparison.before.cosine
    )
    np.testing.assert_allclose(np.linalg.norm(circle.before, axis=1), 1)
    assert circle.hidden == (0, 0)


def test_the_seeds_circle_holds_more_after_than_the_surgery_plane(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.0))
    seed = circle_view(comparison, ViewSpec(comparison.spec, 50, plane="seed"))
    surgery = circle_view(comparison, ViewSpec(comparison.spec, 50))
    assert seed.shares[1] > surgery.shares[1]


def test_points_without_an_angle_are_hidden_and_counted() -> None:
    features = np.array([[1.0, 1, 0], [-1, 1, 0], [0, 0, 2], [1, 0.5, 0], [-1, 0.5, 0]])
    labels = np.array([0, 1, 2, 0, 1])
    bundle = replace(
        make_bundle(classes=3, dims=3, hidden=3),
        features_fit=features,
        features_test=features,
        labels_fit=labels,
        labels_test=labels,
        weight=np.eye(3),
        bias=np.zeros(3),
    )
    comparison = compare(bundle, spec_of(damping=0.0))
    circle = circle_view(comparison, ViewSpec(comparison.spec))
    assert circle.hidden == (1, 1)
    assert np.isnan(circle.before[2]).all()
    assert np.isnan(circle.centroids_after[2]).all()


@pytest.mark.parametrize("dims", [3, 5])
def test_an_antipodal_pair_is_shown_without_its_midpoint(dims: int) -> None:
    a = np.zeros(dims)
    a[0] = 1
    comparison = compare(_pair_bundle(a.tolist(), (-a).tolist()), spec_of(damping=0.5))
    scene = scene_view(comparison, ViewSpec(comparison.spec))
    assert scene.axes[0] == ("dimension 1" if dims == 3 else "component 1")
    assert np.isfinite(scene.before).all()
    assert circle_view(comparison, ViewSpec(comparison.spec)).plane == "seed"


def test_steps_hold_the_edit_they_describe(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.25))
    steps = steps_of(comparison)
    np.testing.assert_allclose(steps.basis, orthonormal_basis(steps.direction))
    np.testing.assert_allclose(steps.basis @ steps.scaling @ steps.basis.T, steps.projector)
    np.testing.assert_allclose(steps.projector @ steps.weight, steps.edited_weight)
    np.testing.assert_allclose(steps.projector @ steps.bias, steps.edited_bias)
    assert steps.gap == pytest.approx(np.sqrt(2 - 2 * comparison.before.cosine))
