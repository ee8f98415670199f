"""What costs a server much is asked for here, so that whoever serves the page can bound it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from flask import Flask, current_app, has_app_context

Kind = Literal["uploads", "jobs", "exports", "planner"]
_KEY = "weight_surgery_dear"


class TooOftenError(ValueError):
    """A visitor asks for more of something dear than one of many may have."""


def bound(server: Flask, check: Callable[[Kind], None]) -> None:
    """Let `check` decide what a visitor may ask for; it raises TooOftenError."""
    server.extensions[_KEY] = check


def ask(kind: Kind) -> None:
    """Say that a visitor asks for something dear. Raises TooOftenError where that is too much."""
    if has_app_context() and _KEY in current_app.extensions:
        current_app.extensions[_KEY](kind)
