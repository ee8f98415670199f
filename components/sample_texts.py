"""The texts of test samples that are sentences: a list a model, and the address that serves it."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import quote

from dash import Dash
from flask import Response, request

from weight_surgery.core.workbench import Workbench

FOLDER = "texts"


def texts_address(workbench: Workbench, model: str) -> str | None:
    """Return where the texts of a model's test samples are, after the app's prefix; None without.

    Raises ValueError for an unknown name.
    """
    if workbench.bundle(model).texts_test is None:
        return None
    return f"{FOLDER}/{quote(model, safe='')}.json"


def answer(workbench: Workbench, model: str) -> Response:
    """Answer a request for a model's texts, a list in the order of its test samples."""
    try:
        texts = workbench.bundle(model).texts_test
        if texts is None:
            raise ValueError(f"{model} came without texts")
    except ValueError as error:
        reply = Response(str(error), 404, mimetype="text/plain")
        reply.headers["Cache-Control"] = "no-store"
        return reply
    content = json.dumps(texts.tolist(), ensure_ascii=False)
    reply = Response(content, mimetype="application/json")
    reply.headers["Cache-Control"] = "no-cache"
    reply.add_etag()
    reply.make_conditional(request)
    return reply


def register(app: Dash, workbench: Workbench) -> None:
    """Serve every model's texts; the page knows their address from its samples."""
    rule = f"{app.config.routes_pathname_prefix}{FOLDER}/<model>.json"
    app.server.add_url_rule(rule, FOLDER, partial(answer, workbench))
