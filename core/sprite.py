"""Many images as the tiles of one picture."""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# A browser unpacks four bytes a pixel: this many are 256 MiB there.
MOST_PIXELS = 2**26


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


def columns_of(count: int) -> int:
    """Return in how many columns `count` images are laid out: ceil(sqrt(count))."""
    return math.isqrt(count - 1) + 1


def sprite_of(images: np.ndarray) -> Sprite:
    """Lay images (N, H, W) uint8 out in a grid. Raises ValueError as `grid_of` does."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(grid_of(images)).save(content, "PNG")
    count, height, width = images.shape
    return Sprite(content.getvalue(), columns_of(count), height, width, count)


def grid_of(images: np.ndarray) -> np.ndarray:
    """Lay images (N, H, W) uint8 out in `columns_of(N)` columns, row by row, as one picture.

    Raises ValueError when there is nothing to show, or more than a browser can.
    """
    if images.ndim != 3 or images.dtype != np.uint8 or not images.size:
        raise ValueError(
            f"images must be (N, H, W) uint8 and not empty, got {images.shape} {images.dtype}"
        )
    count, height, width = images.shape
    columns = columns_of(count)
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
    return grid.reshape(rows * height, columns * width)
