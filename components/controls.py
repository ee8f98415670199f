"""The controls: what the user asks for, and the one place where that becomes the page's state."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input

from weight_surgery.components import ids, presets
from weight_surgery.components.state import control_values
from weight_surgery.core.specs import LEAST_POINTS
from weight_surgery.core.workbench import Workbench

SLIDER_MARKS = [
    {"value": 0, "label": "0 %"},
    {"value": 0.5, "label": "50 %"},
    {"value": 1, "label": "100 %"},
]

# What changes the view, by the control's id: the property that holds its value.
CONTROLS = {
    ids.MODEL_SELECT: "value",
    ids.CLASS_A_SELECT: "value",
    ids.CLASS_B_SELECT: "value",
    ids.DAMPING_SLIDER: "value",
    ids.DAMPING_INPUT: "value",
    ids.BIAS_SWITCH: "checked",
    ids.TRIM_SWITCH: "checked",
    ids.FIT_SELECT: "value",
    ids.POINTS_INPUT: "value",
    ids.EMBEDDING_AXES: "value",
    ids.CIRCLE_PLANE: "value",
    ids.VIEW_TABS: "value",
    ids.EMBEDDING_COLOR: "value",
    ids.EMBEDDING_SHOWN: "value",
    ids.EMBEDDING_SCENES: "value",
    ids.SAMPLES_INDEX: "value",
}


def layout(workbench: Workbench) -> dmc.Stack:
    """Return the controls, showing the default view."""
    values = control_values(workbench.default_view())
    return dmc.Stack(
        [
            dmc.Select(
                id=ids.MODEL_SELECT,
                label="Model",
                data=list(workbench.models),
                value=values["model"],
                allowDeselect=False,
                size="sm",
            ),
            dmc.Text(id=ids.MODEL_NOTE, className="note"),
            _pair(workbench, values),
            _damping(values),
            _fitting(values),
            dmc.Group(
                [
                    dmc.Button("Default", id=ids.DEFAULT_BUTTON, variant="default", size="xs"),
                    dmc.Button(
                        "As in the notebook", id=ids.NOTEBOOK_BUTTON, variant="default", size="xs"
                    ),
                ],
                gap="xs",
                wrap="nowrap",
                className="presets",
            ),
            presets.layout(),
        ],
        gap="sm",
    )


def _pair(workbench: Workbench, values: dict[str, Any]) -> dmc.Group:
    names = workbench.bundle(values["model"]).class_names
    options = [{"value": str(index), "label": name} for index, name in enumerate(names)]
    selects = (
        ("Class A", ids.CLASS_A_SELECT, values["class_a"], "class-a"),
        ("Class B", ids.CLASS_B_SELECT, values["class_b"], "class-b"),
    )
    return dmc.Group(
        [
            dmc.Select(
                id=id,
                label=label,
                data=options,
                value=value,
                allowDeselect=False,
                searchable=True,
                size="sm",
                className=name,
            )
            for label, id, value, name in selects
        ],
        grow=True,
        gap="xs",
    )


def _damping(values: dict[str, Any]) -> dmc.Stack:
    return dmc.Stack(
        [
            dmc.Group(
                [
                    dmc.Text("Damping", className="label", id="surgery-damping-label"),
                    dmc.TextInput(
                        id=ids.DAMPING_INPUT,
                        value=values["damping"],
                        debounce=True,
                        size="xs",
                        className="damping-input",
                        **{"aria-label": "Damping, exact value"},
                    ),
                ],
                justify="space-between",
            ),
            dmc.Slider(
                id=ids.DAMPING_SLIDER,
                min=0,
                max=1,
                step=0.001,
                value=values["slider"],
                label=None,
                marks=SLIDER_MARKS,
                updatemode="mouseup",
                size="sm",
                thumbLabel="Damping, on a logarithmic scale",
            ),
            dmc.Text("share of the direction that is left: 1 keeps it all", className="note"),
        ],
        gap=6,
        className="damping",
    )


def _fitting(values: dict[str, Any]) -> dmc.Stack:
    return dmc.Stack(
        [
            dmc.Switch(
                id=ids.BIAS_SWITCH,
                label="Edit the bias too",
                description="off: weights only, as in the notebook",
                checked=values["bias"],
                size="sm",
            ),
            dmc.Switch(
                id=ids.TRIM_SWITCH,
                label="Trim outliers",
                description="fit the centroids on inliers only",
                checked=values["trim"],
                size="sm",
            ),
            dmc.Group(
                [
                    dmc.Select(
                        id=ids.FIT_SELECT,
                        label="Centroids from",
                        data=[
                            {"value": "fit", "label": "training split"},
                            {"value": "test", "label": "test split"},
                        ],
                        value=values["fit"],
                        allowDeselect=False,
                        size="sm",
                    ),
                    dmc.NumberInput(
                        id=ids.POINTS_INPUT,
                        label="Points drawn",
                        value=values["points"],
                        min=LEAST_POINTS,
                        max=10_000,
                        step=500,
                        allowDecimal=False,
                        debounce=True,
                        thousandSeparator=",",
                        size="sm",
                    ),
                ],
                gap="xs",
                wrap="nowrap",
                className="fitting",
            ),
        ],
        gap="xs",
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Let the page's own program hear of every control, and of its being there."""
    app.clientside_callback(
        ClientsideFunction("controls", "used"),
        *(Input(id, name) for id, name in CONTROLS.items()),
        prevent_initial_call=True,
    )
    app.clientside_callback(ClientsideFunction("page", "mounted"), Input(ids.TOASTS, "id"))
