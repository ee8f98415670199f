"""What is between page and server: whether it answers, and of which models."""

from __future__ import annotations

from dash import Dash, html
from flask import Response

from weight_surgery.components import ids
from weight_surgery.core.workbench import Workbench

# Under which every answer says of which models it is, so that a page notices when they are others.
MODELS = "Lab-Models"


def banner() -> html.Div:
    """Return the banner, hidden; one of its sentences is shown while it applies."""
    return html.Div(
        [
            html.Span(
                "The server does not answer. What you see is its last answer; trying again…",
                className="connection-lost",
            ),
            html.Span("The server answers again.", className="connection-back"),
        ],
        id=ids.CONNECTION,
        className="connection",
        role="status",
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Say with every answer of which models it is."""

    def add(response: Response) -> Response:
        response.headers[MODELS] = workbench.version
        return response

    app.server.after_request(add)
