"""The atlas's view in one screen: the answer, the map, the scatter and the list of all pairs."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from weight_surgery.components import ids
from weight_surgery.components.atlas.answers import FIGURES
from weight_surgery.components.atlas.foreseen import foreseen
from weight_surgery.components.atlas.pairs import pairs
from weight_surgery.components.figures.atlas import empty_map, empty_pareto
from weight_surgery.components.frames import spoken
from weight_surgery.components.glossary import explained, term
from weight_surgery.components.text import strength_of
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.core.workbench import DAMPINGS

# Strengths, in percent, that have their number under the slider.
WRITTEN = (0, 20, 40, 60, 80, 100)


def _place(damping: float) -> float:
    """Return where a damping is on the slider, which has steps of 0.001 %."""
    return round(strength_of(damping), 3)


# What its controls show until the view is known, by their ids.
SENT = {
    ids.ATLAS_DAMPING: _place(DAMPINGS[1]),
    ids.ATLAS_FIGURE: "merge_cost",
    ids.ATLAS_MODE: "here",
}


def layout() -> html.Div:
    """Return the view, empty."""
    return html.Div(
        [
            html.Div([_head(), _toolbar(), _figures()], className="atlas"),
            foreseen(),
            html.Div(id=ids.MANY_VIEW),
            dcc.Store(id=ids.ATLAS_SENT, data=SENT),
        ]
    )


def _head() -> html.Div:
    return html.Div(
        [
            dmc.Title(explained("Which pairs merge cleanly?"), order=2),
            html.Div(id=ids.ATLAS_ANSWER, className="atlas-answer", role="status"),
            html.Div(
                [
                    spoken(ids.ATLAS_STATUS),
                    dmc.Progress(
                        id=ids.ATLAS_PROGRESS,
                        value=0,
                        size="sm",
                        **{"aria-label": "Pairs measured"},
                    ),
                    dmc.Button(
                        "",
                        id=ids.ATLAS_CANCEL,
                        size="compact-xs",
                        variant="light",
                        className="cancel",
                    ),
                ],
                className="atlas-progress",
            ),
        ],
        className="atlas-head",
    )


def _toolbar() -> html.Div:
    options = [{"value": name, "label": words["title"]} for name, words in FIGURES.items()]
    modes = [
        {"value": "here", "label": "at this strength"},
        {"value": "best", "label": "at its best"},
        {"value": "methods", "label": "best method"},
    ]
    return html.Div(
        [
            dmc.Select(
                id=ids.ATLAS_FIGURE,
                data=options,
                value=SENT[ids.ATLAS_FIGURE],
                allowDeselect=False,
                size="xs",
                className="atlas-figure",
                **{"aria-label": "Figure in the map"},
            ),
            dmc.SegmentedControl(
                id=ids.ATLAS_MODE,
                data=modes,
                value=SENT[ids.ATLAS_MODE],
                size="xs",
                **{"aria-label": "Where each pair is shown"},
            ),
            _strength(),
        ],
        className="atlas-controls",
    )


def _strength() -> html.Div:
    marks = [
        {"value": strength, **({"label": f"{strength:g}"} if strength in WRITTEN else {})}
        for strength in map(_place, DAMPINGS)
    ]
    return html.Div(
        [
            html.Span(term("edit strength", "Edit strength"), className="label"),
            dmc.Slider(
                id=ids.ATLAS_DAMPING,
                min=0,
                max=100,
                step=0.001,
                value=SENT[ids.ATLAS_DAMPING],
                label=None,
                marks=marks,
                restrictToMarks=True,
                thumbLabel="Edit strength of the atlas",
                updatemode="drag",
                size="sm",
            ),
            html.Span(
                [
                    html.Span(id=ids.ATLAS_STRENGTH_TEXT, className="strength-value"),
                    html.Span(
                        [term("damping"), " ", html.Span(id=ids.ATLAS_DAMPING_TEXT)],
                        className="note",
                    ),
                ],
                className="atlas-exact",
            ),
        ],
        className="atlas-damping",
    )


def _figures() -> html.Div:
    return html.Div(
        [
            _framed("Map of pairs", "map", ids.ATLAS_MAP, empty_map(), ids.ATLAS_MAP_TEXT),
            _framed(
                "What decides: made one, and at which price",
                "pareto",
                ids.ATLAS_PARETO,
                empty_pareto(),
                ids.ATLAS_PARETO_TEXT,
            ),
            pairs(),
        ],
        className="atlas-figures",
    )


def _framed(title: str, name: str, id: str, figure: dict[str, Any], words: str) -> html.Figure:
    """Return a graph under its title, with what it shows in words below it."""
    labels: dict[str, Any] = {"aria-label": title, "aria-describedby": words}
    config: Any = GRAPH_CONFIG
    graph = dcc.Graph(id=id, figure=figure, config=config)
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Span(title, className="side"),
                    html.A(
                        "As a table: all pairs",
                        href=f"#{ids.ATLAS_TABLE}",
                        className="table-link",
                    ),
                ],
                className="atlas-title",
            ),
            html.Div(html.Div(graph), className="atlas-map", role="img", **labels),
            spoken(words),
        ],
        className=f"panel atlas-frame {name}",
    )
