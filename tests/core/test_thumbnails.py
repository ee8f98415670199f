"""Thumbnails: the right tile for the right index, or a sentence; never another sample's image."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.datasets import load_dataset
from weight_surgery.core.pictures import picture_of, read_picture
from weight_surgery.core.sprite import MOST_PIXELS, Sprite, sprite_of
from weight_surgery.core.workbench import Workbench
from weight_surgery.core.workbench.measured import CACHED_SPRITES


def tiles_of(sprite: Sprite) -> np.ndarray:
    """Cut a sprite as the page does, by its layout alone: tiles (count, height, width)."""
    picture = Image.open(io.BytesIO(sprite.png))
    assert picture.format == "PNG"
    assert picture.mode == "L"
    pixels, height, width = np.asarray(picture), sprite.height, sprite.width
    corners = (divmod(index, sprite.columns) for index in range(sprite.count))
    return np.stack(
        [pixels[r * height : (r + 1) * height, c * width : (c + 1) * width] for r, c in corners]
    )


def random_images(count: int, height: int = 4, width: int = 3) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 256, (count, height, width), np.uint8)


# The first picture imports Pillow.
@settings(deadline=None)
@given(some.integers(1, 40), some.integers(1, 5), some.integers(1, 5))
def test_tile_i_is_image_i(count: int, height: int, width: int) -> None:
    images = random_images(count, height, width)
    sprite = sprite_of(images)
    assert (sprite.count, sprite.height, sprite.width) == images.shape
    assert (sprite.columns - 1) ** 2 < count <= sprite.columns**2
    np.testing.assert_array_equal(tiles_of(sprite), images)


@pytest.mark.parametrize("model", ["digits-3d", "digits-16d"])
def test_shipped_digits_show_their_own_images(shipped: Workbench, model: str) -> None:
    sprite = shipped.sprite(model)
    bundle = shipped.bundle(model)
    assert (sprite.columns, sprite.count) == (22, 450)
    np.testing.assert_array_equal(tiles_of(sprite), bundle.images_test)
    test = load_dataset("digits", "test")
    np.testing.assert_array_equal(tiles_of(sprite), test.images)
    np.testing.assert_array_equal(bundle.labels_test, test.labels)


PICTURED = {
    "mnist-3d": "mnist",
    "mnist-5d": "mnist",
    "mnist-16d": "mnist",
    "fashion-3d": "fashion-mnist",
    "fashion-16d": "fashion-mnist",
}


@pytest.mark.parametrize(("model", "dataset"), PICTURED.items())
def test_models_of_a_pictured_data_set_show_the_picture_that_ships(
    shipped: Workbench, model: str, dataset: str
) -> None:
    bundle, (sprite, labels) = shipped.bundle(model), read_picture(picture_of(dataset))
    assert bundle.images_test is None
    assert shipped.sprite(model) == sprite
    np.testing.assert_array_equal(bundle.labels_test, labels)


@pytest.mark.parametrize(
    ("model", "dataset"),
    [
        pytest.param(model, name, marks=getattr(pytest.mark, name.replace("-", "_")))
        for model, name in PICTURED.items()
    ],
)
def test_every_sample_has_the_image_and_label_of_the_raw_files(
    shipped: Workbench, model: str, dataset: str
) -> None:
    test = load_dataset(dataset, "test")
    np.testing.assert_array_equal(tiles_of(shipped.sprite(model)), test.images)
    np.testing.assert_array_equal(shipped.bundle(model).labels_test, test.labels)


def labelled(labels: np.ndarray) -> Bundle:
    """Make a bundle that says it is of MNIST, with these test labels."""
    bundle = make_bundle(classes=10).with_metadata(dataset="mnist")
    draw = np.random.default_rng(0).normal(size=(len(labels), bundle.features_test.shape[1]))
    return replace(bundle, features_test=draw, labels_test=labels)


def test_mnists_images_are_of_any_bundle_with_its_labels_and_of_no_other() -> None:
    sprite, labels = read_picture(picture_of("mnist"))
    assert Workbench({"mine": labelled(labels)}).sprite("mine") == sprite
    swapped = labels.copy()
    swapped[[0, 1]] = swapped[[1, 0]]
    for others in (swapped, labels[:-1]):
        with pytest.raises(ValueError, match=r"not those of MNIST's 10,000 .*images_test, .*\.npz"):
            Workbench({"mine": labelled(others)}).sprite("mine")


def test_a_bundles_own_images_come_first() -> None:
    bundle = labelled(read_picture(picture_of("mnist"))[1][:50])
    own = replace(bundle, images_test=random_images(50))
    np.testing.assert_array_equal(tiles_of(Workbench({"a": own}).sprite("a")), own.images_test)


def test_a_bundle_without_images_says_how_to_give_it_some(synthetic: Bundle) -> None:
    with pytest.raises(ValueError, match=r"synthetic came without images; .*images_test, .*\.npz"):
        Workbench({"a": synthetic}).sprite("a")


@pytest.mark.parametrize(
    "images",
    [np.zeros((0, 2, 2), np.uint8), np.zeros((3, 0, 2), np.uint8), np.zeros((3, 2, 2))],
)
def test_what_is_no_picture_is_refused(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"images must be \(N, H, W\) uint8"):
        sprite_of(images)


def test_a_picture_too_large_for_a_browser_is_refused() -> None:
    side = int(MOST_PIXELS**0.5) // 2 + 1
    with pytest.raises(ValueError, match="make images_test smaller"):
        sprite_of(np.broadcast_to(np.uint8(0), (4, side, side)))


def test_the_version_is_that_of_the_content() -> None:
    images = random_images(5)
    assert sprite_of(images).version == sprite_of(images.copy()).version
    assert sprite_of(images).version != sprite_of(images[::-1]).version


def test_sprites_are_kept_and_their_number_is_bounded(synthetic: Bundle) -> None:
    count = len(synthetic.labels_test)
    bundles = {
        str(number): replace(synthetic, images_test=random_images(count, 1, 1))
        for number in range(CACHED_SPRITES + 1)
    }
    workbench = Workbench(bundles)
    first = workbench.sprite("0")
    assert workbench.sprite("0") is first
    for name in bundles:
        workbench.sprite(name)
    assert workbench.sprite("0") is not first
