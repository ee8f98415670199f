"""The place of a sample's image, which the page cuts from the sprite."""

from __future__ import annotations

from typing import Any

from dash import html


def image(index: int, classes: str = "sample-image") -> html.Div:
    """Return the place of a sample's image, which the page cuts from the sprite."""
    attributes: dict[str, Any] = {"data-sample": index}
    return html.Div(className=classes, **attributes)
