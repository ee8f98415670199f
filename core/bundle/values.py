"""What the parts of a bundle must be, one function a kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

FORMAT = 1


def read_only(array: np.ndarray) -> np.ndarray:
    """Return an array that nobody can write to."""
    array.flags.writeable = False
    return array


def real_array(name: str, value: Any) -> np.ndarray:
    """Return numbers as float32. Raises ValueError for others, and where not finite."""
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        raise ValueError(f"{name} must hold real numbers, got {array.dtype}")
    array = array.astype(np.float32)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are not finite; capture the bundle again")
    return array


def integer_array(name: str, value: Any) -> np.ndarray:
    """Return labels (N,) as int64. Raises ValueError for anything else."""
    array = np.asarray(value)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be (N,) integers, got {array.shape} {array.dtype}")
    return array.astype(np.int64)


def text_array(value: Any) -> np.ndarray:
    """Return texts of any of NumPy's kinds as its plain one, and anything else as it is."""
    array = np.asarray(value)
    if array.dtype.kind in "OT" and all(isinstance(text, str) for text in array.ravel()):
        return np.array(array.tolist(), np.str_)
    return array


def one_boolean(value: Any) -> bool:
    """Return one true or false. Raises ValueError for anything else."""
    array = np.asarray(value)
    if array.shape != () or array.dtype.kind not in "biu":
        raise ValueError(f"normalise must be one true or false, got {array.shape} {array.dtype}")
    return bool(array)


def metadata_of(value: Any) -> dict[str, Any]:
    """Return metadata, a mapping or its JSON, as a dict. Raises ValueError for anything else."""
    if not isinstance(value, Mapping):
        try:
            value = json.loads(str(np.asarray(value)))
        except json.JSONDecodeError as error:
            raise ValueError(f"metadata must be a JSON string, got {error}") from error
    if not isinstance(value, Mapping) or not str(value.get("name") or ""):
        raise ValueError("metadata must be a JSON object with at least a format and a name")
    if value.get("format") != FORMAT:
        raise ValueError(
            f"metadata says format {value.get('format')!r}; this version reads {FORMAT}"
        )
    return dict(value)


def hash_of(arrays: Mapping[str, np.ndarray], rest: Any) -> str:
    """Return the SHA-256, in hex, of arrays with their names, types and shapes, and of JSON."""
    digest = hashlib.sha256()
    for name, given in arrays.items():
        array = np.ascontiguousarray(given, given.dtype.newbyteorder("<"))
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    digest.update(json.dumps(rest).encode())
    return digest.hexdigest()
