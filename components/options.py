"""What is set once in a while, folded away: how the edit is fitted, and how much is drawn."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import explained

PLANES = [
    {"value": "surgery", "label": "Surgery plane"},
    {"value": "seed", "label": "Seed's plane"},
]
SPLITS = [
    {"value": "fit", "label": "training split"},
    {"value": "test", "label": "test split"},
]
SPLIT_NOTE = "The training split fits the edit; the test split is what is measured."


def layout(values: dict[str, Any]) -> html.Details:
    """Return the fold."""
    return html.Details(
        [
            html.Summary(
                [
                    html.Span("Options", className="label"),
                    html.Span("bias, split, points", className="note"),
                ]
            ),
            html.Div(
                [
                    *_switches(values),
                    _fitting(values),
                    html.Div(explained(SPLIT_NOTE), className="note"),
                    _circle(),
                    _default(),
                ]
            ),
        ],
        className="options",
    )


def _switches(values: dict[str, Any]) -> list[dmc.Switch]:
    return [
        dmc.Switch(
            id=ids.BIAS_SWITCH,
            label="Edit the bias too",
            description=explained("off: weights without the bias, as in the notebook"),
            checked=values["bias"],
            size="sm",
        ),
        dmc.Switch(
            id=ids.TRIM_SWITCH,
            label="Trim outliers",
            description=explained("fit the centroids on inliers only"),
            checked=values["trim"],
            size="sm",
        ),
        dmc.Switch(
            id=ids.REPAIR_SWITCH,
            label="Repair the classifier",
            description=explained("re-estimated from prototypes of the training samples"),
            checked=values["repair"],
            size="sm",
        ),
    ]


def _fitting(values: dict[str, Any]) -> html.Div:
    return html.Div(
        [
            dmc.Select(
                id=ids.FIT_SELECT,
                label="Centroids from",
                data=SPLITS,
                value=values["fit"],
                allowDeselect=False,
                size="xs",
            ),
            dmc.TextInput(
                id=ids.POINTS_INPUT,
                label="Points drawn",
                value=str(values["points"]),
                debounce=True,
                size="xs",
            ),
        ],
        className="options-pair",
    )


def _circle() -> html.Div:
    named: dict[str, Any] = {"aria-label": "Plane of the circles"}
    return html.Div(
        [
            html.Span("Circles show", className="label"),
            dmc.SegmentedControl(
                id=ids.CIRCLE_PLANE,
                data=PLANES,
                value="surgery",
                size="xs",
                fullWidth=True,
                **named,
            ),
        ]
    )


def _default() -> dmc.Button:
    return dmc.Button("Default", id=ids.DEFAULT_BUTTON, variant="default", size="xs")
