"""The atlas of a model of many classes: all pairs ranked, and the most promising measured.

Its pairs are too many to be measured or sent. The server gives a window of a map, a page of a list,
and what is measured in parts; only such a model's page builds this view at all.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from weight_surgery.components import ids
from weight_surgery.components.many.file import table_file
from weight_surgery.components.many.layout import build, retheme
from weight_surgery.components.many.measuring import measure
from weight_surgery.components.many.rows import rows
from weight_surgery.components.many.window import window
from weight_surgery.core.workbench import Workbench

__all__ = ["build", "register", "stores"]

STORES = (
    *(ids.MANY_WANTED, ids.MANY_SCHEME, ids.MANY_WINDOW_ASK, ids.MANY_WINDOW),
    *(ids.MANY_MEASURE_ASK, ids.MANY_MEASURED, ids.MANY_LIST_ASK),
)


def stores() -> list[dcc.Store]:
    """Return what the view asks, and what it is answered."""
    return [dcc.Store(id=id) for id in STORES]


def register(app: Dash, workbench: Workbench) -> None:
    """Build the view where it is wanted, and answer what it asks."""
    for output, source, answer in (
        (Output(ids.MANY_VIEW, "children"), ids.MANY_WANTED, build),
        (Output(ids.MANY_MAP, "figure"), ids.MANY_SCHEME, retheme),
        (Output(ids.MANY_WINDOW, "data"), ids.MANY_WINDOW_ASK, partial(window, workbench)),
        (Output(ids.MANY_MEASURED, "data"), ids.MANY_MEASURE_ASK, partial(measure, workbench)),
    ):
        app.callback(output, Input(source, "data"), prevent_initial_call=True)(answer)
    app.callback(
        Output(ids.MANY_TABLE, "getRowsResponse"),
        Input(ids.MANY_TABLE, "getRowsRequest"),
        State(ids.MANY_LIST_ASK, "data"),
        prevent_initial_call=True,
    )(partial(rows, workbench))
    app.callback(
        Output(ids.MANY_DOWNLOAD, "data"),
        Input(ids.MANY_CSV, "n_clicks"),
        State(ids.MANY_LIST_ASK, "data"),
        running=[(Output(ids.MANY_CSV, "loading"), True, False)],
        prevent_initial_call=True,
    )(partial(table_file, workbench))
    for name, *inputs in (
        ("built", Input(ids.MANY_VIEW, "children")),
        ("seen", Input(ids.MANY_WINDOW, "data")),
        ("measured", Input(ids.MANY_MEASURED, "data")),
        ("zoom", Input(ids.MANY_MAP, "relayoutData")),
        ("point", Input(ids.MANY_MAP, "clickData")),
        ("color", Input(ids.MANY_COLOR, "value")),
        ("find", Input(ids.MANY_FIND, "value")),
        ("open", Input(ids.MANY_TABLE, "cellClicked")),
        ("start", Input(ids.MANY_START, "n_clicks"), State(ids.MANY_COUNT, "value")),
    ):
        app.clientside_callback(
            ClientsideFunction("many", name), *inputs, prevent_initial_call=True
        )
