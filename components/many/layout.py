"""The view of a model of many classes in one screen: the answer, the map, and the list of pairs."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Patch, dcc, html

from weight_surgery.components import ids, payload
from weight_surgery.components.figures import template_patch
from weight_surgery.components.figures.many import empty_many
from weight_surgery.components.frames import spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.many.columns import COLUMNS, column
from weight_surgery.components.theme import GRAPH_CONFIG, SCHEMES
from weight_surgery.core.workbench import MOST_PROMISING

# So many pairs are measured unless somebody asks for another number.
USUAL_COUNT = 100
WAITING = "Ranking all pairs by what their class centers foresee…"
COLORS = (("survival", "survive"), ("leak", "rms leak"))
# The grid has so many rows at a time, and keeps so many of these pages.
PAGE_ROWS, MOST_PAGES = 100, 4


def build(scheme: Any) -> html.Div:
    """Return the view, empty, in a color scheme."""
    payload.one_of("the color scheme", scheme, SCHEMES)
    return html.Div(
        [_head(), _toolbar(), html.Div([_map(scheme), _pairs()], className="many-figures")],
        className="atlas many",
    )


def retheme(scheme: Any) -> Patch:
    """Give the map the template of a color scheme."""
    payload.one_of("the color scheme", scheme, SCHEMES)
    return template_patch(scheme)


def _head() -> html.Div:
    return html.Div(
        [
            dmc.Title(explained("Which pairs merge cleanly?"), order=2),
            html.Div(WAITING, id=ids.MANY_ANSWER, className="atlas-answer", role="status"),
        ],
        className="atlas-head",
    )


def _toolbar() -> html.Div:
    return html.Div(
        [
            html.Span("Measure the most promising", className="label"),
            dmc.TextInput(
                id=ids.MANY_COUNT,
                value=str(USUAL_COUNT),
                # What is typed stays as it is, and is refused in words where it is no such number.
                attributes={"input": {"inputMode": "numeric", "data-most": MOST_PROMISING}},
                size="xs",
                className="many-count",
                **{"aria-label": "How many of the most promising pairs are measured"},
            ),
            dmc.Button("Measure", id=ids.MANY_START, size="compact-sm", disabled=True),
            html.Div(
                [
                    dmc.Progress(
                        id=ids.MANY_PROGRESS,
                        value=0,
                        size="sm",
                        **{"aria-label": "Pairs measured"},
                    ),
                    spoken(ids.MANY_STATUS),
                ],
                className="many-progress",
            ),
            html.Div(id=ids.MANY_AGREEMENT, className="many-agreement", role="status"),
        ],
        className="atlas-controls",
    )


def _map(scheme: str) -> html.Figure:
    config: Any = GRAPH_CONFIG | {"doubleClick": "autosize", "showTips": False}
    labels: dict[str, Any] = {
        "aria-label": "Map of all pairs; arrow keys move, plus and minus zoom, 0 shows all",
        "aria-describedby": ids.MANY_MAP_TEXT,
    }
    graph = dcc.Graph(id=ids.MANY_MAP, figure=empty_many(scheme), config=config)
    options = [{"value": value, "label": label} for value, label in COLORS]
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Span("Map of pairs, foreseen", className="side"),
                    dmc.SegmentedControl(
                        id=ids.MANY_COLOR,
                        data=options,
                        value=COLORS[0][0],
                        size="xs",
                        **{"aria-label": "What the map is colored by"},
                    ),
                    dmc.Button(
                        "Whole",
                        id=ids.MANY_WHOLE,
                        size="compact-xs",
                        variant="light",
                        disabled=True,
                    ),
                ],
                className="atlas-title",
            ),
            html.Div(
                html.Div(graph), className="many-map", role="application", tabIndex=0, **labels
            ),
            spoken(ids.MANY_MAP_TEXT),
        ],
        className="panel atlas-frame",
    )


def _pairs() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.Span("All pairs, by promise", className="side"),
                    dmc.TextInput(
                        id=ids.MANY_FIND,
                        placeholder="Find a class",
                        size="xs",
                        debounce=300,
                        className="many-find",
                        **{"aria-label": "Find a class by its name"},
                    ),
                    dmc.Button("Table .csv", id=ids.MANY_CSV, size="compact-xs", variant="light"),
                    dcc.Download(id=ids.MANY_DOWNLOAD),
                ],
                className="atlas-title",
            ),
            dag.AgGrid(
                id=ids.MANY_TABLE,
                rowModelType="infinite",
                columnDefs=[column(*one) for one in COLUMNS],
                defaultColDef={"resizable": True},
                dashGridOptions={
                    "animateRows": False,
                    "rowHeight": 27,
                    "headerHeight": 30,
                    "cacheBlockSize": PAGE_ROWS,
                    "maxBlocksInCache": MOST_PAGES,
                    "theme": {"function": "themeQuartz"},
                    "tooltipShowDelay": 300,
                    "localeText": {"noRowsToShow": "No pair has such a name."},
                },
                className="atlas-grid",
                getRowId="params.data.id",
            ),
        ],
        className="panel atlas-frame",
    )
