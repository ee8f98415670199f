"""The address of the callbacks: a body that fits none of them never reaches Dash."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash
from flask import Response, request

from weight_surgery.components.guard import shapes
from weight_surgery.components.guard.reading import StrictJson
from weight_surgery.components.guard.refusals import refusal

ADDRESS = "_dash-update-component"
# Room for the longest thing that a page says: every test sample of a model, marked.
MOST_BYTES = 3 * 2**19
LEFT = "the page asks for something that the server does not have; reload the page"


def check(app: Dash) -> Response | None:
    """Refuse a request to the callbacks' address that no page of this app makes.

    What is too large, or no JSON, Flask refuses as soon as it is read.
    """
    if request.endpoint != endpoint(app) or request.method != "POST":
        return None
    request.max_content_length = MOST_BYTES
    request.json_module = StrictJson
    # Kept by Flask, so that Dash finds it read.
    body: Any = request.get_json()
    try:
        shapes.check(app.callback_map, body)
    except ValueError as error:
        return refusal(f"{LEFT} ({error})", 400)
    return None


def endpoint(app: Dash) -> str:
    """Return the name by which Flask knows the callbacks' address, behind any prefix."""
    return f"{app.config.routes_pathname_prefix}{ADDRESS}"


def register(app: Dash) -> None:
    """Check every body before Dash reads it. Raises ValueError where Dash has it elsewhere."""
    if endpoint(app) not in app.server.view_functions:
        raise ValueError(f"Dash answers its callbacks elsewhere than at {endpoint(app)}")
    app.server.before_request(partial(check, app))
