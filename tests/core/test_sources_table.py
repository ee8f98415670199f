"""A table of embeddings as a model: its prototypes classify, and what does not fit is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris, load_wine
from sklearn.neighbors import NearestCentroid

import weight_surgery as ws
from weight_surgery.core.geometry import unit

IRIS, LABELS = load_iris(return_X_y=True)
NAMES = ("setosa", "versicolor", "virginica")


def test_iris_is_read_by_the_cosine_to_its_prototypes() -> None:
    bundle = ws.from_embeddings(IRIS, LABELS, names=NAMES, name="iris")
    assert bundle.metadata["fit_right"] == {"cosine": 73, "distance": 71}
    assert bundle.normalise
    right = bundle.predictions_test == bundle.labels_test
    assert (right.sum(), len(right)) == (72, 75)
    means = np.stack([IRIS[::2][LABELS[::2] == label].mean(axis=0) for label in range(3)])
    likeness = unit(IRIS[1::2]) @ unit(means).T
    np.testing.assert_array_equal(bundle.predictions_test, likeness.argmax(axis=1))


def test_by_distance_it_reads_what_the_nearest_centroid_does() -> None:
    data, labels = load_wine(return_X_y=True)
    bundle = ws.from_embeddings(data, labels, normalise=False)
    fit = np.isin(np.arange(len(data)), bundle_fit(labels))
    nearest = NearestCentroid().fit(data[fit], labels[fit]).predict(data[~fit])
    np.testing.assert_array_equal(bundle.predictions_test, nearest)


def bundle_fit(labels: np.ndarray) -> np.ndarray:
    return np.concatenate([np.flatnonzero(labels == label)[::2] for label in np.unique(labels)])


def test_every_second_sample_of_each_class_is_fitted_on_the_first_among_them() -> None:
    labels = ["b", "a", "b", "b", "a", "a", "a"]
    bundle = ws.from_embeddings(np.arange(14.0).reshape(7, 2), labels, texts=list("1234567"))
    assert bundle.texts_test is not None
    np.testing.assert_array_equal(bundle.features_fit[:, 0], [0, 2, 6, 10])
    assert bundle.texts_test.tolist() == ["3", "5", "7"]
    assert bundle.labels_test.tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ([30, 4, 30, 4], ("4", "30")),
        ([2.0, 1.5, 2.0, 1.5], ("1.5", "2")),
        ([True, False, True, False], ("False", "True")),
        (["é", "a", "é", "a"], ("a", "é")),
    ],
)
def test_labels_are_the_persons_own_in_sorted_order(labels: list[Any], names: tuple) -> None:
    bundle = ws.from_embeddings([[1, 0], [0, 1], [1, 0.1], [0.1, 1]], labels)
    assert bundle.class_names == names
    assert bundle.metadata["labels"] == sorted(set(labels))
    renamed = ws.from_embeddings(np.eye(4), labels, names=dict(zip(labels, "xyxy", strict=True)))
    assert renamed.class_names == ("y", "x")


def test_a_tie_is_read_by_cosine_and_the_better_one_wins() -> None:
    far = ws.from_embeddings([[1, 0], [1, 0.1], [9, 0], [9, 0.1]], [0, 0, 1, 1])
    even = ws.from_embeddings([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], [0, 0, 1, 1])
    assert not far.normalise
    assert even.normalise


def test_a_split_is_taken_as_it_is_given() -> None:
    words = np.where(np.arange(150) < 149, np.where(np.arange(150) % 5, "fit", "test"), "fit")
    by_word = ws.from_embeddings(IRIS, LABELS, split=words)
    by_truth = ws.from_embeddings(IRIS, LABELS, split=words == "fit")
    assert len(by_word.labels_test) == 30
    np.testing.assert_array_equal(by_word.features_test, by_truth.features_test)
    assert by_word.metadata["split"] == "given"


def test_images_go_along_with_the_test_samples() -> None:
    images = np.linspace(0, 1, 150 * 4).reshape(150, 2, 2)
    bundle = ws.from_embeddings(IRIS, LABELS, images=images)
    assert bundle.images_test is not None
    np.testing.assert_array_equal(bundle.images_test, np.round(images[1::2] * 255))


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    bundle = ws.from_embeddings(IRIS, [f"k{label}" for label in LABELS], name="iris")
    ws.save_bundle(tmp_path / "iris.npz", bundle)
    again = ws.compare(tmp_path / "iris.npz", "k0", "k2")
    first = ws.compare(bundle, "k0", "k2")
    np.testing.assert_array_equal(again.after.logits, first.after.logits)
    assert again.bundle.has_identity_head


vectors = st.integers(0, 10_000).map(
    lambda seed: np.random.default_rng(seed).normal(size=(24, 3)) + np.eye(3)[np.arange(24) % 3]
)
KINDS = np.arange(24) % 3


@settings(max_examples=20)
@given(vectors, st.floats(0.01, 100))
def test_lengths_do_not_matter_by_cosine_and_places_not_by_distance(
    table: np.ndarray, scale: float
) -> None:
    def read(data: np.ndarray, normalise: bool) -> np.ndarray:
        return ws.from_embeddings(data, KINDS, normalise=normalise).predictions_test

    np.testing.assert_array_equal(read(table, True), read(scale * table, True))
    np.testing.assert_array_equal(read(table, False), read(table + 3, False))


def test_where_the_origin_is_matters_by_cosine() -> None:
    table = np.random.default_rng(0).normal(size=(24, 3)) + np.eye(3)[KINDS]
    near, far = (ws.from_embeddings(data, KINDS, normalise=True) for data in (table, table + 3))
    assert (near.predictions_test != far.predictions_test).any()


PIXELS = np.random.default_rng(0).integers(0, 256, (150, 5, 4, 3), np.uint8)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (PIXELS, PIXELS),
        (PIXELS / 255, PIXELS),
        ((PIXELS / 255).astype(np.float32), PIXELS),
        (PIXELS.astype(int), PIXELS),
        (np.minimum(PIXELS + 0.4, 255), PIXELS),
        (np.moveaxis(PIXELS, 3, 1), PIXELS),
        (PIXELS[..., :1], PIXELS[..., 0]),
        (PIXELS[:, None, ..., 0], PIXELS[..., 0]),
        (PIXELS[..., 0] > 99, (PIXELS[..., 0] > 99) * np.uint8(255)),
        (PIXELS.tolist(), PIXELS),
    ],
)
def test_images_are_taken_as_people_have_them(given: Any, kept: np.ndarray) -> None:
    bundle = ws.from_embeddings(IRIS, LABELS, images=given)
    assert bundle.images_test is not None
    test = np.concatenate([np.flatnonzero(label == LABELS)[1::2] for label in range(3)])
    np.testing.assert_array_equal(bundle.images_test, kept[np.sort(test)])


WIDE = np.zeros((4, 4097), np.float32)
BAD: list[tuple[dict[str, Any], str]] = [
    ({"vectors": [1.0, 2.0]}, r"vectors must be one row a sample, shape \(N, d\); got \(2,\)"),
    ({"vectors": [[1.0], [1.0, 2.0]]}, "vectors has rows of different lengths"),
    ({"vectors": WIDE}, "4,097 dimensions, and at most 4,096 .* TruncatedSVD"),
    ({"vectors": IRIS[:, :1]}, "at least 2 dimensions, got 1"),
    ({"vectors": IRIS + 1j}, "vectors must hold real numbers, got complex128"),
    ({"vectors": np.where(IRIS > 7.8, np.nan, IRIS)}, "vectors has 1 of 150 rows with numbers"),
    ({"vectors": IRIS * 1e39}, "too large for float32"),
    ({"vectors": [["a", 1.0]] * 150}, "vectors must hold real numbers"),
    ({"vectors": np.array([["a", 1.0]] * 150, object)}, "a column that is not numbers"),
    ({"labels": LABELS[:-1]}, "one label a sample, 150; got 149"),
    ({"labels": np.eye(150, 3)}, "a sample with several labels"),
    ({"labels": [*LABELS[:-1], None]}, "labels has 1 missing labels"),
    ({"labels": [*LABELS[:-1], np.nan]}, "labels has 1 missing labels"),
    ({"labels": [*LABELS[:-1], "x"]}, "all texts, all numbers or all booleans"),
    ({"labels": np.zeros(150)}, "at least two classes, got 1"),
    ({"labels": np.arange(150.0)}, "class 0 has one sample, and needs at least two"),
    ({"names": ["a", "b"]}, "names must be one a class in the order 0, 1, 2, which is 3; got 2"),
    ({"names": "abc"}, "which is 3; got 1"),
    ({"names": 3}, "which is 3; got 1"),
    ({"names": {0: "a", 1: "b"}}, "names has none for the label 2"),
    ({"names": ["a", "b", "a"]}, "two classes are called 'a'"),
    ({"images": np.zeros((149, 2, 2))}, r"gray \(150, H, W\) or color .*; got \(149, 2, 2\)"),
    ({"images": np.zeros((150, 2, 2, 4))}, "leave out the fourth channel"),
    ({"images": np.zeros((150, 2, 2, 2))}, r"got \(150, 2, 2, 2\)$"),
    ({"images": np.zeros((150, 0, 2))}, r"got \(150, 0, 2\)$"),
    ({"images": np.zeros((150, 3, 9, 3))}, "more than three pixels high and wide"),
    ({"images": np.full((150, 2, 2, 3), np.nan)}, "of 0…255 or of 0…1"),
    ({"images": np.full((150, 2, 2), 2.0)}, "of 0…255 or of 0…1"),
    ({"images": np.full((150, 2, 2), -1)}, "of 0…255 or of 0…1"),
    ({"images": np.full((150, 2, 2), 256.0)}, "of 0…255 or of 0…1"),
    ({"texts": ["a"]}, "one text a sample, 150; got 1"),
    ({"texts": 3}, "one text a sample, 150; got 1"),
    ({"split": np.ones(150, bool)}, "no sample to test on"),
    ({"split": LABELS > 0}, "split leaves class 0 nothing to fit on"),
    ({"split": ["train"] * 150}, 'split must hold "fit" and "test"'),
    ({"split": [True]}, "split must be one value a sample"),
    ({"normalise": "yes"}, "normalise must be true or false, got 'yes'"),
    ({"name": ""}, "name must be the model's name"),
    ({"name": "x" * 300}, "at most 255 characters"),
]


@pytest.mark.parametrize(("changed", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_what_does_not_fit_is_refused_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.from_embeddings(**({"vectors": IRIS, "labels": LABELS} | changed))


def test_a_class_around_the_origin_has_no_direction() -> None:
    table = [[1, 0], [1, 0], [-1, 0], [-1, 0], [0, 5], [0, 5]]
    labels = [0, 0, 0, 0, 1, 1]
    assert not ws.from_embeddings(table, labels, normalise=False).normalise
    with pytest.raises(ValueError, match="the mean of a class is the origin"):
        ws.from_embeddings(table, labels, normalise=True)
