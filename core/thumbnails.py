"""Images of a model's test samples, all of them as tiles of one picture."""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.datasets import DATA_VARIABLE, data_root, fetch_mnist, mnist_file
from weight_surgery.core.idx import read_idx

# A browser unpacks four bytes a pixel: this many are 256 MiB there.
MOST_PIXELS = 2**26
CACHED_SPRITES = 16


@dataclass(frozen=True)
class Sprite:
    """Hold `count` images of height x width as one grey PNG, row by row in `columns` columns."""

    png: bytes
    columns: int
    height: int
    width: int
    count: int

    @cached_property
    def version(self) -> str:
        """A short hash of the content."""
        return hashlib.sha256(self.png).hexdigest()[:16]


class SpriteShelf:
    """Sprites of bundles, each made once; images that are not there are looked for again."""

    def __init__(self, root: Path | None = None) -> None:
        """Take the folder of raw data (see `core.datasets.data_root`)."""
        self._root = root
        self._sprite = lru_cache(CACHED_SPRITES)(self._make)
        self._fetching = Lock()

    def sprite(self, bundle: Bundle) -> Sprite:
        """Return a bundle's sprite. Raises ValueError as `test_images` and `sprite_of` do."""
        return self._sprite(bundle)

    def fetch(self, bundle: Bundle) -> Sprite:
        """Return a bundle's sprite, after downloading MNIST where only that is missing.

        Two who ask at once share one download. Raises ValueError as `sprite` and `fetch_mnist` do.
        """
        with self._fetching:
            try:
                return self.sprite(bundle)
            except ValueError:
                if not _is_of_mnist(bundle):
                    raise
            fetch_mnist(self._root)
            return self.sprite(bundle)

    def _make(self, bundle: Bundle) -> Sprite:
        return sprite_of(test_images(bundle, self._root))


def test_images(bundle: Bundle, root: str | Path | None) -> np.ndarray:
    """Return the images (Nt, H, W) uint8 of a bundle's test samples, in their order.

    They are the bundle's own, else MNIST's when it was captured from MNIST. root: the folder of
    raw data, as for `core.datasets.data_root`.
    Raises ValueError when they are not there, are damaged, or are those of other samples.
    """
    if bundle.images_test is not None:
        return bundle.images_test
    if not _is_of_mnist(bundle):
        raise ValueError(
            f"{bundle.name} came without images; add images_test, (Nt, H, W) uint8 in the order of "
            "labels_test, to its .npz to see its samples"
        )
    labels_file = mnist_file("t10k-labels-idx1-ubyte", root)
    images = read_idx(mnist_file("t10k-images-idx3-ubyte", root), axes=3)
    labels = read_idx(labels_file, axes=1)
    if len(images) != len(labels) or not np.array_equal(labels, bundle.labels_test):
        raise ValueError(
            f"the images in {data_root(root)} are not those of {bundle.name}: {labels_file.name} "
            "differs from its test labels; capture the bundle again from there, or set "
            f"{DATA_VARIABLE} (or --data) to the folder that it was captured from"
        )
    return images


def sprite_of(images: np.ndarray) -> Sprite:
    """Lay images (N, H, W) uint8 out in a grid of ceil(sqrt(N)) columns, row by row.

    Raises ValueError when there is nothing to show, or more than a browser can.
    """
    if images.ndim != 3 or images.dtype != np.uint8 or not images.size:
        raise ValueError(
            f"images must be (N, H, W) uint8 and not empty, got {images.shape} {images.dtype}"
        )
    count, height, width = images.shape
    columns = math.isqrt(count - 1) + 1
    rows = -(-count // columns)
    pixels = rows * height * columns * width
    if pixels > MOST_PIXELS:
        raise ValueError(
            f"{count} images of {height}×{width} are {pixels / 1e6:.0f} million pixels and at most "
            f"{MOST_PIXELS / 1e6:.0f} can be shown; make images_test smaller"
        )
    tiles = np.zeros((rows * columns, height, width), np.uint8)
    tiles[:count] = images
    grid = tiles.reshape(rows, columns, height, width).swapaxes(1, 2)
    png = _png(grid.reshape(rows * height, columns * width))
    return Sprite(png, columns, height, width, count)


def _is_of_mnist(bundle: Bundle) -> bool:
    return bundle.metadata.get("dataset") == "mnist"


def _png(pixels: np.ndarray) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()
