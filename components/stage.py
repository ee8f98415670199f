"""The stage: before and after side by side, each a scene with its circle, under one toolbar."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids, plan_chips
from weight_surgery.components.frames import framed_graph
from weight_surgery.components.theme import GRAPH_CONFIG

AXES = [
    {"value": "surgery", "label": "Surgery axes"},
    {"value": "pca", "label": "PCA"},
]
# A phone has no room for both sides.
TWINS = [
    html.Span("Side by side", className="wide-word"),
    html.Span("One side", className="phone-word"),
]
SCENES: list[dict[str, Any]] = [
    {"value": "twins", "label": html.Span(TWINS)},
    {"value": "overlay", "label": "Overlay"},
]
SIDES = [
    {"value": "before", "label": "Before"},
    {"value": "after", "label": "After"},
]
COLORS = [
    {"value": "class", "label": "Class"},
    {"value": "group", "label": "Group"},
    {"value": "correct", "label": "Right or wrong"},
    {"value": "changed", "label": "Changed"},
    {"value": "confidence", "label": "Confidence"},
]
SHOWN = [
    {"value": "all", "label": "All samples"},
    {"value": "pair", "label": "The pair"},
    {"value": "changed", "label": "Changed"},
    {"value": "misread", "label": "Misread"},
]
# What is drawn before there are samples: nothing, on the page's own ground.
EMPTY: dict[str, Any] = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}
LASSO = (
    "Draw around samples to mark them in every picture and to see their images below; a double "
    "click lets go."
)


def layout() -> dmc.Paper:
    """Return the stage with empty scenes and circles."""
    return dmc.Paper(
        [
            _toolbar(),
            html.Div(id=ids.EMBEDDING_NOTICE, className="notice", role="alert"),
            html.Div(
                html.Div([_before(), _after()], className="twins"),
                id=ids.EMBEDDING_TWINS,
            ),
            html.Div(
                [_caption(ids.EMBEDDING_CAPTION), _caption(ids.CIRCLE_CAPTION)],
                className="stage-captions",
            ),
        ],
        className="panel stage",
    )


def _toolbar() -> html.Div:
    return html.Div(
        [
            _choice("Scenes", ids.EMBEDDING_SCENES, SCENES, "twins"),
            _choice("Side", ids.SIDE_SWITCH, SIDES, "after"),
            _choice("Axes", ids.EMBEDDING_AXES, AXES, "surgery"),
            _look("Color", ids.EMBEDDING_COLOR, COLORS, "class", 48),
            _look("Show", ids.EMBEDDING_SHOWN, SHOWN, "all", 50),
            plan_chips.chips(),
            html.Div(id=ids.EMBEDDING_LEGEND, className="legend"),
            html.Div(
                [
                    _zoom("−", "Zoom out", ids.ZOOM_OUT),
                    _zoom("+", "Zoom in", ids.ZOOM_IN),
                    dmc.Button("Reset view", id=ids.EMBEDDING_RESET, variant="default", size="xs"),
                ],
                className="stage-views",
            ),
        ],
        className="toolbar",
    )


def _choice(label: str, id: str, data: list[dict[str, Any]], value: str) -> dmc.SegmentedControl:
    return dmc.SegmentedControl(id=id, data=data, value=value, size="xs", **{"aria-label": label})


def _look(label: str, id: str, data: list[dict[str, str]], value: str, room: int) -> dmc.Select:
    return dmc.Select(
        id=id,
        leftSection=dmc.Text(label, className="in-label"),
        leftSectionWidth=room,
        data=data,
        value=value,
        allowDeselect=False,
        size="xs",
        className="look-select",
        **{"aria-label": label},
    )


def _zoom(sign: str, words: str, id: str) -> dmc.ActionIcon:
    return dmc.ActionIcon(sign, id=id, variant="default", size=30, **{"aria-label": words})


def _before() -> html.Div:
    return _column(
        ("before", ids.EMBEDDING_BEFORE, ids.CIRCLE_BEFORE, ids.CIRCLE_GAP_BEFORE), "Before", ""
    )


def _after() -> html.Div:
    title = [
        html.Span("Before and ", className="overlaid"),
        html.Span("After", className="overlay-after"),
        html.Span(id=ids.EMBEDDING_LIVE, className="live"),
    ]
    live = html.Span(id=ids.CIRCLE_LIVE, className="live")
    return _column(
        ("after", ids.EMBEDDING_AFTER, ids.CIRCLE_AFTER, ids.CIRCLE_GAP_AFTER), title, live
    )


def _column(names: tuple[str, str, str, str], title: Any, live: Any) -> html.Div:
    """names: the side, and the ids of its scene, its circle and the words under that."""
    side, scene, circle, gap = names
    return html.Div(
        [
            framed_graph(
                title,
                scene,
                EMPTY,
                GRAPH_CONFIG,
                "scene",
                f"Embeddings {side} the edit",
                ids.EMBEDDING_CAPTION,
            ),
            html.Div(
                [
                    framed_graph(
                        [html.Span(side, className="overlaid"), live],
                        circle,
                        EMPTY,
                        GRAPH_CONFIG,
                        "circle",
                        f"Unit circle {side} the edit",
                        ids.CIRCLE_CAPTION,
                    ),
                    html.Div(id=gap, className="gap", title=LASSO),
                    *([_pinned()] if side == "after" else []),
                ],
                className="circle-side",
            ),
        ],
        className=f"column {side}",
    )


def _pinned() -> html.Div:
    """Return the card of the pinned sample, away until there is one; the page writes into it."""
    live: dict[str, Any] = {"aria-live": "polite"}
    return html.Div(
        [html.Div(className="sample-image"), html.Div(className="pin-words")],
        id=ids.PIN_CARD,
        className="pin-card",
        hidden=True,
        **live,
    )


def _caption(id: str) -> html.Div:
    live: dict[str, Any] = {"aria-live": "polite"}
    return html.Div(id=id, className="caption one-line", **live)
