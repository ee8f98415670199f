"""Build the Dash app from a workbench, and the workbench from folders. Wiring only."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask
from threadpoolctl import threadpool_limits

import weight_surgery.components
from weight_surgery.components import document, guard, page
from weight_surgery.components.samples import BINARY
from weight_surgery.components.toasts import show_error
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import PRETRAINED, Resources, Workbench
from weight_surgery.core.workbench.resources import USUAL
from weight_surgery.server import headers

logger = logging.getLogger(__name__)

# Beside the components, where an editable installation has them too.
ASSETS = Path(weight_surgery.components.__file__).parents[1] / "assets"

# All that is sent but pictures and fonts, which are compressed in themselves.
COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "application/javascript"),
    *("application/json", "image/svg+xml", BINARY),
)


def create_app(
    workbench: Workbench,
    server: Flask | None = None,
    prefixes: tuple[str, str] = ("/", "/"),
    may_embed: bool = True,
    framed_by: str = "",
) -> Dash:
    """Return the Dash app that shows a workbench.

    server: a Flask app of one's own to put the page into; prefixes: where a browser finds the page,
    and where this server does; may_embed: whether any site may frame it where it is asked for with
    embed=1; framed_by: origins that may in any case.
    """
    # Dash says of what it takes that it is a flag, or is called.
    within: Any = server or Flask(__name__, static_folder=None)
    within.config["COMPRESS_MIMETYPES"] = COMPRESSED
    requests, routes = prefixes
    app = Dash(
        __name__,
        server=within,
        title="Weight Surgery Lab",
        update_title="",
        assets_folder=str(ASSETS),
        # The page itself asks for modules, which import each other, and for all style sheets as one
        # (components/document.py).
        assets_ignore=r".*\.(m?js|css)$",
        health_endpoint="health",
        requests_pathname_prefix=requests,
        routes_pathname_prefix=routes,
        on_error=show_error,
        compress=True,
        # Some of the page is built later; a test holds every id in a callback against all of it.
        suppress_callback_exceptions=True,
    )
    document.complete(app, workbench, ASSETS)
    page.register(app, workbench)
    guard.register(app)
    headers.protect(app, may_embed, framed_by)
    _begin(app)
    return app


def _begin(app: Dash) -> None:
    """Do now what Dash leaves to the first request.

    Of several that come at once it answers the others half-ready, and knows of no script's address
    in a process that has not written the page yet.
    """
    app._setup_server()
    with app.server.test_request_context("/"):
        app.index()


def serve_many() -> None:
    """Make this process one that serves: BLAS leaves threads to those who ask.

    Several people are served by several threads; with a pool of BLAS threads for each of them, they
    wait for one another.
    """
    threadpool_limits(1, user_api="blas")


def load_workbench(
    models: Path | None,
    uploads: Uploads | None = None,
    resources: Resources = USUAL,
    lazily: bool = True,
) -> Workbench:
    """Load the models that ship, and those of one more folder where one is given.

    uploads: where people's own models are kept, None where nobody may bring one; resources: what
    may be used; lazily: read what ships when it is used, where there is nothing else. What a folder
    holds is checked at once, and logged where it is no bundle.
    """
    if uploads is not None:
        uploads.sweep()
    if models is None and lazily:
        return Workbench.from_folder(PRETRAINED, lazily=True, uploads=uploads, resources=resources)
    folders = (PRETRAINED,) if models is None else (PRETRAINED, models)
    workbench = Workbench.from_folder(*folders, uploads=uploads, resources=resources)
    for reason in workbench.refused.values():
        logger.warning("left out: %s", reason)
    return workbench
