"""The atlas: every pair at every damping as a map, a scatter and a table.

The page asks what is measured already, and has the rest measured in parts, one request each, so
that it shows how far that is and can stop. What was measured stays on the page: moving the damping
or choosing a figure asks nobody.

Its view is built later than the page (`components.later`); until then its button is optional.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from weight_surgery.components import ids
from weight_surgery.components.atlas.answers import agree, measure
from weight_surgery.components.atlas.layout import SENT, layout
from weight_surgery.core.workbench import Workbench

__all__ = ["layout", "register", "stores"]


def stores() -> list[dcc.Store]:
    """Return what the atlas asks, and what it is answered."""
    return [dcc.Store(id=name) for name in (ids.ATLAS_REQUEST, ids.ATLAS_PART, ids.ATLAS_COMPLETE)]


def register(app: Dash, workbench: Workbench) -> None:
    """Measure a part when it is asked for; the page collects and draws them."""
    app.callback(
        Output(ids.ATLAS_PART, "data"),
        Input(ids.ATLAS_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.ATLAS_AGREEMENT, "children"),
        Input(ids.ATLAS_COMPLETE, "data"),
    )(partial(agree, workbench))
    for name, inputs in (
        ("hear", [Input(ids.ATLAS_PART, "data")]),
        (
            "set",
            [
                Input(ids.ATLAS_DAMPING, "value"),
                Input(ids.ATLAS_FIGURE, "value"),
                Input(ids.ATLAS_MODE, "value"),
            ],
        ),
        (
            "open",
            [
                Input(ids.ATLAS_MAP, "clickData"),
                Input(ids.ATLAS_PARETO, "clickData"),
                Input(ids.ATLAS_FORESEEN_GRAPH, "clickData"),
                Input(ids.ATLAS_TABLE, "cellClicked"),
            ],
        ),
    ):
        app.clientside_callback(
            ClientsideFunction("atlas", name), *inputs, prevent_initial_call=True
        )
    # Somebody may have used a control before the page's own program heard of it.
    app.clientside_callback(
        ClientsideFunction("atlas", "built"),
        Input(ids.ATLAS_VIEW, "children"),
        State(ids.ATLAS_SENT, "data"),
        *(State(id, "value") for id in SENT),
        prevent_initial_call=True,
    )
