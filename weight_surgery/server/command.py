"""`weight-surgery run`: options, and a server for who sits before it, until it is told to end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from weight_surgery.app import create_app, load_workbench, serve_many
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench.resources import Resources
from weight_surgery.server.listening import Listener, say, serve_with_tools
from weight_surgery.server.reading import read_settings
from weight_surgery.server.settings import RunSettings

# Who is alone waits for nobody.
ALONE = 1.0


def main(arguments: list[str] | None = None, prog: str = "weight-surgery run") -> int:
    """Serve the page on this machine; exit code 2 with a sentence on bad input."""
    return ended(lambda: _run(read_settings(RunSettings, arguments, prog)))


def uploads_of(settings: RunSettings) -> Uploads | None:
    """Return where people's own models are kept.

    Not named it is this account's cache where nobody else reaches the page, and nowhere elsewhere.
    """
    if settings.uploads is not None:
        return Uploads(settings.uploads)
    if not settings.is_local:
        return None
    cache = os.environ.get("XDG_CACHE_HOME")
    return Uploads((Path(cache) if cache else Path.home() / ".cache") / "weight-surgery")


def _run(settings: RunSettings) -> None:
    serve_many()
    resources = Resources(queue=settings.redis or None, atlases=settings.atlases)
    app = create_app(load_workbench(settings.models, uploads_of(settings), resources))
    if settings.debug:
        serve_with_tools(app, settings)
        return
    listener = Listener(app.server, settings)
    say(settings)
    listener.run(ALONE)


def ended(work: Callable[[], None]) -> int:
    """Do the work; 0, or 2 with a sentence."""
    try:
        work()
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
