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
from weight_surgery.core.sprite import PAGE_PIXELS, Sprite, album_of, sprite_of
from weight_surgery.core.workbench import Resources, Workbench


def tiles_of(sprite: Sprite) -> np.ndarray:
    """Cut a sprite as the page does, by its layout alone: tiles (count, height, width[, 3])."""
    picture = Image.open(io.BytesIO(sprite.png))
    assert picture.format == "PNG"
    pixels, height, width = np.asarray(picture), sprite.height, sprite.width
    corners = (divmod(index, sprite.columns) for index in range(sprite.count))
    return np.stack(
        [pixels[r * height : (r + 1) * height, c * width : (c + 1) * width] for r, c in corners]
    )


def all_of(workbench: Workbench, model: str) -> np.ndarray:
    """Cut all of a model's images out of its pages, each of which fits into a browser."""
    album = workbench.album(model)
    pages = [workbench.sprite(model, page) for page in range(album.pages)]
    for page in pages:
        assert (page.columns, page.height, page.width) == (album.columns, album.height, album.width)
        wide, high = Image.open(io.BytesIO(page.png)).size
        assert max(wide, high) <= 16_000
        assert wide * high <= PAGE_PIXELS
    assert [page.count for page in pages[:-1]] == [album.tiles] * (album.pages - 1)
    return np.concatenate([tiles_of(page) for page in pages])


def random_images(count: int, height: int = 4, width: int = 3, *colors: int) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 256, (count, height, width, *colors), np.uint8)


def with_images(images: np.ndarray) -> Workbench:
    bundle = make_bundle()
    features = np.zeros((len(images), bundle.features_test.shape[1]))
    labels = np.arange(len(images)) % len(bundle.class_names)
    made = replace(bundle, features_test=features, labels_test=labels, images_test=images)
    return Workbench({"a": made})


# The first picture imports Pillow.
@settings(deadline=None)
@given(some.integers(1, 40), some.integers(1, 5), some.integers(1, 5), some.booleans())
def test_tile_i_is_image_i(count: int, height: int, width: int, in_color: bool) -> None:
    images = random_images(count, height, width, *([3] if in_color else []))
    sprite = sprite_of(images)
    assert (sprite.count, sprite.height, sprite.width) == images.shape[:3]
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
    [
        np.zeros((0, 2, 2), np.uint8),
        np.zeros((3, 0, 2), np.uint8),
        np.zeros((3, 2, 2)),
        np.zeros((3, 2, 2, 4), np.uint8),
    ],
)
def test_what_is_no_picture_is_refused(images: np.ndarray) -> None:
    for lay_out in (sprite_of, album_of):
        with pytest.raises(ValueError, match=r"images must be \(N, H, W\) or \(N, H, W, 3\) uint8"):
            lay_out(images)


# The product is more than 64 million pixels, and the last page is not full.
@pytest.mark.parametrize(
    ("shape", "pages"),
    [((2000, 191, 192), 80), ((70, 3, 7, 3), 1), ((300, 192, 1), 1), ((700, 60, 90, 3), 5)],
)
def test_images_of_any_number_lie_on_pages_that_a_browser_takes(
    shape: tuple[int, ...], pages: int
) -> None:
    images = random_images(*shape)
    workbench = with_images(images)
    assert workbench.album("a").pages == pages
    np.testing.assert_array_equal(all_of(workbench, "a"), images)
    for page in (-1, pages):
        with pytest.raises(ValueError, match=rf"pages 0…{pages - 1}, got {page}"):
            workbench.sprite("a", page)


def test_large_images_are_sent_as_the_means_of_their_pixels() -> None:
    images = random_images(3, 400, 301, 3)
    workbench = with_images(images)
    album = workbench.album("a")
    assert (album.height, album.width) == (134, 101)
    shown = all_of(workbench, "a").astype(float)
    blocks = images[:, :399, :300].reshape(3, 133, 3, 100, 3, 3).mean(axis=(2, 4))
    assert np.abs(shown[:, :133, :100] - blocks).max() <= 1


def test_the_version_is_that_of_the_content() -> None:
    images = random_images(5)
    assert album_of(images).version == album_of(images.copy()).version
    assert album_of(images).version != album_of(images[::-1]).version
    assert album_of(images).version != album_of(images.swapaxes(1, 2)).version


def test_sprites_are_kept_and_their_number_is_bounded(synthetic: Bundle) -> None:
    count = len(synthetic.labels_test)
    bundles = {
        str(number): replace(synthetic, images_test=random_images(count, 1, 1))
        for number in range(50)
    }
    workbench = Workbench(bundles, resources=Resources(16 * 2**10))
    first = workbench.sprite("0")
    assert workbench.sprite("0") is first
    for name in bundles:
        workbench.sprite(name)
    assert workbench.sprite("0") is not first
