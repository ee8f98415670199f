"""The first picture of a model: where its samples lie on the two axes that hold most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.conftest import make_bundle
from weight_surgery.core.sources.reading import preview_of


def distances(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points[:, None] - points[None], axis=-1)


def test_in_two_dimensions_every_distance_is_kept() -> None:
    bundle = make_bundle(dims=2, normalise=False, samples=9)
    found = preview_of(bundle)
    assert np.allclose(distances(found.points), distances(bundle.embeddings_test))
    assert np.isclose(found.held, 1)
    assert np.array_equal(found.labels, bundle.labels_test)


def test_its_share_is_that_of_the_two_largest_axes() -> None:
    bundle = make_bundle(dims=6, normalise=False)
    centred = bundle.embeddings_test - bundle.embeddings_test.mean(axis=0)
    squares = np.linalg.svd(centred, compute_uv=False) ** 2
    assert np.isclose(preview_of(bundle, 10**6).held, squares[:2].sum() / squares.sum())


def test_samples_are_at_length_1_where_they_are_read_so() -> None:
    bundle = make_bundle(dims=2, normalise=True, samples=9)
    assert np.allclose(distances(preview_of(bundle).points), distances(bundle.unit_embeddings_test))


def test_few_samples_of_every_class_are_drawn_and_alike_ones_divide_by_nothing() -> None:
    found = preview_of(make_bundle(classes=5, samples=400), 50)
    assert np.bincount(found.labels).tolist() == [10] * 5
    still = make_bundle(normalise=False, samples=3)
    still = replace(still, features_test=np.zeros_like(still.features_test))
    assert np.isfinite(preview_of(still).points).all()
    assert 0 <= preview_of(still).held <= 1
