"""Accuracy by class: a pair of bars each, and where the bystanders went."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.components.figures import named_patch
from weight_surgery.components.figures.accuracy import empty_recall, recall_figure
from weight_surgery.components.frames import as_table, framed_graph, scrolled, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.sentences import recall_sentence
from weight_surgery.components.shown import recall_shown
from weight_surgery.components.tables import recall_table
from weight_surgery.components.text import count, nats, p_value, percent, points
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Comparison, Rate, Workbench, headline_tests

TESTED = {
    "strict_accuracy": PLAIN["strict_accuracy"],
    "merged_accuracy": PLAIN["merged_accuracy"],
    "bystander_accuracy": "the other classes",
}
KEY = [
    html.Span([html.Span(className="mark before-bar"), "before"], className="legend-entry"),
    html.Span([html.Span(className="mark after-bar"), "after"], className="legend-entry"),
    html.Span(explained("share of each class read right, in %; whiskers: 95\u00a0% interval")),
]


def layout() -> list[Any]:
    """Return the tab with empty bars."""
    return [
        framed_graph(
            KEY,
            ids.RECALL_GRAPH,
            empty_recall(),
            GRAPH_CONFIG,
            "recall",
            "Accuracy of each class before and after",
            ids.RECALL_TEXT,
        ),
        html.Div(
            [
                spoken(ids.RECALL_TEXT),
                spoken(ids.ACCURACY_CAPTION),
                as_table(ids.RECALL_TABLE, "Accuracy by class"),
                dmc.Title(explained("Where the other classes went"), order=2),
                scrolled(ids.BYSTANDER_TABLE, "Where the other classes went"),
            ],
            className="more",
        ),
    ]


def caption(comparison: Comparison) -> str:
    """Say what McNemar's exact test makes of the three accuracies, as many of them as there are."""
    tests = headline_tests(comparison)
    parts = [
        f"{words}: {test.lost:,} lost, {test.gained:,} gained ({p_value(test.p_value)})"
        for name, words in TESTED.items()
        if (test := tests.get(name))
    ]
    divergence = comparison.divergence
    spread = (
        f" Divergence on the other classes: mean {nats(divergence.mean)}, 95th percentile "
        f"{nats(divergence.p95)} nats."
        if divergence.mean is not None and divergence.p95 is not None
        else ""
    )
    return f"Answers changed, with McNemar's exact test: {'; '.join(parts)}.{spread}"


def recall_arrays(
    before: tuple[Rate, ...], after: tuple[Rate, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what the recall bars draw: (C, 3) value, low, high per side, and counts (C, 3)."""

    def side(rates: tuple[Rate, ...]) -> np.ndarray:
        values = [np.nan if rate.value is None else rate.value for rate in rates]
        ends = [(rate.low, rate.high) for rate in rates]
        return np.column_stack([values, ends])

    pairs = zip(before, after, strict=True)
    counts = np.array([(one.successes, two.successes, one.total) for one, two in pairs])
    return side(before), side(after), counts


def shown_recall(
    comparison: Comparison,
) -> tuple[tuple[str, ...], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return the names of the classes that the bars show, and their arrays."""
    labels = recall_shown(comparison)
    before, after = comparison.before.per_class_recall, comparison.after.per_class_recall
    names = tuple(comparison.bundle.class_names[label] for label in labels)
    return names, tuple(one[labels] for one in recall_arrays(before, after))


def bystander_table(comparison: Comparison) -> dmc.Table:
    """Return a row a bystander class: recall before and after, and where its flips went."""
    names, shown = comparison.bundle.class_names, set(recall_shown(comparison).tolist())
    rows = []
    for row in (row for row in comparison.bystanders if row.label in shown):
        went = "—"
        if row.destination is not None:
            went = f"{names[row.destination]} ({row.destination_count:,})"
        rows.append(
            [
                names[row.label],
                f"{percent(row.before)} · {count(row.before)}",
                f"{percent(row.after)} · {count(row.after)}",
                "—" if row.change is None else points(row.change),
                f"{row.flipped:,}",
                went,
            ]
        )
    head = ["Class", "Recall before", "Recall after", "Change", "Read differently", "Most now as"]
    return dmc.Table(
        data={"head": head, "body": rows},
        tabularNums=True,
        highlightOnHover=True,
        className="data-table",
    )


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw the accuracy panel of a view."""
    comparison = workbench.compare(View.from_query(query).surgery)
    names, arrays = shown_recall(comparison)
    bars = named_patch(recall_figure(names, *arrays), names)
    classes = len(comparison.bundle.class_names)
    # Where the sentences are folded away, the axis alone says that these are not all.
    left_out = f"{len(names)} of {classes:,} classes, those that changed most"
    bars["layout"]["xaxis"]["title"]["text"] = left_out if len(names) < classes else ""
    return (
        bars,
        explained(caption(comparison)),
        bystander_table(comparison),
        recall_table(comparison),
        recall_sentence(comparison),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw the panel whenever the view changes."""
    app.callback(
        Output(ids.RECALL_GRAPH, "figure"),
        Output(ids.ACCURACY_CAPTION, "children"),
        Output(ids.BYSTANDER_TABLE, "children"),
        Output(ids.RECALL_TABLE, "children"),
        Output(ids.RECALL_TEXT, "children"),
        Input(ids.CLASSES_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
