"""Build the Dash app from a workbench, and the workbench from folders. Wiring only."""

from __future__ import annotations

import logging
import os
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
from weight_surgery.core.workbench import PRETRAINED, Workbench

logger = logging.getLogger(__name__)

MODELS_VARIABLE = "WEIGHT_SURGERY_MODELS"
UPLOADS_VARIABLE = "WEIGHT_SURGERY_UPLOADS"
# Beside the components, where an editable installation has them too.
ASSETS = Path(weight_surgery.components.__file__).parents[1] / "assets"

# All that is sent but pictures and fonts, which are compressed in themselves.
COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "application/javascript"),
    *("application/json", "image/svg+xml", BINARY),
)


def create_app(workbench: Workbench) -> Dash:
    """Return the Dash app that shows a workbench."""
    # Dash says of what it takes that it is a flag, or is called.
    server: Any = Flask(__name__)
    server.config["COMPRESS_MIMETYPES"] = COMPRESSED
    app = Dash(
        __name__,
        server=server,
        title="Weight Surgery Lab",
        update_title="",
        assets_folder=str(ASSETS),
        # The page itself asks for modules, which import each other, and for all style sheets as one
        # (components/document.py).
        assets_ignore=r".*\.(m?js|css)$",
        health_endpoint="health",
        on_error=show_error,
        compress=True,
        # Some of the page is built later; a test holds every id in a callback against all of it.
        suppress_callback_exceptions=True,
    )
    document.complete(app, workbench, ASSETS)
    page.register(app, workbench)
    guard.register(app)
    return app


def serve_many() -> None:
    """Make this process one that serves: BLAS leaves threads to those who ask.

    Several people are served by several threads; with a pool of BLAS threads for each of them, they
    wait for one another.
    """
    threadpool_limits(1, user_api="blas")


def load_workbench(models: Path | None, uploads: Uploads | None = None) -> Workbench:
    """Load the models that ship, and those of one more folder where one is given.

    uploads: where people's own models are kept, None where nobody may bring one. What ships is read
    when it is used; what a folder holds is checked at once, and logged where it is no bundle.
    """
    if uploads is not None:
        uploads.sweep()
    if models is None:
        return Workbench.from_folder(PRETRAINED, lazily=True, uploads=uploads)
    workbench = Workbench.from_folder(PRETRAINED, models, uploads=uploads)
    for reason in workbench.refused.values():
        logger.warning("left out: %s", reason)
    return workbench


def named_uploads() -> Uploads | None:
    """Return where the environment says that people's own models are kept, if it does."""
    folder = os.environ.get(UPLOADS_VARIABLE)
    return Uploads(Path(folder)) if folder else None


def build_server() -> Flask:
    """Return the WSGI app of the models that the environment names.

    People bring their own only where it names a folder for them, too.
    """
    serve_many()
    folder = os.environ.get(MODELS_VARIABLE)
    return create_app(load_workbench(Path(folder) if folder else None, named_uploads())).server
