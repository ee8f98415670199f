"""The controls on narrow screens: away until they are asked for."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State

from weight_surgery.components import ids
from weight_surgery.core.workbench import Workbench

# Below the breakpoint, in pixels, the controls would leave too little to the figures. It is also in
# assets/narrow.css.
HEADER: dict[str, Any] = {"height": {"base": 88, "sm": 48}}
NAVBAR: dict[str, Any] = {"width": 264, "breakpoint": 900, "collapsed": {"mobile": True}}


def button() -> dmc.Burger:
    """Return the header's button that opens and closes the controls."""
    return dmc.Burger(
        id=ids.NARROW_BUTTON,
        opened=False,
        size="sm",
        className="narrow-button",
        **{"aria-label": "Controls", "aria-expanded": "false", "aria-controls": ids.NARROW_PANEL},
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Open and close the controls without the server."""
    app.clientside_callback(
        ClientsideFunction("narrow", "toggle"),
        Output(ids.NARROW_SHELL, "navbar"),
        Output(ids.NARROW_SHELL, "className"),
        Output(ids.NARROW_BUTTON, "aria-expanded"),
        Input(ids.NARROW_BUTTON, "opened"),
        State(ids.NARROW_SHELL, "navbar"),
        prevent_initial_call=True,
    )
