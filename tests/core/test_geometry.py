"""Bases, planes and circles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.test_surgery import vectors
from weight_surgery.core.geometry import (
    cosine,
    orthonormal_basis,
    principal_axes,
    seed_plane,
    share_in_span,
    surgery_plane,
    unit,
    unit_circle,
    with_rest,
)
from weight_surgery.core.surgery import merge_direction


@given(vectors())
def test_basis_is_orthonormal_and_starts_with_the_direction(direction: np.ndarray) -> None:
    basis = orthonormal_basis(direction)
    np.testing.assert_allclose(basis.T @ basis, np.eye(direction.size), atol=1e-12)
    np.testing.assert_allclose(basis[:, 0], unit(direction), atol=1e-12)


def test_basis_is_gram_schmidt_of_direction_and_axes_in_order() -> None:
    direction = np.array([0.1, -0.9, 0.2, 0.3])
    basis = orthonormal_basis(direction)
    for column, axis in enumerate((0, 2, 3), start=1):
        assert basis[axis, column] > 0
        span = basis[:, : column + 1]
        np.testing.assert_allclose(span @ span.T @ np.eye(4)[axis], np.eye(4)[axis], atol=1e-12)


def test_overwriting_the_first_axis_as_the_notebook_does_fails_where_ours_does_not() -> None:
    direction = np.array([0.0, 0.6, 0.8])
    overwritten = np.eye(3)
    overwritten[:, 0] = direction
    assert np.linalg.matrix_rank(overwritten) == 2
    assert np.isfinite(orthonormal_basis(direction)).all()


@given(st.integers(2, 8), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 1e-3, 1e-5]))
def test_surgery_plane_is_orthonormal_and_holds_both_centroids(
    dims: int, seed: int, spread: float
) -> None:
    draw = np.random.default_rng(seed)
    a = unit(draw.normal(size=dims))
    b = unit(a + spread * draw.normal(size=dims))
    assume(np.linalg.norm(a - b) > 2e-6 and np.linalg.norm(a + b) > 1e-3)
    plane = surgery_plane(a, b)
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane[0], merge_direction(a, b), atol=1e-9)
    assert share_in_span(np.stack([a, b]), plane) == pytest.approx(1, abs=1e-9)


def test_surgery_plane_refuses_coinciding_and_antipodal_centroids() -> None:
    with pytest.raises(ValueError, match="coincide"):
        surgery_plane(np.array([1.0, 0]), np.array([2.0, 0]))
    with pytest.raises(ValueError, match="antipodal"):
        surgery_plane(np.array([1.0, 0]), np.array([-2.0, 0]))


def test_seed_plane_is_the_first_two_singular_vectors_and_its_normal_the_last() -> None:
    points = unit(np.random.default_rng(0).normal(size=(200, 3)) * [3, 2, 0.1])
    plane = seed_plane(points)
    rows = np.linalg.svd(points, full_matrices=False)[2]
    np.testing.assert_allclose(np.abs(plane @ rows[:2].T), np.eye(2), atol=1e-9)
    np.testing.assert_allclose(plane @ rows[2], 0, atol=1e-12)
    assert (np.take_along_axis(plane, np.abs(plane).argmax(1)[:, None], 1) > 0).all()


@pytest.mark.parametrize("shape", [(5, 1), (1, 3), (5,)])
def test_seed_plane_refuses_what_spans_no_plane(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        seed_plane(np.ones(shape))


def test_unit_circle_has_length_one_and_hides_what_has_no_angle() -> None:
    plane = np.eye(3)[:2]
    circle = unit_circle(np.array([[3.0, 4, 9], [1e-10, 0, 1], [0, -2e-9, 0]]), plane)
    np.testing.assert_allclose(circle[0], [0.6, 0.8])
    assert np.isnan(circle[1]).all()
    np.testing.assert_allclose(circle[2], [0, -1])


def test_principal_axes_match_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    points = np.random.default_rng(0).normal(size=(300, 6)) * np.arange(1, 7)
    theirs = PCA(3).fit(points).components_
    np.testing.assert_allclose(np.abs(principal_axes(points, 3) @ theirs.T), np.eye(3), atol=1e-6)


def test_axes_with_the_rest_are_orthonormal_and_start_with_the_plane() -> None:
    draw = np.random.default_rng(0)
    points, (a, b) = unit(draw.normal(size=(100, 5))), draw.normal(size=(2, 5))
    axes = with_rest(surgery_plane(a, b), points)
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_array_equal(axes[:2], surgery_plane(a, b))


def test_cosine_stays_in_range() -> None:
    vector = np.array([0.1, 0.2, 0.3])
    assert cosine(vector, 3 * vector) == pytest.approx(1)
    assert -1 <= cosine(vector, -vector) <= 1
