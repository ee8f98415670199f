"""How strong the edit is: a slider with the clean band on its track, and the exact damping."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import term


def layout(values: dict[str, Any]) -> html.Div:
    """Return the slider, what it says, and the damping it stands for, to be typed."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(term("edit strength", "Edit strength"), className="label"),
                    html.Span(id=ids.STRENGTH_TEXT, className="strength-value"),
                ],
                className="strength-head",
            ),
            html.Div([_slider(values), html.Div(id=ids.CLEAN_BAND)], className="strength-track"),
            html.Div(
                [
                    html.Span("0 untouched"),
                    html.Span(id=ids.CLEAN_TEXT, className="clean-words"),
                    html.Span("100\u00a0% removed"),
                ],
                className="strength-ends note",
            ),
            html.Div([_damping(values), _play()], className="strength-exact"),
        ],
        className="strength",
    )


def _slider(values: dict[str, Any]) -> dmc.Slider:
    return dmc.Slider(
        id=ids.DAMPING_SLIDER,
        min=0,
        max=1,
        step=0.001,
        value=values["slider"],
        label=None,
        updatemode="mouseup",
        size="sm",
        thumbLabel="Edit strength",
    )


def _damping(values: dict[str, Any]) -> dmc.TextInput:
    return dmc.TextInput(
        id=ids.DAMPING_INPUT,
        value=values["damping"],
        debounce=True,
        size="xs",
        leftSection=dmc.Text(term("damping"), className="in-label"),
        leftSectionPointerEvents="all",
        leftSectionWidth=66,
        className="damping-input",
        **{"aria-label": "Damping, exact value: the share of the direction that is left"},
    )


def _play() -> dmc.Button:
    return dmc.Button(
        [html.Span(className="icon-play"), "Play"],
        id=ids.EMBEDDING_PLAY,
        variant="light",
        size="xs",
        **{"aria-label": "Play the edit"},
    )
