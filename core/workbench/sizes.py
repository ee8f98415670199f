"""How much memory a value holds: every buffer once, and nothing that is somebody else's."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass
from enum import Enum
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

# Shorter texts are counted by whoever refers to them.
LONG = 1024
# What lives as long as the program, whoever refers to it.
PERMANENT = (type, ModuleType, CodeType, Enum, np.dtype, type(None), bool)
# What refers to nothing, and is most of what there is.
ATOMS = frozenset({int, float, complex, np.float64, np.float32, np.int64})


@dataclass(frozen=True, eq=False)
class Footprint:
    """The memory behind one value.

    buffers: what owns the memory of arrays, and long bytes and texts, by identity with its bytes;
    loose: bytes of all the small objects together. Who keeps it keeps the owners, so that no
    identity is used twice.
    """

    buffers: dict[int, tuple[object, int]]
    loose: int

    @property
    def bytes(self) -> int:
        """All of it, as if nobody shared it."""
        return self.loose + sum(size for _, size in self.buffers.values())


def footprint_of(value: object, lent: tuple[object, ...] = ()) -> Footprint:
    """Measure what a value holds, by going through all that it refers to.

    lent: objects that are kept anyway: they, and whatever they hold, are not counted. An array
    counts with the whole buffer that it is a view of.
    """
    seen: set[int] = set()
    _walk(list(lent), seen)
    return _walk([value], seen)


def _walk(waiting: list[Any], seen: set[int]) -> Footprint:
    buffers: dict[int, tuple[object, int]] = {}
    loose = 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if type(one) in ATOMS:
            loose += sys.getsizeof(one)
            continue
        if isinstance(one, PERMANENT):
            continue
        size = sys.getsizeof(one)
        if isinstance(one, np.ndarray):
            if one.base is None:
                buffers[id(one)] = (one, size)
            else:
                waiting.append(one.base)
                loose += size
            if one.dtype.hasobject:
                waiting += one.flat
        elif isinstance(one, (bytes, bytearray, str)) and size > LONG:
            buffers[id(one)] = (one, size)
        elif isinstance(one, FunctionType):
            # Not its module's names, to which every function leads.
            waiting += [one.__closure__, one.__defaults__, one.__kwdefaults__]
        else:
            loose += size
            waiting += gc.get_referents(one)
    return Footprint(buffers, loose)
