"""What a request is for, in a word that is the same behind any prefix."""

from __future__ import annotations

from flask import request

# What tells how the server is, to whoever asks.
OPEN = ("health", "ready", "metrics")


def endpoint() -> str:
    """Return what the present request is for: never what it names, which may be somebody's own."""
    found = request.endpoint
    if found is None:
        return "unknown"
    # Dash calls its own by their whole path.
    return found.rstrip("/").rpartition("/")[2] if not found.endswith("/") else "page"
