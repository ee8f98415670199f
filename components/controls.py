"""The controls: what the user asks for; assets/lab/page/controls.mjs makes a view of it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, State, dcc, html
from dash.development.base_component import Component

from weight_surgery.components import ids, options, own, plan_chips, presets, strength
from weight_surgery.components.glossary import explained
from weight_surgery.components.opening import default_view
from weight_surgery.components.state import control_values
from weight_surgery.components.text import counted
from weight_surgery.core.workbench import METHODS, Workbench

# What changes the view, by the control's id: the property that holds its value.
CONTROLS = {
    ids.MODEL_SELECT: "value",
    ids.CLASS_A_SELECT: "value",
    ids.CLASS_B_SELECT: "value",
    ids.DAMPING_SLIDER: "value",
    ids.DAMPING_INPUT: "value",
    ids.METHOD_SELECT: "value",
    ids.BIAS_SWITCH: "checked",
    ids.TRIM_SWITCH: "checked",
    ids.REPAIR_SWITCH: "checked",
    ids.FIT_SELECT: "value",
    ids.POINTS_INPUT: "value",
    ids.EMBEDDING_AXES: "value",
    ids.CIRCLE_PLANE: "value",
    ids.VIEW_TABS: "value",
    ids.EMBEDDING_COLOR: "value",
    ids.EMBEDDING_SHOWN: "value",
    ids.EMBEDDING_SCENES: "value",
    ids.SAMPLES_INDEX: "value",
    ids.BELOW_TABS: "value",
    ids.SIDE_SWITCH: "value",
}


def layout(workbench: Workbench) -> html.Div:
    """Return the controls, showing the default view."""
    values = control_values(default_view(workbench))
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
                    *own.button(workbench),
                    dmc.Text(id=ids.MODEL_NOTE, className="note one-line"),
                    *_refused(workbench),
                ],
                className="model-pick",
            ),
            _pair(workbench, values),
            _method(values),
            strength.layout(values),
            presets.layout(),
            plan_chips.layout(),
            options.layout(values),
        ],
        className="controls",
    )


def _refused(workbench: Workbench) -> list[html.Details]:
    """Say which of the models' files cannot be read, and why."""
    reasons = [html.Li(f"{reason}.") for reason in workbench.refused.values()]
    if not reasons:
        return []
    summary = html.Summary(f"{counted(len(reasons), 'model')} cannot be read")
    return [html.Details([summary, html.Ul(reasons)], className="models-refused note")]


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
            rightSectionWidth=18,
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


def _method(values: dict[str, Any]) -> html.Div:
    named: dict[str, Any] = {"aria-label": "Searching for the edit"}
    # How many steps a search will take nobody knows: it ends when it gets no further.
    searching = dmc.Progress(value=100, animated=True, size="xs", **named)
    return html.Div(
        [
            dmc.Select(
                id=ids.METHOD_SELECT,
                label=explained("Method"),
                data=[{"value": name, "label": method.title} for name, method in METHODS.items()],
                value=values["method"],
                allowDeselect=False,
                size="sm",
                className="method-select",
            ),
            html.Div(searching, className="searching"),
        ]
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Let the page's own program hear of every control, and of its being there."""
    app.clientside_callback(
        ClientsideFunction("controls", "used"),
        *(Input(id, name) for id, name in CONTROLS.items()),
        prevent_initial_call=True,
    )
    # Somebody may have used a control by then, which is told from what the page was sent with.
    app.clientside_callback(
        ClientsideFunction("controls", "mounted"),
        Input(ids.CONTROLS_SENT, "data"),
        *(State(id, name) for id, name in CONTROLS.items()),
    )


def sent(page: Component) -> dcc.Store:
    """Return what every control of a page shows when it is sent, by id."""
    data = {id: getattr(page[id], name) for id, name in CONTROLS.items()}
    return dcc.Store(id=ids.CONTROLS_SENT, data=data)
