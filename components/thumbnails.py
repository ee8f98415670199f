"""The images of test samples: the pages of a model's album, and the address that serves them."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from dash import Dash
from flask import Response, request

from weight_surgery.components.payload import integer
from weight_surgery.components.sample_texts import texts_address
from weight_surgery.core.workbench import Sprite, Workbench, is_own

FOLDER = "thumbnails"
FOREVER = "public, max-age=31536000, immutable"
# What somebody brought is for their browser alone, as long as it may be kept here.
OWN_FOREVER = "private, max-age=86400, immutable"


def sprite_info(workbench: Workbench, model: str) -> dict[str, Any]:
    """Return where a model's images are and how they lie on pages, or why there are none.

    Test sample i is tile i % tiles of page i // tiles, at column tile % columns and row
    tile // columns. A page's address is the folder, which follows the app's prefix, and the page's
    number and version. Samples that are sentences have the address of their texts alone.
    """
    try:
        if texts := texts_address(workbench, model):
            return {"texts": texts}
        album = workbench.album(model)
    except ValueError as error:
        return {"missing": f"{error}."}
    return {
        "folder": f"{FOLDER}/{quote(model, safe='')}/",
        "version": album.version,
        "count": album.count,
        "tiles": album.tiles,
        "columns": album.columns,
        "height": album.height,
        "width": album.width,
    }


def answer(workbench: Workbench, model: str, page: str) -> Response:
    """Answer a request for a page; without it, 404 and a sentence that says why."""
    try:
        album = workbench.album(model)
        sprite = workbench.sprite(model, integer("page", page))
    except ValueError as error:
        reply = Response(str(error), 404, mimetype="text/plain")
        # A model may come with its images at the next start.
        reply.headers["Cache-Control"] = "no-store"
        return reply
    return _picture(sprite, album.version, OWN_FOREVER if is_own(model) else FOREVER)


def _picture(sprite: Sprite, version: str, forever: str) -> Response:
    reply = Response(sprite.png, mimetype="image/png")
    # Only the address of this very content may be kept for ever; any other asks again.
    current = request.args.get("v") == version
    reply.headers["Cache-Control"] = forever if current else "no-cache"
    reply.set_etag(sprite.version)
    reply.make_conditional(request)
    return reply


def register(app: Dash, workbench: Workbench) -> None:
    """Serve every model's images; the page knows where from its samples."""
    rule = f"{app.config.routes_pathname_prefix}{FOLDER}/<model>/<page>.png"
    app.server.add_url_rule(rule, FOLDER, partial(answer, workbench))
