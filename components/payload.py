"""What a page sends, read before anything is computed with it.

Pages are not trusted: a whole number may have a million digits, a list a million entries, and an
object may be anything else. Every reader raises ValueError with a sentence.
"""

from __future__ import annotations

import re
from typing import Any

from weight_surgery.core.checks import boolean, integer, one_of, real, shown, text_of

__all__ = [
    "boolean",
    "entries",
    "held",
    "integer",
    "list_of",
    "object_of",
    "one_of",
    "real",
    "text_of",
    "typed",
]

LONGEST_NUMBER = 100
# As assets/lab/model/typed.mjs has it: a comma is a decimal point, and nothing parts thousands.
REAL = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)


def typed(name: str, value: Any, least: float, most: float, example: str) -> float:
    """Return a number of a range as somebody typed it, with a comma or a point."""
    wanted = f"{name} must be a number from {least:g} to {most:g}, such as {example}"
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        if not REAL.fullmatch(value.strip()):
            raise ValueError(f"{wanted}; got {shown(value)}")
        value = float(value.strip().replace(",", "."))
    return real(name, value, least, most)


def object_of(name: str, value: Any) -> dict[str, Any]:
    """Return an object, whatever it holds."""
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be an object, got {shown(value)}")
    return value


def entries(name: str, value: Any, *keys: str) -> list[Any]:
    """Return what an object holds under some keys."""
    given = object_of(name, value)
    missing = [key for key in keys if key not in given]
    if missing:
        raise ValueError(f"{name} must have {', '.join(keys)}; {', '.join(missing)} is missing")
    return [given[key] for key in keys]


def held(value: Any, key: str) -> Any:
    """Return what a page holds already under a key, None where it holds no such thing."""
    return value.get(key) if isinstance(value, dict) else None


def list_of(name: str, value: Any, most: int) -> list[Any]:
    """Return a list of at most so many entries."""
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list, got {shown(value)}")
    if len(value) > most:
        raise ValueError(f"{name} must have at most {most:,} entries, got {len(value):,}")
    return value
