"""What a value must be, in one sentence where it is not."""

from __future__ import annotations

from typing import Any


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    """Raise ValueError unless a value is one of those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")


def boolean(name: str, value: Any) -> None:
    """Raise ValueError unless a value is true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, got {value!r}")


def integer(name: str, value: Any) -> int:
    """Return a value as a whole number. Raises ValueError for anything else."""
    try:
        if isinstance(value, bool) or int(value) != float(value):
            raise ValueError
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a whole number, got {value!r}") from None


def flag(name: str, text: str) -> bool:
    """Read 0 or 1. Raises ValueError for anything else."""
    one_of(name, text, ("0", "1"))
    return text == "1"


def number(name: str, text: str) -> float:
    """Read a number. Raises ValueError for anything else."""
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} must be a number, got {text!r}") from None
