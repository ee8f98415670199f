"""The server as it is, and one more address that answers once it is let go."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from weight_surgery.server import serve, wiring

_build = wiring.build


def build(settings: Any) -> Any:
    """Build the server, with /slow?seconds=20&held=PATH beside the page.

    It makes the file, and waits until it is gone, or for so long.
    """
    from flask import request

    server, workbench = _build(settings)

    def slow() -> str:
        end = time.monotonic() + float(request.args["seconds"])
        held = Path(request.args["held"])
        held.touch()
        while held.exists() and time.monotonic() < end:
            time.sleep(0.05)
        return "done"

    server.add_url_rule("/slow", "slow", slow)
    return server, workbench


def __getattr__(name: str) -> Any:
    if name != "server":
        raise AttributeError(name)
    wiring.build = build
    return wiring.built()


if __name__ == "__main__":
    serve.build = build
    sys.exit(serve.main())
