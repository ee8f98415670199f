"""The story's button in the header, and its bar at the foot of the page."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids

NAMED: dict[str, Any] = {"aria-label": "Story"}
LIVE: dict[str, Any] = {"aria-live": "polite"}


def button() -> dmc.Button:
    """Return the button that begins the story."""
    return dmc.Button("Story", id=ids.STORY_BUTTON, variant="light", size="xs")


def layout() -> html.Section:
    """Return the bar, hidden until a story is told."""
    return html.Section(
        [
            dmc.Progress(
                id=ids.STORY_PROGRESS,
                value=0,
                size="xs",
                className="story-progress",
                **{"aria-label": "Steps of the story"},
            ),
            html.Div(
                [
                    html.Div([_head(), _buttons()], className="story-row"),
                    html.Div(id=ids.STORY_TEXT, className="story-text", **LIVE),
                ],
                className="story-body",
            ),
        ],
        id=ids.STORY_BAR,
        hidden=True,
        className="story",
        **NAMED,
    )


def _head() -> html.Div:
    return html.Div(
        [
            html.Span(id=ids.STORY_PLACE, className="story-place"),
            html.H2(id=ids.STORY_TITLE, className="story-title"),
            html.Div(
                [
                    "The page has been changed since.",
                    dmc.Button(
                        "Back to this step",
                        id=ids.STORY_RETURN,
                        variant="subtle",
                        size="compact-xs",
                    ),
                ],
                id=ids.STORY_NOTE,
                hidden=True,
                className="story-note",
            ),
        ],
        className="story-head",
    )


def _buttons() -> html.Div:
    return html.Div(
        [
            dmc.Button("Back", id=ids.STORY_BACK, variant="default", size="xs"),
            dmc.Button("Next", id=ids.STORY_NEXT, size="xs"),
            dmc.Button("Leave", id=ids.STORY_LEAVE, variant="subtle", size="xs"),
        ],
        className="story-buttons",
    )
