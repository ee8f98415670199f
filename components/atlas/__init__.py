"""The atlas: every pair at every damping as a map, a scatter and a table.

It is measured in parts, one request each, so that the page shows how far it is and can stop. What
was measured stays on the page: moving the damping or choosing a figure asks nobody.

Its view is built later than the page (`components.later`); until then its button is optional.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from weight_surgery.components import ids
from weight_surgery.components.atlas.answers import FIGURES, agree, measure
from weight_surgery.components.atlas.layout import layout
from weight_surgery.core.workbench import DAMPINGS, Workbench

__all__ = ["layout", "register", "stores"]


def stores() -> list[dcc.Store]:
    """Return what the atlas keeps on the page."""
    names = (
        *(ids.ATLAS_REQUEST, ids.ATLAS_PART, ids.ATLAS_DATA),
        *(ids.ATLAS_COMPLETE, ids.ATLAS_STEP, ids.ATLAS_TOLD),
    )
    return [
        *(dcc.Store(id=name) for name in names),
        dcc.Store(id=ids.ATLAS_RANGES, data=FIGURES),
        dcc.Store(id=ids.ATLAS_DAMPINGS, data=DAMPINGS),
    ]


def register(app: Dash, workbench: Workbench) -> None:
    """Connect the parts: ask, collect, draw, open a pair."""
    app.callback(
        Output(ids.ATLAS_PART, "data"),
        Input(ids.ATLAS_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.ATLAS_AGREEMENT, "children"),
        Input(ids.ATLAS_COMPLETE, "data"),
    )(partial(agree, workbench))
    for name, outputs, inputs in _shown():
        app.clientside_callback(ClientsideFunction("atlas", name), outputs, inputs)
    for name, outputs, inputs in _asked():
        app.clientside_callback(
            ClientsideFunction("atlas", name), outputs, inputs, prevent_initial_call=True
        )


def _shown() -> list[tuple[str, list[Output], list[Input | State]]]:
    """Return what the view shows, also when it has just been built."""
    data, damping = Input(ids.ATLAS_DATA, "data"), Input(ids.ATLAS_DAMPING, "value")
    return [
        (
            "report",
            [
                Output(ids.ATLAS_PROGRESS, "value"),
                Output(ids.ATLAS_STATUS, "children"),
                Output(ids.ATLAS_CANCEL, "children"),
            ],
            [Input(ids.ATLAS_TOLD, "data")],
        ),
        (
            "draw",
            [
                Output(ids.ATLAS_MAP, "figure"),
                Output(ids.ATLAS_PARETO, "figure"),
                Output(ids.ATLAS_TABLE, "rowData"),
                Output(ids.ATLAS_DAMPING_TEXT, "children"),
                Output(ids.ATLAS_MAP_TEXT, "children"),
                Output(ids.ATLAS_PARETO_TEXT, "children"),
            ],
            [
                data,
                damping,
                Input(ids.ATLAS_FIGURE, "value"),
                Input(ids.VIEW_STORE, "data"),
                State(ids.ATLAS_MAP, "figure"),
                State(ids.ATLAS_PARETO, "figure"),
                State(ids.ATLAS_RANGES, "data"),
            ],
        ),
        (
            "follow",
            [Output(ids.ATLAS_DAMPING, "value"), Output(ids.ATLAS_FIGURE, "value")],
            [Input(ids.VIEW_STORE, "data"), State(ids.ATLAS_DAMPINGS, "data")],
        ),
    ]


def _asked() -> list[tuple[str, list[Output], list[Input | State]]]:
    """Return what happens when somebody does something."""
    data, view = ids.ATLAS_DATA, ids.VIEW_STORE
    pair = [
        Output(id, "value", allow_duplicate=True)
        for id in (ids.CLASS_A_SELECT, ids.CLASS_B_SELECT, ids.DAMPING_INPUT, ids.VIEW_TABS)
    ]
    return [
        (
            "ask",
            [Output(data, "data"), Output(ids.ATLAS_COMPLETE, "data")],
            [
                Input(view, "data"),
                Input(ids.ATLAS_PART, "data"),
                Input(ids.ATLAS_CANCEL, "n_clicks", allow_optional=True),
                State(data, "data"),
            ],
        ),
        (
            "remember",
            [Output(ids.LAB_LINK, "href", allow_duplicate=True)],
            [
                Input(ids.ATLAS_DAMPING, "value"),
                Input(ids.ATLAS_FIGURE, "value"),
                State(ids.ATLAS_DAMPINGS, "data"),
                State(view, "data"),
            ],
        ),
        (
            "open",
            pair,
            [
                Input(ids.ATLAS_MAP, "clickData"),
                Input(ids.ATLAS_PARETO, "clickData"),
                Input(ids.ATLAS_TABLE, "cellClicked"),
                State(data, "data"),
                State(ids.ATLAS_DAMPING, "value"),
            ],
        ),
        (
            "step",
            pair[:2],
            [Input(ids.ATLAS_STEP, "data"), State(data, "data"), State(view, "data")],
        ),
        ("rank", [Output(ids.RANK, "children")], [Input(view, "data"), Input(data, "data")]),
        (
            "download",
            [Output(ids.ATLAS_TABLE, "exportDataAsCsv")],
            [Input(ids.ATLAS_CSV, "n_clicks")],
        ),
    ]
