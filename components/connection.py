"""The banner that says when the server does not answer; `lab/connection.mjs` shows it."""

from __future__ import annotations

from dash import html

from weight_surgery.components import ids


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
