"""The story: seven steps for a demo, each a real state of the page.

All words are sent at once, when the pairs that the story is chosen from are measured. A step is
opened through the one callback of the controls, so it is as any other view.
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
    return [dcc.Store(id=id) for id in (ids.STORY_REQUEST, ids.STORY_ANSWER, ids.STORY_TOLD)]


def register(app: Dash, workbench: Workbench) -> None:
    """Measure when the story is asked for; show the step that the view is at."""
    app.callback(
        Output(ids.STORY_ANSWER, "data"),
        Input(ids.STORY_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(prepare, workbench))
    # Passed on by hand: what depends on an answer is held back until it comes, and while the pairs
    # are measured the page can be used, and the story left.
    app.clientside_callback(
        ClientsideFunction("story", "hear"),
        Input(ids.STORY_ANSWER, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("story", "show"),
        Output(ids.STORY_BAR, "hidden"),
        Output(ids.STORY_TITLE, "children"),
        Output(ids.STORY_TEXT, "children"),
        Output(ids.STORY_PLACE, "children"),
        Output(ids.STORY_PROGRESS, "value"),
        Output(ids.STORY_BACK, "disabled"),
        Output(ids.STORY_NEXT, "disabled"),
        Output(ids.STORY_NEXT, "children"),
        Output(ids.STORY_NOTE, "hidden"),
        Input(ids.VIEW_STORE, "data"),
        Input(ids.STORY_TOLD, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("story", "press"),
        Output(ids.STORY_BUTTON, "n_clicks"),
        *(
            Input(id, "n_clicks")
            for id in (
                *(ids.STORY_BUTTON, ids.STORY_BACK, ids.STORY_NEXT),
                *(ids.STORY_LEAVE, ids.STORY_RETURN),
            )
        ),
        prevent_initial_call=True,
    )
