"""What is not seen at first, built once the scenes are painted or another view is opened.

Graphs, a grid and controls take long to build even when they are empty, and would keep a visitor
waiting for the scenes. What they show follows `ids.LATER_STORE`, which is set once they are there.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, Patch, State, dcc, html

from weight_surgery.components import atlas, ids, tabs
from weight_surgery.components.figures import template_patch
from weight_surgery.core.workbench import Workbench

GRAPHS = (
    ids.RECALL_GRAPH,
    ids.CONFUSION_BEFORE,
    ids.CONFUSION_AFTER,
    ids.CONFUSION_DIFFERENCE,
    ids.CURVE_GRAPH,
    ids.ATLAS_MAP,
    ids.ATLAS_PARETO,
)


def stores() -> list[dcc.Store]:
    """Return what tells when the scenes are painted, and when the rest is wanted."""
    return [dcc.Store(id=id) for id in (ids.PAINTED_STORE, ids.WANTED_STORE, ids.LATER_STORE)]


def build(*_: Any) -> tuple[html.Div, dmc.Stack]:
    """Return the tabs' panels, and the atlas's view, all empty."""
    return tabs.later_panels(), atlas.layout()


def retheme(scheme: str) -> list[Patch]:
    """Give every graph that the server draws the template of a color scheme."""
    return [template_patch(scheme)] * len(GRAPHS)


def register(app: Dash, workbench: Workbench) -> None:
    """Build the rest once, and let what it shows follow when it is there."""
    app.clientside_callback(
        ClientsideFunction("later", "want"),
        Output(ids.WANTED_STORE, "data"),
        Input(ids.VIEW_TABS, "value"),
        Input(ids.PAINTED_STORE, "data"),
        State(ids.WANTED_STORE, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.LATER_PANELS, "children"),
        Output(ids.ATLAS_VIEW, "children"),
        Input(ids.WANTED_STORE, "data"),
        prevent_initial_call=True,
    )(build)
    app.clientside_callback(
        ClientsideFunction("later", "follow"),
        Output(ids.LATER_STORE, "data"),
        Input(ids.LATER_PANELS, "children"),
        Input(ids.PAINTED_STORE, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        [Output(id, "figure", allow_duplicate=True) for id in GRAPHS],
        Input(ids.SCHEME_STORE, "data"),
        # The graphs come later than the scheme is known.
        prevent_initial_call="initial_duplicate",
    )(retheme)
