"""Confusion: the five largest flows at a glance, the matrices behind them."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.components.figures import named_patch
from weight_surgery.components.figures.accuracy import confusion_figure, empty_confusion
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.sentences import confusion_sentence
from weight_surgery.components.shown import matrix_shown
from weight_surgery.components.tables import confusion_table
from weight_surgery.components.text import signed
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Comparison, Workbench

MOST_FLOWS = 5
HEAD = ("True class", "Read as", "Before", "After", "Change", "After, of the class's samples")
MATRICES = (
    ("Before", ids.CONFUSION_BEFORE),
    ("After", ids.CONFUSION_AFTER),
    ("Difference, after − before", ids.CONFUSION_DIFFERENCE),
)


def layout() -> list[Any]:
    """Return the tab with no flows and empty matrices."""
    return [
        html.Div(id=ids.FLOWS, className="flows"),
        html.Div(
            [
                dmc.Title(explained("Confusion matrices"), order=2),
                dmc.Text(
                    "Counts of test samples; rows are true classes, columns what they are read as.",
                    className="note",
                ),
                html.Div([_matrix(title, id) for title, id in MATRICES], className="matrices"),
                spoken(ids.CONFUSION_TEXT),
                as_table(ids.CONFUSION_TABLE, "Changes of the confusion matrix"),
            ],
            className="more",
        ),
    ]


def _matrix(title: str, id: str) -> html.Figure:
    name = f"Confusion matrix: {title}"
    figure = empty_confusion()
    return framed_graph(title, id, figure, GRAPH_CONFIG, "matrix", name, ids.CONFUSION_TEXT)


def largest_flows(comparison: Comparison) -> list[tuple[int, int, int, int]]:
    """Return the errors that changed most: true class, read as, count before and count after."""
    before, after = comparison.before.confusion, comparison.after.confusion
    change = np.abs(np.where(np.eye(len(before), dtype=bool), 0, after - before))
    order = np.argsort(-change, axis=None, kind="stable")[:MOST_FLOWS]
    cells = zip(*np.unravel_index(order, change.shape), strict=True)
    return [
        (int(true), int(read), int(before[true, read]), int(after[true, read]))
        for true, read in cells
        if change[true, read]
    ]


def flows_view(comparison: Comparison) -> list[Any]:
    """Return the largest flows as rows: which samples, read as what, before and after."""
    flows = largest_flows(comparison)
    if not flows:
        return [dmc.Text("No error changed: every sample is read as before.", className="note")]
    head = html.Tr([html.Th(words, scope="col") for words in HEAD])
    rows = [_flow(comparison, *flow) for flow in flows]
    caption = html.Caption(explained("The errors that changed most; counts of test samples"))
    return [html.Table([caption, html.Thead(head), html.Tbody(rows)], className="flow-table")]


def _flow(comparison: Comparison, true: int, read: int, before: int, after: int) -> html.Tr:
    names = comparison.bundle.class_names
    total = int(comparison.before.confusion[true].sum())
    return html.Tr(
        [
            html.Th(names[true], scope="row", title=names[true]),
            html.Td(names[read], title=names[read]),
            html.Td(f"{before:,}"),
            html.Td(html.B(f"{after:,}")),
            html.Td(signed(after - before, 0), className="flow-change"),
            html.Td(
                html.Div([_share(after, total), html.Span(f"of {total:,}")], className="flow-share")
            ),
        ]
    )


def _share(count: int, total: int) -> dmc.Progress:
    return dmc.Progress(
        value=100 * count / total,
        size="md",
        color="violet",
        **{"aria-label": "share of the class after the edit"},
    )


def shown_confusion(comparison: Comparison) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Return the names of the classes that the matrices show, and their counts before and after."""
    labels = matrix_shown(comparison)
    cells = np.ix_(labels, labels)
    names = tuple(comparison.bundle.class_names[label] for label in labels)
    return names, comparison.before.confusion[cells], comparison.after.confusion[cells]


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Write the flows of a view and draw its matrices."""
    comparison = workbench.compare(View.from_query(query).surgery)
    names, before, after = shown_confusion(comparison)
    matrices = ((before, False), (after, False), (after - before, True))
    return (
        flows_view(comparison),
        *(
            named_patch(confusion_figure(names, *matrix), names, ("xaxis", "yaxis"))
            for matrix in matrices
        ),
        confusion_table(comparison),
        confusion_sentence(comparison),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw the tab whenever what is measured changes."""
    app.callback(
        Output(ids.FLOWS, "children"),
        *(Output(id, "figure") for _, id in MATRICES),
        Output(ids.CONFUSION_TABLE, "children"),
        Output(ids.CONFUSION_TEXT, "children"),
        Input(ids.CONFUSION_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
