"""Many images as the tiles of a few pictures, the pages of an album."""

from __future__ import annotations

import hashlib
import io
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# Browsers refuse pictures above some 16,000 pixels a side, and unpack four bytes a pixel: this many
# are 4 MiB there, soon sent and soon drawn.
PAGE_PIXELS = 2**20
# What is shown of an image is smaller; a larger one is made smaller before it is sent.
LARGEST_SIDE = 192


@dataclass(frozen=True)
class Sprite:
    """Hold `count` images of height x width as one PNG, row by row in `columns` columns."""

    png: bytes
    columns: int
    height: int
    width: int
    count: int

    @cached_property
    def version(self) -> str:
        """A short hash of the content."""
        return hashlib.sha256(self.png).hexdigest()[:16]


@dataclass(frozen=True)
class Album:
    """Say where each of `count` images of height x width is.

    Image i is tile i % tiles of page i // tiles, and each page a sprite of `columns` columns.
    version: a short hash of the content.
    """

    columns: int
    height: int
    width: int
    count: int
    tiles: int
    version: str

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.count // self.tiles)


def columns_of(count: int) -> int:
    """Return in how many columns `count` images are laid out: ceil(sqrt(count))."""
    return math.isqrt(count - 1) + 1


def album_of(images: np.ndarray) -> Album:
    """Lay images (N, H, W) or (N, H, W, 3) uint8 out on pages of at most PAGE_PIXELS.

    Raises ValueError as `grid_of` does.
    """
    _check(images)
    height, width = (-(-side // _shrinking(images)) for side in images.shape[1:3])
    fits = max(1, PAGE_PIXELS // (height * width))
    # A square of tiles, so that no side of a page is long.
    tiles = min(len(images), max(1, math.isqrt(fits)) ** 2)
    digest = hashlib.sha256(repr(images.shape).encode())
    digest.update(np.ascontiguousarray(images).data)
    return Album(
        columns_of(tiles), height, width, len(images), tiles, version=digest.hexdigest()[:16]
    )


def album_of_one(sprite: Sprite) -> Album:
    """Return the album whose only page is a sprite."""
    return Album(
        sprite.columns, sprite.height, sprite.width, sprite.count, sprite.count, sprite.version
    )


def page_of(images: np.ndarray, album: Album, page: int) -> Sprite:
    """Return a page of the album of images (N, H, W) or (N, H, W, 3) uint8.

    Raises ValueError for a page that it does not have.
    """
    check_page(album, page)
    some = images[page * album.tiles : (page + 1) * album.tiles]
    return sprite_of(_smaller(some, _shrinking(images)), album.columns)


def check_page(album: Album, page: int) -> None:
    """Raise ValueError unless an album has a page."""
    if not 0 <= page < album.pages:
        raise ValueError(f"there are pages 0…{album.pages - 1}, got {page}")


def sprite_of(images: np.ndarray, columns: int | None = None) -> Sprite:
    """Lay images (N, H, W) or (N, H, W, 3) uint8 out as one. Raises ValueError as `grid_of`."""
    from PIL import Image

    columns = columns or columns_of(max(1, len(images)))
    content = io.BytesIO()
    Image.fromarray(grid_of(images, columns)).save(content, "PNG")
    count, height, width = images.shape[:3]
    return Sprite(content.getvalue(), columns, height, width, count)


def grid_of(images: np.ndarray, columns: int | None = None) -> np.ndarray:
    """Lay images (N, H, W) or (N, H, W, 3) uint8 out row by row as one picture.

    columns: `columns_of(N)` unless given. Raises ValueError when there is nothing to show.
    """
    _check(images)
    count, height, width, *colors = images.shape
    columns = columns or columns_of(count)
    rows = -(-count // columns)
    tiles = np.zeros((rows * columns, height, width, *colors), np.uint8)
    tiles[:count] = images
    grid = tiles.reshape(rows, columns, height, width, *colors).swapaxes(1, 2)
    return grid.reshape(rows * height, columns * width, *colors)


def _check(images: np.ndarray) -> None:
    is_known = images.ndim == 3 or (images.ndim == 4 and images.shape[3] == 3)
    if not is_known or images.dtype != np.uint8 or not images.size:
        raise ValueError(
            "images must be (N, H, W) or (N, H, W, 3) uint8 and not empty, got "
            f"{images.shape} {images.dtype}"
        )


def _shrinking(images: np.ndarray) -> int:
    """Return how many pixels of a side become one."""
    return -(-max(images.shape[1:3]) // LARGEST_SIDE)


def _smaller(images: np.ndarray, factor: int) -> np.ndarray:
    """Return images whose pixels are the means of factor x factor of these."""
    from PIL import Image

    if factor == 1:
        return images
    return np.stack([np.asarray(Image.fromarray(image).reduce(factor)) for image in images])
