"""The verification lab: how alike samples are, and what a threshold makes of it."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, html

from weight_surgery.components import ids, payload, published
from weight_surgery.components.figures import axes_patch, data_patch
from weight_surgery.components.figures.verification import (
    Curve,
    Likeness,
    empty_likeness,
    empty_roc,
    likeness_figure,
    roc_figure,
)
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.verification_tables import (
    TAR,
    accepts,
    kinds,
    numbers,
    tables,
    threshold_words,
    used,
)
from weight_surgery.components.view import View
from weight_surgery.core.workbench import (
    COSINE_EDGES,
    FAR,
    LEAST_FAR,
    Comparison,
    PairShare,
    Recognition,
    RecognitionSide,
    Workbench,
)

THRESHOLDS = [
    {"value": "frozen", "label": "Frozen"},
    {"value": "anew", "label": "Found anew"},
]


def layout() -> list[Any]:
    """Return the tab with empty figures."""
    return [
        html.Div(
            [
                framed_graph(
                    html.Div(id=ids.VERIFICATION_KINDS, className="likeness-kinds"),
                    ids.VERIFICATION_LIKENESS,
                    empty_likeness(),
                    GRAPH_CONFIG,
                    "likeness",
                    "Pairs of samples by their cosine, before upwards and after downwards",
                    ids.VERIFICATION_TEXT,
                ),
                framed_graph(
                    html.Span(explained("ROC, one class over two classes")),
                    ids.VERIFICATION_ROC,
                    empty_roc(LEAST_FAR, FAR),
                    GRAPH_CONFIG,
                    "roc",
                    "True accepts over false accepts, before and after",
                    ids.VERIFICATION_TEXT,
                ),
                html.Div([_threshold(), html.Div(id=ids.VERIFICATION_NUMBERS)]),
            ],
            className="verification-view",
        ),
        html.Div(
            [
                spoken(ids.VERIFICATION_TEXT),
                html.Div(id=ids.VERIFICATION_PAPER),
                as_table(ids.VERIFICATION_TABLE, "Pairs of samples by their cosine"),
                as_table(ids.VERIFICATION_ROC_TABLE, "True accepts over false accepts"),
            ],
            className="more",
        ),
    ]


def _threshold() -> html.Div:
    return html.Div(
        [
            html.Span("Threshold", id=ids.VERIFICATION_USED, className="in-label"),
            dmc.SegmentedControl(
                id=ids.VERIFICATION_THRESHOLD,
                data=THRESHOLDS,
                value="frozen",
                size="xs",
                **{"aria-label": "Threshold of the edited network"},
            ),
        ],
        className="threshold",
    )


def caption(comparison: Comparison, found: Recognition) -> str:
    """Say which pairs these are, and what is drawn of them."""
    of = f"all {found.of:,} test samples"
    if found.samples < found.of:
        each = "the first test samples of every class"
        of = f"{each}, {found.samples:,} of {found.of:,} in all"
    several = len(comparison.groups) > 1
    others = " Those of the plan's other groups are in none." if several else ""
    return (
        f"Pairs are of {of}, each with each. Bars: before upwards, after downwards, on the same "
        "bins; each of the three as high as its tallest bar. The dotted line is the threshold: "
        "frozen, as fixed on the unedited network's training samples, or found anew on the edited "
        "one's. On the curve a diamond is what the threshold lets pass. It, AUC, equal errors and "
        f"{TAR} leave out pairs of the third kind.{others}"
    )


def _curve(side: RecognitionSide, accepted: tuple[PairShare, ...] | None) -> Curve | None:
    if side.roc is None:
        return None
    genuine, impostors = (one.value for one in accepted[:2]) if accepted else (None, None)
    at = None if genuine is None or impostors is None else (impostors, genuine)
    return Curve(side.roc.far, side.roc.tar, at)


def update(workbench: Workbench, query: str, threshold: str) -> tuple[Any, ...]:
    """Draw a view's pairs before and after, at the frozen threshold or one found anew."""
    payload.one_of("the threshold", threshold, ("frozen", "anew"))
    spec, anew = View.from_query(query).surgery, threshold == "anew"
    comparison, found = workbench.compare(spec), workbench.recognition(spec)
    likeness = Likeness(
        COSINE_EDGES, found.before.histograms, found.after.histograms, used(found, anew)
    )
    sides = zip((found.before, found.after), accepts(found, anew), strict=True)
    return (
        kinds(comparison, found),
        data_patch(likeness_figure(likeness)),
        axes_patch(roc_figure([_curve(*side) for side in sides]), "xaxis", "yaxis"),
        threshold_words(found, anew),
        numbers(comparison, found, anew),
        explained(caption(comparison, found)),
        published.beside(comparison, found),
        *tables(comparison, found),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Draw the tab when it is asked for, and again for another threshold."""
    app.callback(
        Output(ids.VERIFICATION_KINDS, "children"),
        Output(ids.VERIFICATION_LIKENESS, "figure"),
        Output(ids.VERIFICATION_ROC, "figure"),
        Output(ids.VERIFICATION_USED, "children"),
        Output(ids.VERIFICATION_NUMBERS, "children"),
        Output(ids.VERIFICATION_TEXT, "children"),
        Output(ids.VERIFICATION_PAPER, "children"),
        Output(ids.VERIFICATION_TABLE, "children"),
        Output(ids.VERIFICATION_ROC_TABLE, "children"),
        Input(ids.VERIFICATION_ASK, "data"),
        Input(ids.VERIFICATION_THRESHOLD, "value"),
        prevent_initial_call=True,
    )(partial(update, workbench))
