"""The edited network and the figures, to take home."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

BUTTONS = (ids.EXPORT_BUTTON, ids.EXPORT_SAFETENSORS_BUTTON, ids.EXPORT_CSV_BUTTON)
FORMATS = {ids.EXPORT_BUTTON: "pth", ids.EXPORT_SAFETENSORS_BUTTON: "safetensors"}


def layout() -> html.Div:
    """Return the button, and what it opens: the files to choose from."""
    return html.Div(
        [
            dmc.Popover(
                [
                    dmc.PopoverTarget(
                        dmc.Button(
                            "Take home",
                            id=ids.EXPORT_OPEN,
                            variant="default",
                            size="sm",
                            fullWidth=True,
                        ),
                        boxWrapperProps={"w": "100%"},
                    ),
                    dmc.PopoverDropdown(
                        [
                            dmc.Text("The edited network whole, as a state dict", className="note"),
                            _button("Network .pth", ids.EXPORT_BUTTON),
                            _button("Network .safetensors", ids.EXPORT_SAFETENSORS_BUTTON),
                            dmc.Text("The figures of this view", className="note"),
                            _button("Figures .csv", ids.EXPORT_CSV_BUTTON),
                        ],
                        className="take-home-files",
                    ),
                ],
                id=ids.EXPORT_FILES,
                position="top",
                width="target",
                shadow="md",
                withinPortal=False,
                trapFocus=True,
                returnFocus=True,
                keepMounted=True,
            ),
            dcc.Download(id=ids.EXPORT_DOWNLOAD),
        ],
        className="take-home",
    )


def _button(words: str, id: str) -> dmc.Button:
    return dmc.Button(words, id=id, size="xs", variant="light", fullWidth=True)


def export(workbench: Workbench, pth: int, safetensors: int, csv: int, query: str) -> Any:
    """Return the file that the pressed button stands for."""
    if not query or ctx.triggered_id is None:
        return no_update
    spec = View.from_query(query).surgery
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
