"""Laws of the edit, its known answer, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weight_surgery.core.geometry import orthonormal_basis
from weight_surgery.core.surgery import Surgery, merge_direction, projector, shatter_direction

A = np.array([0.6073, 0.3646, -0.7059])
B = np.array([-0.1510, -0.1676, -0.9742])
WEIGHT = np.array(
    [[0.4307, -0.1483, 0.8380], [0.0444, -1.0082, 0.3290], [1.0885, -0.1497, -0.8214]]
)

dampings = st.one_of(st.sampled_from([0.0, 1e-5, 1.0]), st.floats(0, 1))


@st.composite
def vectors(draw: st.DrawFn, dims: int | None = None) -> np.ndarray:
    """Vectors of some length, biased to axes and near-axes."""
    size = dims or draw(st.integers(2, 12))
    values = draw(arrays(float, size, elements=st.floats(-10, 10, width=32)))
    if draw(st.booleans()):
        values = np.eye(size)[draw(st.integers(0, size - 1))] + values * draw(
            st.sampled_from([0.0, 1e-13, 1e-7, 1e-3])
        )
    assume(np.linalg.norm(values) > 1e-6)
    return values


def test_known_answer_of_the_seed() -> None:
    direction = merge_direction(A, B)
    surgery = Surgery(direction, 1e-3)
    weight, _ = surgery.edit(WEIGHT, np.zeros(3))
    assert pytest.approx(0.5349, abs=1e-4) == A @ B
    np.testing.assert_allclose(direction, [0.7862, 0.5518, 0.2782], atol=1e-4)
    expected_basis = [
        [0.78621, -0.52018, -0.33359],
        [0.55179, 0.83398, 0],
        [0.27821, -0.18407, 0.94272],
    ]
    np.testing.assert_allclose(orthonormal_basis(direction), expected_basis, atol=1e-4)
    expected_projector = [
        [0.3825, -0.4334, -0.2185],
        [-0.4334, 0.6958, -0.1534],
        [-0.2185, -0.1534, 0.9227],
    ]
    np.testing.assert_allclose(surgery.projector, expected_projector, atol=1e-4)
    expected_weight = [
        [-0.0924, 0.4129, 0.3574],
        [-0.3227, -0.6143, -0.0083],
        [0.9034, 0.0489, -0.9915],
    ]
    np.testing.assert_allclose(weight, expected_weight, atol=1e-4)
    assert np.linalg.matrix_rank(weight) == 3


@given(vectors(), dampings)
def test_projector_is_symmetric_and_scales_only_its_direction(
    direction: np.ndarray, damping: float
) -> None:
    matrix = projector(direction, damping)
    basis = orthonormal_basis(direction)
    np.testing.assert_allclose(matrix, matrix.T, atol=0)
    np.testing.assert_allclose(matrix @ basis[:, 0], damping * basis[:, 0], atol=1e-12)
    np.testing.assert_allclose(matrix @ basis[:, 1:], basis[:, 1:], atol=1e-12)


@given(vectors(), dampings)
def test_projector_equals_basis_times_scaling(direction: np.ndarray, damping: float) -> None:
    basis = orthonormal_basis(direction)
    scaling = np.eye(direction.size)
    scaling[0, 0] = damping
    np.testing.assert_allclose(projector(direction, damping), basis @ scaling @ basis.T, atol=1e-12)


@given(vectors(), st.floats(1e-3, 1e3), st.booleans(), dampings)
def test_sign_and_length_of_the_direction_do_not_matter(
    direction: np.ndarray, scale: float, flip: bool, damping: float
) -> None:
    other = direction * (-scale if flip else scale)
    np.testing.assert_allclose(projector(direction, damping), projector(other, damping), atol=1e-12)


def test_a_wrong_projector_breaks_the_laws() -> None:
    """The negative control: leaving out (1 - damping), or a direction that is not unit."""
    direction = np.array([3.0, 4.0])
    wrong = np.eye(2) - np.outer(direction, direction)
    assert not np.allclose(wrong @ direction, 0)
    assert not np.allclose(projector(direction, 0.5), projector(direction, 0.0))


@given(st.data(), dampings, st.booleans())
def test_editing_the_head_equals_moving_its_embeddings(
    data: st.DataObject, damping: float, edit_bias: bool
) -> None:
    direction = data.draw(vectors())
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    dims, hidden = direction.size, 6
    weight, bias = draw.normal(size=(dims, hidden)), draw.normal(size=dims)
    features = draw.normal(size=(9, hidden))
    surgery = Surgery(direction, damping, edit_bias)
    edited_weight, edited_bias = surgery.edit(weight, bias)
    run = features @ edited_weight.T + edited_bias
    np.testing.assert_allclose(
        surgery.embeddings(features @ weight.T + bias, bias), run, atol=1e-11
    )


def test_the_square_does_not_commute_with_the_other_bias_choice() -> None:
    draw = np.random.default_rng(0)
    weight, bias, features = draw.normal(size=(3, 4)), np.ones(3), draw.normal(size=(5, 4))
    weight_only = Surgery(np.ones(3), 0.0, edit_bias=False)
    both = Surgery(np.ones(3), 0.0, edit_bias=True)
    edited_weight, edited_bias = weight_only.edit(weight, bias)
    run = features @ edited_weight.T + edited_bias
    assert not np.allclose(both.embeddings(features @ weight.T + bias, bias), run)


@given(vectors(), dampings, st.booleans())
def test_embeddings_are_linear_in_damping(
    direction: np.ndarray, damping: float, edit_bias: bool
) -> None:
    draw = np.random.default_rng(1)
    embeddings, bias = draw.normal(size=(7, direction.size)), draw.normal(size=direction.size)

    def at(share: float) -> np.ndarray:
        return Surgery(direction, share, edit_bias).embeddings(embeddings, bias)

    np.testing.assert_allclose(at(damping), at(0) + damping * (at(1) - at(0)), atol=1e-11)
    np.testing.assert_allclose(at(1), embeddings, atol=1e-12)


@given(st.integers(2, 9), st.integers(0, 2**32 - 1))
def test_removing_the_direction_makes_the_centroids_coincide(dims: int, seed: int) -> None:
    a, b = np.random.default_rng(seed).normal(size=(2, dims))
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    assume(np.linalg.norm(a - b) > 1e-6 and np.linalg.norm(a + b) > 1e-3)
    moved = Surgery(merge_direction(a, b), 0.0).embeddings(np.stack([a, b]), np.zeros(dims))
    np.testing.assert_allclose(moved[0], moved[1], atol=1e-9)


def test_the_original_weights_are_untouched() -> None:
    weight, bias = WEIGHT.copy(), np.ones(3)
    edited, kept = Surgery(np.ones(3), 0.0, edit_bias=False).edit(weight, bias)
    edited += 1
    kept += 1
    np.testing.assert_array_equal(weight, WEIGHT)
    np.testing.assert_array_equal(bias, np.ones(3))


def test_shatter_direction_is_unit_along_the_centroid() -> None:
    np.testing.assert_allclose(shatter_direction(np.array([0.0, 3.0, 4.0])), [0, 0.6, 0.8])


@pytest.mark.parametrize("damping", [-0.1, 1.1, np.nan, np.inf, "0.5", None, True])
def test_damping_outside_its_range_is_refused(damping: object) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        projector(np.ones(3), damping)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="from 0 to 1"):
        Surgery(np.ones(3), damping)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (A, A, "coincide"),
        (A, 2 * A, "coincide"),
        (A, A + 1e-8, "coincide"),
        (np.zeros(3), B, "longer than 0"),
        (np.array([np.nan, 1, 0]), B, "finite"),
        (A, np.ones(4), "same length"),
        (np.ones((2, 2)), B, "must be a vector"),
    ],
)
def test_centroids_without_a_direction_are_refused(
    a: np.ndarray, b: np.ndarray, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        merge_direction(a, b)


def test_shapes_that_do_not_fit_are_refused() -> None:
    surgery = Surgery(np.ones(3), 0.5)
    with pytest.raises(ValueError, match="3 dimensions"):
        surgery.edit(np.ones((4, 5)), np.ones(4))
    with pytest.raises(ValueError, match="3 dimensions"):
        surgery.embeddings(np.ones((5, 3)), np.ones(2))
