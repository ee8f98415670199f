"""Forward to the installed package: `python app.py`, `gunicorn app:server`."""

from __future__ import annotations

import sys
from typing import Any

from weight_surgery.app import build_server
from weight_surgery.serving import main


def __getattr__(name: str) -> Any:
    """Build `server`, the WSGI app, when it is asked for."""
    if name != "server":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return build_server()


if __name__ == "__main__":
    sys.exit(main(prog="python app.py"))
