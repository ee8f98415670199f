"""What is said where there is no answer: a short sentence, of nothing that is the server's own."""

from __future__ import annotations

from functools import partial

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from weight_surgery.core.workbench import Busy

# By the status; any other is named as the standard names it.
WORDS = {
    400: "the request cannot be read; reload the page",
    403: "this is not for you",
    404: "there is nothing at this address",
    405: "this address is not asked in this way",
    413: "the request is larger than what is read of one",
    414: "the address is longer than what is read of one",
    415: "this address reads JSON, as application/json",
    500: "the server failed at this; its log has the details",
}


def refusal(sentence: str, status: int) -> Response:
    """Return a sentence as the page reads it after a post, and as a person does otherwise."""
    said = f"{sentence[:1].upper()}{sentence[1:]}."
    if request.method == "POST":
        reply: Response = jsonify({"refused": said})
    else:
        reply = Response(said, mimetype="text/plain")
    reply.status_code = status
    reply.headers["Cache-Control"] = "no-store"
    return reply


def refused(error: HTTPException) -> Response | HTTPException:
    """Say what a status means; what came with its answer (which methods, how long) stays."""
    if error.response is not None or error.code is None:
        return error
    reply = refusal(WORDS.get(error.code, error.name.lower()), error.code)
    for name, value in error.get_headers():
        if name != "Content-Type":
            reply.headers[name] = value
    return reply


def no_package(_: DependencyException) -> Response:
    """Answer for a script that Dash does not have: it tells of all that it has, as a fault."""
    return refusal(WORDS[404], 404)


def busy(error: Busy) -> Response:
    """Answer for a server that has no place just now; a page asks again after a moment."""
    reply = refusal(str(error), 503)
    reply.headers["Retry-After"] = "1"
    return reply


def only_the_page(app: Dash) -> None:
    """Refuse every address but the page's own: Dash shows the page at any."""
    if request.endpoint == f"{app.config.routes_pathname_prefix}<path:path>":
        raise NotFound


def register(app: Dash) -> None:
    """Answer with a sentence whatever has no answer, at every address."""
    app.server.before_request(partial(only_the_page, app))
    app.server.register_error_handler(HTTPException, refused)
    app.server.register_error_handler(DependencyException, no_package)
    app.server.register_error_handler(Busy, busy)
