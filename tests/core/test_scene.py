"""Motions: the same samples and axes on both sides, at every damping, with honest shares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_comparison import _pair_bundle, spec_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.geometry import orthonormal_basis, unit, unit_circle
from weight_surgery.core.reads import reads_of
from weight_surgery.core.scene import circle_rows, motion_of, shares_held, stratified_sample
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.steps import steps_of

DAMPINGS = st.one_of(st.sampled_from([0.0, 1e-5, 1.0]), st.floats(0, 1))


def scene_of(points: int = 50, **looks) -> SceneSpec:
    return SceneSpec(points, **looks)


@given(st.integers(1, 400), st.integers(0, 99))
def test_the_sample_has_the_class_shares_of_the_whole(points: int, seed: int) -> None:
    labels = np.random.default_rng(seed).choice(5, size=300, p=[0.5, 0.3, 0.15, 0.05, 0])
    drawn = stratified_sample(labels, points)
    assert len(drawn) == len(set(drawn.tolist())) == min(points, 300)
    share = np.bincount(labels[drawn], minlength=5) - min(points, 300) * np.bincount(
        labels, minlength=5
    ) / len(labels)
    assert np.abs(share).max() <= 1


@given(
    damping=DAMPINGS,
    edit_bias=st.booleans(),
    axes=st.sampled_from(["surgery", "pca"]),
    dims=st.sampled_from([2, 3, 6]),
    normalise=st.booleans(),
)
def test_a_motion_made_at_one_damping_is_right_at_every_other(
    damping: float, edit_bias: bool, axes: str, dims: int, normalise: bool
) -> None:
    bundle = make_bundle(dims=dims, normalise=normalise)
    motion = motion_of(
        compare(bundle, spec_of(damping=0.37, edit_bias=edit_bias)),
        scene_of(axes=axes),
    )
    there = compare(bundle, spec_of(damping=damping, edit_bias=edit_bias))
    samples, rows = len(motion.indices), motion.scene.rows
    seen = there.after.unit_embeddings if normalise else there.after.embeddings
    count, shown = len(rows), motion.scene_at(damping)
    assert (shown[:, count:] == 0).all()
    middle = np.zeros(count) if normalise else rows @ there.before.embeddings.mean(axis=0)
    places = shown[:, :count] * motion.radius + middle
    np.testing.assert_allclose(places[:samples], seen[motion.indices] @ rows.T, atol=1e-11)
    means = there.change.embeddings(bundle.class_means_fit[0])
    means = unit(means) if normalise else means
    np.testing.assert_allclose(places[samples:], means @ rows.T, atol=1e-11)
    flat = unit_circle(there.after.unit_embeddings[motion.indices], motion.circle.rows)
    np.testing.assert_allclose(motion.circle_at(damping)[:samples], flat, atol=1e-9)


def test_a_motion_is_not_right_for_the_other_choice_of_bias(synthetic) -> None:
    kept, edited = (
        compare(synthetic, spec_of(damping=0.0, edit_bias=one)) for one in (False, True)
    )
    motion = motion_of(kept, scene_of())
    away = motion.scene_at(0.0)[:50] - edited.after.unit_embeddings[motion.indices] @ (
        motion.scene.rows.T
    )
    assert np.abs(away).max() > 1e-3


def test_damping_one_is_the_unedited_network(synthetic) -> None:
    comparison = compare(synthetic, spec_of())
    motion = motion_of(comparison, scene_of(axes="pca"))
    before = comparison.before.unit_embeddings[motion.indices] @ motion.scene.rows.T
    np.testing.assert_allclose(motion.scene_at(1.0)[:50], before, atol=1e-12)
    np.testing.assert_allclose(motion.scene.rows @ motion.scene.rows.T, np.eye(3), atol=1e-9)
    assert shares_held(comparison, motion)[0][0] < 1


def test_three_dimensions_are_shown_as_they_are() -> None:
    comparison = compare(make_bundle(dims=3), spec_of())
    motion = motion_of(comparison, scene_of())
    before = comparison.before.unit_embeddings[motion.indices]
    np.testing.assert_allclose(motion.scene_at(1.0)[:50], before, atol=1e-12)
    assert shares_held(comparison, motion)[0] == pytest.approx((1, 1))
    assert motion.radius == 1


def test_embeddings_that_are_not_normalised_stay_in_their_box_at_every_damping() -> None:
    comparison = compare(make_bundle(normalise=False), spec_of())
    motion = motion_of(comparison, scene_of(100))
    assert motion.radius != 1
    np.testing.assert_allclose(
        motion.centre, motion.scene.rows @ comparison.before.embeddings.mean(axis=0), atol=1e-12
    )
    for damping in (0.0, 0.4, 1.0):
        assert np.abs(motion.scene_at(damping)[:100]).max() <= 1 + 1e-12


def test_an_embedding_at_the_origin_stays_there() -> None:
    bundle = _pair_bundle([1.0, 0.2], [0.2, 1.0])
    features = np.array(bundle.features_test)
    features[0] = 0
    comparison = compare(replace(bundle, features_test=features), spec_of(damping=0.5))
    motion = motion_of(comparison, scene_of(1000))
    assert (motion.scene_at(0.5)[0] == 0).all()


def test_the_gap_closes_on_the_surgery_circle(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.0))
    motion = motion_of(comparison, scene_of())
    before, after = motion.circle_at(1.0), motion.circle_at(0.0)
    np.testing.assert_allclose(after[50], after[51], atol=1e-9)
    assert before[50] @ before[51] == pytest.approx(comparison.before.cosine)
    np.testing.assert_allclose(np.linalg.norm(before, axis=1), 1)
    assert motion.hidden_at(0.0) == 0


def test_the_seeds_circle_holds_more_after_than_the_surgery_plane(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.0))
    seed, surgery = (
        shares_held(comparison, motion_of(comparison, scene_of(plane=plane)))
        for plane in ("seed", "surgery")
    )
    assert seed[1][1] > surgery[1][1]


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
    motion = motion_of(comparison, scene_of())
    assert (motion.hidden_at(1.0), motion.hidden_at(0.0)) == (1, 1)
    assert np.isnan(motion.circle_at(1.0)[[2, 7]]).all()


def test_a_class_without_samples_has_no_place() -> None:
    comparison = compare(make_bundle(empty=(2,)), spec_of())
    shown = motion_of(comparison, scene_of()).scene_at(0.5)
    assert np.isnan(shown[52]).all()
    assert np.isfinite(np.delete(shown, 52, axis=0)).all()


@pytest.mark.parametrize("dims", [3, 5])
def test_an_antipodal_pair_is_shown_without_its_midpoint(dims: int) -> None:
    a = np.zeros(dims)
    a[0] = 1
    comparison = compare(_pair_bundle(a.tolist(), (-a).tolist()), spec_of(damping=0.5))
    motion = motion_of(comparison, scene_of())
    assert motion.scene.names[0] == ("dimension 1" if dims == 3 else "component 1")
    assert np.isfinite(motion.scene_at(0.5)).all()
    assert circle_rows(comparison, "surgery")[0] == motion.plane == "seed"


def test_single_samples_are_followed_by_their_index(synthetic) -> None:
    comparison = compare(synthetic, spec_of())
    whole = motion_of(comparison, scene_of(1000))
    one = motion_of(comparison, scene_of(), np.array([17]))
    np.testing.assert_allclose(one.scene_at(0.2)[0], whole.scene_at(0.2)[17])


def test_reads_are_the_networks_own_probabilities(synthetic) -> None:
    comparison = compare(synthetic, spec_of())
    chosen = np.array([5, 0, 200])
    reads = reads_of(comparison, chosen)
    for side, probabilities in ((comparison.before, reads.before), (comparison.after, reads.after)):
        np.testing.assert_array_equal(probabilities.argmax(axis=1), side.predictions[chosen])
        np.testing.assert_allclose(probabilities.sum(axis=1), 1)
        logits = unit(side.embeddings[chosen]) @ synthetic.classifier_weight.T.astype(float)
        odds = np.exp(logits + synthetic.classifier_bias)
        np.testing.assert_allclose(probabilities, odds / odds.sum(axis=1, keepdims=True))
    for index in (-1, len(synthetic.labels_test)):
        with pytest.raises(ValueError, match="must lie in 0…"):
            reads_of(comparison, np.array([index]))


def test_steps_hold_the_edit_they_describe(synthetic) -> None:
    comparison = compare(synthetic, spec_of(damping=0.25))
    steps = steps_of(comparison)
    np.testing.assert_allclose(steps.basis, orthonormal_basis(steps.direction))
    np.testing.assert_allclose(steps.basis @ steps.scaling @ steps.basis.T, steps.projector)
    np.testing.assert_allclose(steps.projector @ steps.weight, steps.edited_weight)
    np.testing.assert_allclose(steps.projector @ steps.bias, steps.edited_bias)
    assert steps.gap == pytest.approx(np.sqrt(2 - 2 * comparison.before.cosine))
