"""Two ways of showing a view without its controls: in large type, and embedded in a slide."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids


def present_button() -> dmc.Button:
    """Return the button that starts and ends a presentation; `p` and Escape do the same."""
    return dmc.Button("Present", id=ids.PRESENT_BUTTON, size="xs", variant="default")


def embed_foot() -> html.Footer:
    """Return what an embedded view says of itself, and the way to the whole lab."""
    # The page's own heading is away then.
    level: dict[str, Any] = {"aria-level": "1"}
    return html.Footer(
        [
            html.Span(id=ids.SHARE_LINE, role="heading", **level),
            html.A("Open in the lab", id=ids.LAB_LINK, href="", target="_blank", rel="noopener"),
        ],
        className="embed-foot",
    )
