"""Forward to the installed package: `python app.py`, `gunicorn app:server`."""

from __future__ import annotations

import sys
from typing import Any

from weight_surgery.__main__ import load


def __getattr__(name: str) -> Any:
    """Build `server`, the WSGI app, when it is asked for."""
    if name != "server":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return load("weight_surgery.server.wiring").built()


if __name__ == "__main__":
    sys.exit(load("weight_surgery.server.command").main(prog="python app.py"))
