"""What `components.samples` packs, unpacked, as assets/lab/motion/columns.mjs does on the page."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

WORD = 4


def unpacked(body: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the words and the columns (n,) of a body, which has nothing else in it."""
    (length,) = struct.unpack_from("<I", body)
    words = json.loads(body[WORD : WORD + length])
    columns, start = {}, WORD + length
    for name, (kind, count) in words["columns"].items():
        width = np.dtype(kind).itemsize
        planes = np.frombuffer(body, np.uint8, width * count, start).reshape(width, count)
        columns[name] = np.ascontiguousarray(planes.T).view(f"<{kind}").ravel()
        start += width * count
    assert start == len(body)
    return words, columns
