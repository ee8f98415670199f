"""What the parts of a bundle must be, one function a kind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from weight_surgery.core.checks import shown, text_of

FORMAT = 1
# What of metadata stands in sentences.
TEXTS = ("name", "title", "dataset", "network")
LONGEST_TEXT, LONGEST_METADATA = 1_000, 2**20


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
        value = _json_of(str(np.asarray(value)))
    if not isinstance(value, Mapping) or not value.get("name"):
        raise ValueError("metadata must be a JSON object with at least a format and a name")
    if value.get("format") != FORMAT:
        raise ValueError(
            f"metadata says format {shown(value.get('format'))}; this version reads {FORMAT}"
        )
    for name in TEXTS:
        if value.get(name) is not None:
            whole_text(f"metadata's {name}", str(value[name]))
    return dict(value)


def names_of(value: Any) -> tuple[str, ...]:
    """Return names of classes. Raises ValueError for one that is no text to be shown."""
    return tuple(whole_text("a class's name", str(name)) for name in np.ravel(value))


def whole_text(name: str, value: Any) -> str:
    """Return a text that can be shown and written. Raises ValueError for anything else."""
    text = text_of(name, value, LONGEST_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} must be of whole characters, got {shown(text)}") from None
    return text


def _json_of(text: str) -> Any:
    """Read metadata that somebody wrote. Raises ValueError where it is no JSON."""
    text = text_of("metadata", text, LONGEST_METADATA)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"metadata must be a JSON string, got {error}") from error
    # Nested beyond what can be read, and a number of thousands of digits.
    except (RecursionError, ValueError):
        raise ValueError("metadata must be a JSON string; this one cannot be read") from None


def hash_of(arrays: Mapping[str, np.ndarray], rest: Any) -> str:
    """Return the SHA-256, in hex, of arrays with their names, types and shapes, and of JSON."""
    digest = hashlib.sha256()
    for name, given in arrays.items():
        array = np.ascontiguousarray(given, given.dtype.newbyteorder("<"))
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    digest.update(json.dumps(rest).encode())
    return digest.hexdigest()
