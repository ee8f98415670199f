"""The story: eight steps for a demo, each a real state of the page.

All words are sent at once, when the pairs that the story is chosen from are measured. A step is
opened as a link is, so it is as any other view.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, dcc

from weight_surgery.components import ids
from weight_surgery.components.story.answers import prepare
from weight_surgery.components.story.layout import button, layout
from weight_surgery.core.workbench import Workbench

__all__ = ["button", "layout", "register", "stores"]


def stores() -> list[dcc.Store]:
    """Return what the story keeps on the page."""
    return [dcc.Store(id=id) for id in (ids.STORY_REQUEST, ids.STORY_ANSWER)]


def register(app: Dash, workbench: Workbench) -> None:
    """Measure when the story is asked for; show the step that the view is at."""
    app.callback(
        Output(ids.STORY_ANSWER, "data"),
        Input(ids.STORY_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(prepare, workbench))
    app.clientside_callback(
        ClientsideFunction("story", "hear"),
        Input(ids.STORY_ANSWER, "data"),
        prevent_initial_call=True,
    )
