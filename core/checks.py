"""What a value must be, in one sentence where it is not.

Values come from anywhere: a whole number has any number of digits there, a text any length,
and either is looked at before it is computed with, or quoted.
"""

from __future__ import annotations

import re
from numbers import Real
from typing import Any

# Nothing here is counted further, and an index into an array can be this large.
LARGEST = 2**31 - 1
LONGEST_QUOTE = 40
# 1e12 is whole, 1.5e0 is not; float() reads either at once.
SCIENTIFIC = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?e[+-]?[0-9]{1,9}", re.IGNORECASE)


def shown(value: Any) -> str:
    """Write a value as a sentence quotes it: short, whatever it is."""
    if isinstance(value, str) and len(value) > LONGEST_QUOTE:
        return f"{value[:LONGEST_QUOTE]!r}… ({len(value):,} characters)"
    if isinstance(value, int) and abs(value) > LARGEST:
        return f"a number beyond ±{LARGEST:,}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value):,}"
    if isinstance(value, Real):
        return str(value)
    return "an object" if isinstance(value, dict) else repr(value)


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    """Raise ValueError unless a value is one of those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {shown(value)}")


def boolean(name: str, value: Any) -> None:
    """Raise ValueError unless a value is true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, got {shown(value)}")


def text_of(name: str, value: Any, longest: int) -> str:
    """Return a text of at most so many characters. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, got {shown(value)}")
    if len(value) > longest:
        raise ValueError(f"{name} must have at most {longest:,} characters, got {len(value):,}")
    return value


def integer(name: str, value: Any, least: int = 0, most: int = LARGEST) -> int:
    """Return a value, or what a text says, as a whole number of a range.

    Raises ValueError for anything else.
    """
    given = value
    if isinstance(value, str) and SCIENTIFIC.fullmatch(value.strip()):
        value = float(value)
    try:
        whole = int(value)
        # int() also reads 1_000, and digits that a person may have meant as something else.
        plain = re.fullmatch(r"[+-]?[0-9]+", value.strip()) if isinstance(value, str) else None
        if isinstance(value, bool) or not (plain or whole == value):
            raise ValueError
    except OverflowError:
        raise ValueError(f"{name} must lie in {least:,}…{most:,}, got {shown(given)}") from None
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a whole number, got {shown(given)}") from None
    if not least <= whole <= most:
        raise ValueError(f"{name} must lie in {least:,}…{most:,}, got {shown(whole)}")
    return whole


def real(name: str, value: Any, least: float, most: float) -> float:
    """Return a number of a range as a float. Raises ValueError for anything else."""
    # NaN lies in no range; a whole number is compared before it is too large for a float.
    known = isinstance(value, Real) and not isinstance(value, bool)
    if not known or not least <= value <= most:
        raise ValueError(f"{name} must be a number from {least:g} to {most:g}, got {shown(value)}")
    return float(value)


def flag(name: str, text: str) -> bool:
    """Read 0 or 1. Raises ValueError for anything else."""
    one_of(name, text, ("0", "1"))
    return text == "1"


def number(name: str, text: str) -> float:
    """Read a number. Raises ValueError for anything else."""
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} must be a number, got {shown(text)}") from None
