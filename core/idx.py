"""Read the idx files that MNIST and Fashion-MNIST come in, with NumPy alone."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np

UNSIGNED_BYTES = 8


def read_idx(path: Path, axes: int) -> np.ndarray:
    """Read an idx file of `axes` dimensions as a read-only uint8 array; .gz is unpacked.

    Raises ValueError with the path when it cannot be read, is another kind of file or is cut.
    """
    content = _content(path)
    start = 4 + 4 * axes
    if content[:4] != bytes((0, 0, UNSIGNED_BYTES, axes)) or len(content) < start:
        raise ValueError(
            f"{path} is not an idx file of {axes} dimension(s) of bytes; delete it and run "
            "`make data` again"
        )
    shape = struct.unpack(f">{axes}I", content[4:start])
    said, there = math.prod(shape), len(content) - start
    if there != said:
        raise ValueError(
            f"{path} is damaged: its header says {said} bytes and {there} follow; delete it and "
            "run `make data` again"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def _content(path: Path) -> bytes:
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                return file.read()
        return path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(
            f"{path} cannot be read ({error}); delete it and run `make data` again"
        ) from error
