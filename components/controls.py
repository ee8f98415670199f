"""The controls: what the user asks for, and the one place where that becomes the page's state."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html

from weight_surgery.components import ids, options, presets, strength
from weight_surgery.components.changes import update_view
from weight_surgery.components.state import control_values
from weight_surgery.core.workbench import Workbench

CONTROLS = {
    "model": Input(ids.MODEL_SELECT, "value"),
    "class_a": Input(ids.CLASS_A_SELECT, "value"),
    "class_b": Input(ids.CLASS_B_SELECT, "value"),
    "slider": Input(ids.DAMPING_SLIDER, "value"),
    "damping": Input(ids.DAMPING_INPUT, "value"),
    "bias": Input(ids.BIAS_SWITCH, "checked"),
    "trim": Input(ids.TRIM_SWITCH, "checked"),
    "fit": Input(ids.FIT_SELECT, "value"),
    "points": Input(ids.POINTS_INPUT, "value"),
    "axes": Input(ids.EMBEDDING_AXES, "value"),
    "plane": Input(ids.CIRCLE_PLANE, "value"),
    "view": Input(ids.VIEW_TABS, "value"),
    "color": Input(ids.EMBEDDING_COLOR, "value"),
    "shown": Input(ids.EMBEDDING_SHOWN, "value"),
    "scenes": Input(ids.EMBEDDING_SCENES, "value"),
    "sample": Input(ids.SAMPLES_INDEX, "value"),
}
INPUTS = {
    "search": Input(ids.URL, "search"),
    "default": Input(ids.DEFAULT_BUTTON, "n_clicks"),
    "notebook": Input(ids.NOTEBOOK_BUTTON, "n_clicks"),
    "go": Input(ids.GO_STORE, "data"),
    "present": Input(ids.PRESENT_BUTTON, "n_clicks"),
    "controls": CONTROLS,
    "last": State(ids.VIEW_STORE, "data"),
}
OUTPUTS = {
    "view": Output(ids.VIEW_STORE, "data"),
    "edit": Output(ids.EDIT_STORE, "data"),
    "options": (Output(ids.CLASS_A_SELECT, "data"), Output(ids.CLASS_B_SELECT, "data")),
    "note": Output(ids.MODEL_NOTE, "children"),
    "controls": {
        name: Output(source.component_id, source.component_property)
        for name, source in CONTROLS.items()
    },
}


def layout(workbench: Workbench) -> html.Div:
    """Return the controls, showing the default view."""
    values = control_values(workbench.default_view())
    return html.Div(
        [
            html.Div(
                [
                    dmc.Select(
                        id=ids.MODEL_SELECT,
                        label="Model",
                        data=list(workbench.models),
                        value=values["model"],
                        allowDeselect=False,
                        size="sm",
                    ),
                    dmc.Text(id=ids.MODEL_NOTE, className="note one-line"),
                ]
            ),
            _pair(workbench, values),
            strength.layout(values),
            presets.layout(),
            options.layout(values),
        ],
        className="controls",
    )


def _pair(workbench: Workbench, values: dict[str, Any]) -> html.Div:
    names = workbench.bundle(values["model"]).class_names
    data = [{"value": str(index), "label": name} for index, name in enumerate(names)]
    first, second = (
        dmc.Select(
            id=id,
            label=label,
            data=data,
            value=values[name],
            allowDeselect=False,
            searchable=True,
            rightSectionWidth=24,
            size="sm",
            className=name.replace("_", "-"),
        )
        for label, id, name in (
            ("Class A", ids.CLASS_A_SELECT, "class_a"),
            ("Class B", ids.CLASS_B_SELECT, "class_b"),
        )
    )
    swap = dmc.ActionIcon(
        html.Span(className="icon-swap"),
        id=ids.SWAP_BUTTON,
        variant="subtle",
        color="gray",
        size=28,
        **{"aria-label": "Swap class A and class B"},
    )
    return html.Div([first, swap, second], className="pair-selects")


def register(app: Dash, workbench: Workbench) -> None:
    """Connect the controls to the view store."""
    app.callback(output=OUTPUTS, inputs=INPUTS)(partial(update_view, workbench))


def stores() -> list[Any]:
    """Return the page's state: its address, the view as a query, and the measured part of it."""
    kept = (ids.VIEW_STORE, ids.EDIT_STORE, ids.GO_STORE)
    return [dcc.Location(id=ids.URL, refresh=False), *(dcc.Store(id=id) for id in kept)]
