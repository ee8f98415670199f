"""The images of test samples: one sprite a model, and the address that serves it."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from flask import Response, request

from weight_surgery.components import ids
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Sprite, Workbench

FOLDER = "thumbnails"
FOREVER = "public, max-age=31536000, immutable"


def sprite_info(workbench: Workbench, model: str, prefix: str = "/") -> dict[str, Any]:
    """Return where a model's sprite is and its layout in tiles, or why there is none.

    Tile i, at column i % columns and row i // columns, is test sample i. prefix: the app's
    `requests_pathname_prefix`.
    """
    try:
        sprite = workbench.sprite(model)
    except ValueError as error:
        return {"missing": f"{error}."}
    return {
        "url": f"{prefix}{FOLDER}/{quote(model, safe='')}.png?v={sprite.version}",
        "columns": sprite.columns,
        "height": sprite.height,
        "width": sprite.width,
    }


def update(workbench: Workbench, prefix: str, query: str, held: dict[str, Any] | None) -> Any:
    """Tell the page where the images of a view's model are, where that is not known already."""
    model = ViewSpec.from_query(query).surgery.model
    if held and held["model"] == model:
        return no_update
    return {"model": model, **sprite_info(workbench, model, prefix)}


def answer(workbench: Workbench, model: str) -> Response:
    """Answer a request for a model's sprite; without one, 404 and a sentence that says why."""
    try:
        sprite = workbench.sprite(model)
    except ValueError as error:
        reply = Response(str(error), 404, mimetype="text/plain")
        # A model may come with its images at the next start.
        reply.headers["Cache-Control"] = "no-store"
        return reply
    return _picture(sprite)


def _picture(sprite: Sprite) -> Response:
    reply = Response(sprite.png, mimetype="image/png")
    # Only the address of this very content may be kept for ever; any other asks again.
    current = request.args.get("v") == sprite.version
    reply.headers["Cache-Control"] = FOREVER if current else "no-cache"
    reply.set_etag(sprite.version)
    reply.make_conditional(request)
    return reply


def register(app: Dash, workbench: Workbench) -> None:
    """Serve every model's sprite, and tell the page of its own once the first figures are drawn."""
    rule = f"{app.config.routes_pathname_prefix}{FOLDER}/<model>.png"
    app.server.add_url_rule(rule, FOLDER, partial(answer, workbench))
    app.callback(
        Output(ids.SAMPLES_SPRITE, "data"),
        Input(ids.LATER_STORE, "data"),
        State(ids.SAMPLES_SPRITE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench, app.config.requests_pathname_prefix))
    app.clientside_callback(
        ClientsideFunction("spotlight", "sprite"),
        Output(ids.SAMPLES_IMAGES, "children"),
        Input(ids.SAMPLES_SPRITE, "data"),
        prevent_initial_call=True,
    )
