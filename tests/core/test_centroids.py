"""Centroids: known answers, trimming, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import IsolationForest

from weight_surgery.core.centroids import class_means, unit_centroid


def test_centroid_is_the_unit_mean_of_raw_embeddings() -> None:
    centroid = unit_centroid(np.array([[3.0, 0], [0, 4.0]]))
    np.testing.assert_allclose(centroid.mean, [1.5, 2])
    np.testing.assert_allclose(centroid.vector, [0.6, 0.8])
    assert (centroid.kept, centroid.total) == (2, 2)


def test_it_is_not_the_mean_of_unit_embeddings() -> None:
    embeddings = np.array([[3.0, 0], [0, 4.0]])
    other = (embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)).mean(axis=0)
    assert not np.allclose(unit_centroid(embeddings).vector, other / np.linalg.norm(other))


def test_trimming_keeps_what_the_forest_keeps() -> None:
    embeddings = np.random.default_rng(0).normal(size=(200, 3)) + 3
    kept = IsolationForest(random_state=42).fit_predict(embeddings) == 1
    centroid = unit_centroid(embeddings, trim_outliers=True)
    assert centroid.kept == kept.sum() < centroid.total == 200
    np.testing.assert_allclose(centroid.mean, embeddings[kept].mean(axis=0))
    other = unit_centroid(embeddings, trim_outliers=True, seed=7)
    assert not np.allclose(other.mean, centroid.mean)


def test_a_one_sample_class_has_a_centroid() -> None:
    np.testing.assert_allclose(unit_centroid(np.array([[0.0, 5.0]])).vector, [0, 1])


@pytest.mark.parametrize(
    ("embeddings", "words"),
    [
        (np.empty((0, 3)), "at least one sample"),
        (np.ones(3), "at least one sample"),
        (np.array([[1.0, 0], [-1.0, 0]]), "cancel out"),
        (np.zeros((4, 2)), "cancel out"),
    ],
)
def test_a_class_without_direction_is_refused(embeddings: np.ndarray, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        unit_centroid(embeddings)


def test_class_means_say_which_class_is_absent() -> None:
    means, counts = class_means(np.array([[1.0, 1], [3, 3], [5, 0]]), np.array([0, 0, 2]), 4)
    np.testing.assert_allclose(means, [[2, 2], [0, 0], [5, 0], [0, 0]])
    np.testing.assert_array_equal(counts, [2, 0, 1, 0])
