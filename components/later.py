"""What is not seen at first, built once the scenes are painted or another view is opened.

Graphs, a grid and controls take long to build even when they are empty, and would keep a visitor
waiting for the scenes. What they show is asked for once they are there.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, Patch, dcc, html

from weight_surgery.components import atlas, ids, models, payload, tabs
from weight_surgery.components.figures import template_patch
from weight_surgery.components.theme import SCHEMES
from weight_surgery.core.workbench import Workbench

GRAPHS = (
    ids.RECALL_GRAPH,
    ids.CONFUSION_BEFORE,
    ids.CONFUSION_AFTER,
    ids.CONFUSION_DIFFERENCE,
    ids.CURVE_GRAPH,
    ids.METHOD_GRAPH,
    ids.PLANNER_GRAPH,
    ids.VERIFICATION_LIKENESS,
    ids.VERIFICATION_ROC,
    ids.ATLAS_MAP,
    ids.ATLAS_PARETO,
    ids.ATLAS_FORESEEN_GRAPH,
    ids.MODELS_GRAPH,
)


def stores() -> list[dcc.Store]:
    """Return what tells when the rest is wanted, and in which theme."""
    return [dcc.Store(id=id) for id in (ids.WANTED_STORE, ids.SCHEME_STORE)]


def build(*_: Any) -> tuple[html.Div, dmc.Stack, html.Div]:
    """Return the tabs' panels, the atlas's view and that of the models, all empty."""
    return tabs.later_panels(), atlas.layout(), models.layout()


def retheme(scheme: str) -> list[Patch]:
    """Give every graph that the server draws the template of a color scheme."""
    payload.one_of("the color scheme", scheme, SCHEMES)
    return [template_patch(scheme)] * len(GRAPHS)


def register(app: Dash, workbench: Workbench) -> None:
    """Build the rest once, and let what it shows follow when it is there."""
    app.callback(
        Output(ids.LATER_PANELS, "children"),
        Output(ids.ATLAS_VIEW, "children"),
        Output(ids.MODELS_VIEW, "children"),
        Input(ids.WANTED_STORE, "data"),
        prevent_initial_call=True,
    )(build)
    app.clientside_callback(
        ClientsideFunction("tabs", "built"),
        Input(ids.LATER_PANELS, "children"),
        prevent_initial_call=True,
    )
    app.callback(
        [Output(id, "figure", allow_duplicate=True) for id in GRAPHS],
        Input(ids.SCHEME_STORE, "data"),
        prevent_initial_call=True,
    )(retheme)
