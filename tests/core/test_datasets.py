"""Data sets: what is there offline, what is said when it is not, splits that share nothing."""

from __future__ import annotations

import numpy as np
import pytest

from weight_surgery.core.datasets import LabelledImages, fit_split, load_dataset
from weight_surgery.core.raw_images import RAW, raw_root


def test_digits_are_there_offline_split_and_stratified() -> None:
    train, test = load_dataset("digits", "train"), load_dataset("digits", "test")
    assert (len(train), len(test)) == (1347, 450)
    assert train.images.shape[1:] == (8, 8)
    assert test.images.max() == 255
    shares = [np.bincount(part.labels) / len(part) for part in (train, test)]
    np.testing.assert_allclose(*shares, atol=0.005)
    np.testing.assert_array_equal(load_dataset("digits", "test").labels, test.labels)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("mnist", marks=pytest.mark.mnist),
        pytest.param("fashion-mnist", marks=pytest.mark.fashion_mnist),
    ],
)
def test_raw_images_are_read_as_torchvision_reads_them(name: str) -> None:
    import torchvision.datasets

    train, test = load_dataset(name, "train"), load_dataset(name, "test")
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    fit = fit_split(train)
    assert len(fit) == 10_000
    np.testing.assert_allclose(
        np.bincount(fit.labels) / 1e4, np.bincount(train.labels) / 6e4, atol=1e-4
    )
    theirs = getattr(torchvision.datasets, RAW[name].folder)(str(raw_root(name)), train=False)
    np.testing.assert_array_equal(test.images, theirs.data.numpy())
    np.testing.assert_array_equal(test.labels, theirs.targets.numpy())
    # Theirs are "0 - zero" for digits; a garment's name is its own.
    assert all(
        name in (one, one[0]) for name, one in zip(test.class_names, theirs.classes, strict=True)
    )
    seen = {image.tobytes() for image in fit.images}
    assert not any(image.tobytes() in seen for image in test.images)


@pytest.mark.parametrize(("name", "split"), [("cifar", "test"), ("digits", "validation")])
def test_unknown_names_are_refused(name: str, split: str) -> None:
    with pytest.raises(ValueError, match="must be one of"):
        load_dataset(name, split)


def test_images_must_fit_their_labels() -> None:
    with pytest.raises(ValueError, match="labels must be"):
        LabelledImages("x", np.zeros((2, 4, 4), np.uint8), np.zeros(3, int), ("a",))
    with pytest.raises(ValueError, match="uint8"):
        LabelledImages("x", np.zeros((2, 4, 4)), np.zeros(2, int), ("a",))
