"""Whether two values are the same to the bit, whatever they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def differing(one: Any, other: Any, where: str = "value") -> list[str]:
    """Return where two values differ; what a property computed later is no part of them."""
    if type(one) is not type(other):
        return [f"{where}: {type(one).__name__} is no {type(other).__name__}"]
    if isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and one.shape == other.shape
        same = same and one.flags.writeable == other.flags.writeable
        return [] if same and one.tobytes() == other.tobytes() else [where]
    if is_dataclass(one) and not isinstance(one, type):
        names = [field.name for field in fields(one)]
        pairs = [(name, getattr(one, name), getattr(other, name)) for name in names]
    elif isinstance(one, Mapping):
        if one.keys() != other.keys():
            return [where]
        pairs = [(str(name), value, other[name]) for name, value in one.items()]
    elif isinstance(one, (list, tuple)):
        if len(one) != len(other):
            return [where]
        pairs = [(str(at), *both) for at, both in enumerate(zip(one, other, strict=True))]
    elif type(one).__eq__ is object.__eq__ and hasattr(one, "__dict__"):
        names = [name for name in vars(one) if not name.startswith("_") and name in vars(other)]
        pairs = [(name, getattr(one, name), getattr(other, name)) for name in names]
    else:
        return [] if one == other or repr(one) == repr(other) else [where]
    return [found for name, *both in pairs for found in differing(*both, f"{where}.{name}")]
