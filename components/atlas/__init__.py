"""The atlas: every pair at every damping as a map, a scatter and a table.

It is measured in parts, one request each, so that the page shows how far it is and can stop. What
was measured stays on the page: moving the damping or choosing a figure asks nobody.

The view is put on the page once the scenes are painted or it is asked for, because its grid and its
controls take as long to build as the rest. Until then what it shows has no place, and what it would
ask is optional.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, Patch, State, dcc

from components import ids
from components.atlas.answers import FIGURES, agree, measure
from components.atlas.layout import layout
from components.figures import template_patch
from core.workbench import DAMPINGS, Workbench

__all__ = ["layout", "register", "stores"]


def stores() -> list[dcc.Store]:
    """Return what the atlas keeps on the page."""
    names = (
        *(ids.ATLAS_REQUEST, ids.ATLAS_PART, ids.ATLAS_DATA),
        *(ids.ATLAS_COMPLETE, ids.ATLAS_STEP, ids.ATLAS_WANTED),
    )
    return [
        *(dcc.Store(id=name) for name in names),
        dcc.Store(id=ids.ATLAS_RANGES, data=FIGURES),
        dcc.Store(id=ids.ATLAS_DAMPINGS, data=DAMPINGS),
    ]


def register(app: Dash, workbench: Workbench) -> None:
    """Connect the parts: build the view, ask, collect, draw, open a pair."""
    app.callback(
        Output(ids.ATLAS_VIEW, "children"),
        Input(ids.ATLAS_WANTED, "data"),
        prevent_initial_call=True,
    )(lambda _: layout())
    app.callback(
        Output(ids.ATLAS_PART, "data"),
        Input(ids.ATLAS_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.ATLAS_AGREEMENT, "children"),
        Input(ids.ATLAS_COMPLETE, "data"),
    )(partial(agree, workbench))
    app.callback(
        [Output(id, "figure", allow_duplicate=True) for id in (ids.ATLAS_MAP, ids.ATLAS_PARETO)],
        Input(ids.SCHEME_STORE, "data"),
        prevent_initial_call="initial_duplicate",
    )(retheme)
    for name, outputs, inputs in _shown():
        app.clientside_callback(ClientsideFunction("atlas", name), outputs, inputs)
    for name, outputs, inputs in _asked():
        app.clientside_callback(
            ClientsideFunction("atlas", name), outputs, inputs, prevent_initial_call=True
        )


def retheme(scheme: str) -> list[Patch]:
    """Give the map and the scatter the template of a color scheme."""
    return [template_patch(scheme)] * 2


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
            [data],
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
            "want",
            [Output(ids.ATLAS_WANTED, "data")],
            [
                Input(ids.VIEW_TABS, "value"),
                Input(ids.LATER_STORE, "data"),
                State(ids.ATLAS_WANTED, "data"),
            ],
        ),
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
