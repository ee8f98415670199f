"""The edited network and the figures, to take home."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, no_update

from weight_surgery.components import ids
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Workbench

BUTTONS = (ids.EXPORT_BUTTON, ids.EXPORT_SAFETENSORS_BUTTON, ids.EXPORT_CSV_BUTTON)
FORMATS = {ids.EXPORT_BUTTON: "pth", ids.EXPORT_SAFETENSORS_BUTTON: "safetensors"}


def layout() -> dmc.Stack:
    """Return the export buttons."""
    return dmc.Stack(
        [
            dmc.Text("Take home", className="label"),
            dmc.Group(
                [
                    dmc.Button("Network .pth", id=ids.EXPORT_BUTTON, size="xs", variant="light"),
                    dmc.Button(
                        ".safetensors",
                        id=ids.EXPORT_SAFETENSORS_BUTTON,
                        size="xs",
                        variant="light",
                    ),
                    dmc.Button(
                        "Figures .csv", id=ids.EXPORT_CSV_BUTTON, size="xs", variant="light"
                    ),
                ],
                gap=6,
            ),
            dmc.Text("the edited network whole, as a state dict", className="note"),
            dcc.Download(id=ids.EXPORT_DOWNLOAD),
        ],
        gap=6,
        className="export",
    )


def export(workbench: Workbench, pth: int, safetensors: int, csv: int, query: str) -> Any:
    """Return the file that the pressed button stands for."""
    if not query or ctx.triggered_id is None:
        return no_update
    spec = ViewSpec.from_query(query).surgery
    if ctx.triggered_id == ids.EXPORT_CSV_BUTTON:
        name, text = workbench.export_figures(spec)
        return dcc.send_string(text, name, type="text/csv")
    name, content = workbench.export_network(spec, FORMATS[ctx.triggered_id])
    return dcc.send_bytes(content, name)


def register(app: Dash, workbench: Workbench) -> None:
    """Send a file when a button is pressed; the buttons wait meanwhile."""
    app.callback(
        Output(ids.EXPORT_DOWNLOAD, "data"),
        *(Input(id, "n_clicks") for id in BUTTONS),
        State(ids.EDIT_STORE, "data"),
        running=[(Output(id, "loading"), True, False) for id in BUTTONS],
        prevent_initial_call=True,
    )(partial(export, workbench))
