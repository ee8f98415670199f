"""What vectors and images of a person's own must be, in one sentence where they are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from weight_surgery.core.limits import DIMENSIONS

WITHOUT_ALPHA = "; leave out the fourth channel, which says how transparent they are"
# Numbers that reach it are bytes; below it none can tell what they are.
HALF_A_BYTE = 128


def check_dimensions(dims: int) -> None:
    """Raise ValueError unless there are 2 to 4,096 dimensions."""
    if dims > DIMENSIONS:
        raise ValueError(
            f"there are {dims:,} dimensions, and at most {DIMENSIONS:,} can be edited; put "
            "scikit-learn's TruncatedSVD in front of the classifier and fit it again"
        )
    if dims < 2:
        raise ValueError(
            f"there must be at least 2 dimensions, got {dims}: in one there is no direction to "
            "take out"
        )


def array_of(values: Any, argument: str, dtype: type | None = None) -> np.ndarray:
    """Return values as an array. Raises ValueError for rows of different lengths."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    try:
        return np.asarray(values, dtype)
    except ValueError:
        raise ValueError(
            f"{argument} has rows of different lengths; give every sample as many numbers"
        ) from None


def vectors_of(values: Any, argument: str) -> np.ndarray:
    """Return vectors (N, d) as dense float32; scipy's sparse ones are taken too.

    Raises ValueError for anything else, for more than 4,096 dimensions, and for what is not finite.
    """
    if not hasattr(values, "toarray"):
        values = array_of(values, argument)
    if len(values.shape) != 2:
        raise ValueError(
            f"{argument} must be one row a sample, shape (N, d); got {tuple(values.shape)}"
        )
    check_dimensions(values.shape[1])
    array = np.asarray(values.toarray() if hasattr(values, "toarray") else values)
    if array.dtype.kind == "O":
        array = _numbers(array, argument)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{argument} must hold real numbers, got {array.dtype}")
    with np.errstate(over="ignore"):
        array = array.astype(np.float32)
    if wrong := int((~np.isfinite(array)).any(axis=1).sum()):
        raise ValueError(
            f"{argument} has {wrong:,} of {len(array):,} rows with numbers that are missing, "
            "infinite or too large for float32; leave them out or fill them in"
        )
    return array


def images_of(images: Any, samples: int) -> np.ndarray:
    """Return images, one a sample, as uint8: gray (N, H, W), or in color (N, H, W, 3).

    Integers are 0…255; other numbers are 0…1, or 0…255 where one is at least 128. Colors may also
    come first, (N, 3, H, W), and one channel is gray. Raises ValueError for anything else.
    """
    array = _channels_last(array_of(images, "images"))
    is_known = array.ndim == 3 or (array.ndim == 4 and array.shape[3] == 3)
    if not is_known or len(array) != samples or not array.size:
        raise ValueError(
            f"images must be one a sample, gray ({samples}, H, W) or color ({samples}, H, W, 3); "
            f"got {np.shape(images)}{WITHOUT_ALPHA if array.ndim == 4 and 4 in array.shape else ''}"
        )
    is_share = array.dtype.kind == "b" or (array.dtype.kind == "f" and array.max() <= 1)
    is_byte = array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.max() >= HALF_A_BYTE)
    if not (is_share or is_byte) or not (array.min() >= 0 and array.max() <= 255):
        raise ValueError(
            f"images must be of 0…255 or of 0…1; got {array.dtype} of {array.min()}…{array.max()}"
        )
    return np.round(array * 255.0 if is_share else array).astype(np.uint8)


def _channels_last(array: np.ndarray) -> np.ndarray:
    """Return images (N, …) with their three colors last, and gray ones without a channel."""
    if array.ndim != 4:
        return array
    first, last = array.shape[1], array.shape[3]
    if first == last == 3:
        raise ValueError(
            f"images of shape {array.shape} have their colors first or last, and none can tell "
            "which; give images that are more than three pixels high and wide"
        )
    if last == 1:
        return array[..., 0]
    if first == 1 and last != 3:
        return array[:, 0]
    return np.moveaxis(array, 1, 3) if first == 3 else array


def texts_of(texts: Any, samples: int) -> np.ndarray:
    """Return one text a sample (N,). Raises ValueError for anything else."""
    found = each_of(texts)
    if len(found) != samples or not all(isinstance(text, str) for text in found):
        raise ValueError(f"texts must be one text a sample, {samples:,}; got {len(found):,}")
    return np.array(found)


def each_of(values: Any) -> list[Any]:
    """Return what several values are, or the one that was given instead."""
    several = isinstance(values, Iterable) and not isinstance(values, (str, bytes))
    return list(values) if several else [values]


def _numbers(array: np.ndarray, argument: str) -> np.ndarray:
    """Read an array of objects, as tables with mixed columns have it, as numbers."""
    try:
        return array.astype(float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{argument} has a column that is not numbers; leave it out, or encode it"
        ) from None
