"""Thumbnails: the right tile for the right index, or a sentence; never another sample's image."""

from __future__ import annotations

import gzip
import io
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from tests.conftest import make_bundle
from weight_surgery.core import thumbnails
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.datasets import load_dataset
from weight_surgery.core.idx import read_idx
from weight_surgery.core.thumbnails import MOST_PIXELS, Sprite, SpriteShelf, sprite_of
from weight_surgery.core.workbench import Workbench

IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"


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


def idx_bytes(array: np.ndarray) -> bytes:
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def random_images(count: int, height: int = 4, width: int = 3) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 256, (count, height, width), np.uint8)


@pytest.fixture
def of_mnist() -> Bundle:
    return make_bundle(samples=5).with_metadata(dataset="mnist")


def put_mnist(root: Path, labels: np.ndarray, packed: bool = False) -> np.ndarray:
    """Write made-up test files under `root` and return their images."""
    images = random_images(len(labels))
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, array in ((IMAGES, images), (LABELS, labels)):
        content = idx_bytes(array)
        path = raw / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
    return images


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


@pytest.mark.mnist
@pytest.mark.parametrize("model", ["mnist-3d", "mnist-5d", "mnist-16d"])
def test_shipped_mnist_models_show_torchvisions_images(shipped: Workbench, model: str) -> None:
    test = load_dataset("mnist", "test")
    np.testing.assert_array_equal(tiles_of(shipped.sprite(model)), test.images)
    np.testing.assert_array_equal(shipped.bundle(model).labels_test, test.labels)


@pytest.mark.parametrize("packed", [False, True])
def test_mnist_is_read_plain_or_packed(tmp_path: Path, of_mnist: Bundle, packed: bool) -> None:
    images = put_mnist(tmp_path, of_mnist.labels_test, packed)
    np.testing.assert_array_equal(thumbnails.test_images(of_mnist, tmp_path), images)
    workbench = Workbench({"a": of_mnist}, data=tmp_path)
    np.testing.assert_array_equal(tiles_of(workbench.sprite("a")), images)


def test_the_folder_may_come_from_the_environment(
    tmp_path: Path, of_mnist: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = put_mnist(tmp_path, of_mnist.labels_test)
    monkeypatch.setenv("WEIGHT_SURGERY_DATA", str(tmp_path))
    np.testing.assert_array_equal(thumbnails.test_images(of_mnist, None), images)


def test_a_bundles_own_images_come_first(tmp_path: Path, of_mnist: Bundle) -> None:
    put_mnist(tmp_path, of_mnist.labels_test)
    own = replace(of_mnist, images_test=random_images(len(of_mnist.labels_test)) // 2)
    np.testing.assert_array_equal(thumbnails.test_images(own, tmp_path), own.images_test)


def test_images_of_other_samples_are_never_shown(tmp_path: Path, of_mnist: Bundle) -> None:
    labels = of_mnist.labels_test.copy()
    labels[[0, -1]] = labels[[-1, 0]]
    put_mnist(tmp_path / "swapped", labels)
    put_mnist(tmp_path / "short", of_mnist.labels_test[:-1])
    put_mnist(tmp_path / "fewer", of_mnist.labels_test)
    fewer = random_images(len(labels) - 1)
    (tmp_path / "fewer" / "MNIST" / "raw" / IMAGES).write_bytes(idx_bytes(fewer))
    for folder in ("swapped", "short", "fewer"):
        with pytest.raises(ValueError, match=rf"{folder} are not those of synthetic.*--data"):
            thumbnails.test_images(of_mnist, tmp_path / folder)


def test_images_that_are_not_there_are_said_with_what_to_do(
    tmp_path: Path, of_mnist: Bundle, synthetic: Bundle
) -> None:
    with pytest.raises(ValueError, match=r"images_test, .* to its \.npz"):
        thumbnails.test_images(synthetic, tmp_path)
    put_mnist(tmp_path / "half", of_mnist.labels_test)
    (tmp_path / "half" / "MNIST" / "raw" / LABELS).unlink()
    for folder in (tmp_path / "half", tmp_path / "none"):
        with pytest.raises(ValueError, match=rf"{folder.name}; .*make data.*WEIGHT_SURGERY_DATA"):
            thumbnails.test_images(of_mnist, folder)


DAMAGE = {
    "empty": lambda content: b"",
    "cut header": lambda content: content[:9],
    "other magic": lambda content: b"\x00\x00\x0d\x03" + content[4:],
    "labels for images": lambda content: idx_bytes(np.zeros(4)),
    "cut": lambda content: content[:-1],
    "longer": lambda content: content + b"x",
    "huge": lambda content: content[:4] + b"\xff" * 12 + content[16:],
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("packed", [False, True])
def test_damaged_files_are_named(tmp_path: Path, damage: str, packed: bool) -> None:
    content = DAMAGE[damage](idx_bytes(random_images(6)))
    path = tmp_path / ("images.gz" if packed else "images")
    path.write_bytes(gzip.compress(content) if packed else content)
    with pytest.raises(ValueError, match=rf"{path} is .*delete it and run"):
        read_idx(path, axes=3)


def test_damaged_archives_are_named(tmp_path: Path) -> None:
    whole = gzip.compress(idx_bytes(random_images(6)))
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    path = tmp_path / "images.gz"
    for content in (b"no archive", whole[:-9], whole[: len(whole) // 2], bytes(flipped)):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=rf"{path} cannot be read"):
            read_idx(path, axes=3)


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


def test_sprites_are_kept_and_failures_are_not(tmp_path: Path, of_mnist: Bundle) -> None:
    workbench = Workbench({"a": of_mnist, "b": make_bundle()}, data=tmp_path)
    for model in ("a", "b", "c"):
        with pytest.raises(ValueError, match=r"MNIST is not at|images_test|no model 'c'"):
            workbench.sprite(model)
    put_mnist(tmp_path, of_mnist.labels_test)
    assert workbench.sprite("a") is workbench.sprite("a")


def test_only_missing_mnist_is_fetched(
    tmp_path: Path, of_mnist: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[Path] = []

    def fetch(root: Path) -> None:
        fetched.append(root)
        put_mnist(root, of_mnist.labels_test)

    monkeypatch.setattr(thumbnails, "fetch_mnist", fetch)
    workbench = Workbench({"a": of_mnist, "b": make_bundle()}, data=tmp_path)
    with pytest.raises(ValueError, match="came without images"):
        workbench.fetch_images("b")
    assert not fetched
    sprite = workbench.fetch_images("a")
    assert workbench.fetch_images("a") is sprite is workbench.sprite("a")
    assert fetched == [tmp_path]


def test_the_version_is_that_of_the_content() -> None:
    images = random_images(5)
    assert sprite_of(images).version == sprite_of(images.copy()).version
    assert sprite_of(images).version != sprite_of(images[::-1]).version


def test_sprites_of_many_bundles_are_bounded(synthetic: Bundle) -> None:
    shelf = SpriteShelf()
    count = len(synthetic.labels_test)
    bundles = [
        replace(synthetic, images_test=random_images(count, 1, 1))
        for _ in range(thumbnails.CACHED_SPRITES + 1)
    ]
    first = shelf.sprite(bundles[0])
    assert shelf.sprite(bundles[0]) is first
    for bundle in bundles:
        shelf.sprite(bundle)
    assert shelf.sprite(bundles[0]) is not first
