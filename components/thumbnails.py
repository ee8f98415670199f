"""The images of test samples: one sprite a model, and the address that serves it."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from dash import Dash
from flask import Response, request

from weight_surgery.components.sample_texts import texts_address
from weight_surgery.core.workbench import Sprite, Workbench, is_own

FOLDER = "thumbnails"
FOREVER = "public, max-age=31536000, immutable"
# What somebody brought is for their browser alone, as long as it may be kept here.
OWN_FOREVER = "private, max-age=86400, immutable"


def sprite_info(workbench: Workbench, model: str) -> dict[str, Any]:
    """Return where a model's sprite is and its layout in tiles, or why there is none.

    Tile i, at column i % columns and row i // columns, is test sample i. The address is what
    follows the app's prefix. Samples that are sentences have the address of their texts alone.
    """
    try:
        if texts := texts_address(workbench, model):
            return {"texts": texts}
        sprite = workbench.sprite(model)
    except ValueError as error:
        return {"missing": f"{error}."}
    return {
        "url": f"{FOLDER}/{quote(model, safe='')}.png?v={sprite.version}",
        "columns": sprite.columns,
        "height": sprite.height,
        "width": sprite.width,
    }


def answer(workbench: Workbench, model: str) -> Response:
    """Answer a request for a model's sprite; without one, 404 and a sentence that says why."""
    try:
        sprite = workbench.sprite(model)
    except ValueError as error:
        reply = Response(str(error), 404, mimetype="text/plain")
        # A model may come with its images at the next start.
        reply.headers["Cache-Control"] = "no-store"
        return reply
    return _picture(sprite, OWN_FOREVER if is_own(model) else FOREVER)


def _picture(sprite: Sprite, forever: str) -> Response:
    reply = Response(sprite.png, mimetype="image/png")
    # Only the address of this very content may be kept for ever; any other asks again.
    current = request.args.get("v") == sprite.version
    reply.headers["Cache-Control"] = forever if current else "no-cache"
    reply.set_etag(sprite.version)
    reply.make_conditional(request)
    return reply


def register(app: Dash, workbench: Workbench) -> None:
    """Serve every model's sprite; the page knows its address from its samples."""
    rule = f"{app.config.routes_pathname_prefix}{FOLDER}/<model>.png"
    app.server.add_url_rule(rule, FOLDER, partial(answer, workbench))
