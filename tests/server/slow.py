"""The server as it is, and one more address that takes its time, and says when it is asked."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from weight_surgery.server import serve, wiring

_build = wiring.build


def build(settings: Any) -> Any:
    """Build the server, with /slow?seconds=2&begun=PATH beside the page."""
    from flask import request

    server, workbench = _build(settings)

    def slow() -> str:
        seconds = float(request.args["seconds"])
        Path(request.args["begun"]).touch()
        time.sleep(seconds)
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
