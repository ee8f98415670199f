"""Accuracy by class: recall bars, confusion matrices, and where the bystanders went."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output

from weight_surgery.components import ids
from weight_surgery.components.figures import data_patch
from weight_surgery.components.figures.accuracy import (
    confusion_figure,
    empty_confusion,
    empty_recall,
    recall_figure,
)
from weight_surgery.components.frames import as_table, framed_graph, scrolled, spoken
from weight_surgery.components.sentences import confusion_sentence, recall_sentence
from weight_surgery.components.tables import confusion_table, recall_table
from weight_surgery.components.text import count, nats, p_value, percent, points
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Comparison, Rate, Workbench

MATRICES = (
    ("Before", ids.CONFUSION_BEFORE),
    ("After", ids.CONFUSION_AFTER),
    ("Difference, after − before", ids.CONFUSION_DIFFERENCE),
)


def layout() -> dmc.Paper:
    """Return the panel with empty figures."""
    return dmc.Paper(
        [
            dmc.Title("Accuracy by class", order=2),
            spoken(ids.ACCURACY_CAPTION),
            framed_graph(
                "Recall",
                ids.RECALL_GRAPH,
                empty_recall(),
                GRAPH_CONFIG,
                "recall",
                "Recall of each class before and after",
                ids.RECALL_TEXT,
            ),
            spoken(ids.RECALL_TEXT),
            as_table(ids.RECALL_TABLE, "Recall"),
            dmc.Title("Confusion matrices", order=3),
            dmc.Text(
                "Counts of test samples; rows are true classes, columns what they are read as.",
                className="note",
            ),
            dmc.Box(
                [
                    framed_graph(
                        title,
                        id,
                        empty_confusion(),
                        GRAPH_CONFIG,
                        "matrix",
                        f"Confusion matrix: {title}",
                        ids.CONFUSION_TEXT,
                    )
                    for title, id in MATRICES
                ],
                className="matrices",
            ),
            spoken(ids.CONFUSION_TEXT),
            as_table(ids.CONFUSION_TABLE, "Changes of the confusion matrix"),
            dmc.Title("Where the bystanders went", order=3),
            scrolled(ids.BYSTANDER_TABLE, "Where the bystanders went"),
        ],
        className="panel",
    )


def caption(comparison: Comparison) -> str:
    """Say what McNemar's exact test makes of the three accuracies."""
    tests = (
        ("strict", comparison.mcnemar_strict),
        ("merged", comparison.mcnemar_merged),
        ("bystanders", comparison.mcnemar_bystanders),
    )
    parts = [
        f"{name} {test.lost:,} lost, {test.gained:,} gained ({p_value(test.p_value)})"
        for name, test in tests
    ]
    divergence = comparison.divergence
    spread = (
        f" Divergence on bystanders: mean {nats(divergence.mean)}, 95th percentile "
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


def bystander_table(comparison: Comparison) -> dmc.Table:
    """Return a row a bystander class: recall before and after, and where its flips went."""
    names = comparison.bundle.class_names
    rows = []
    for row in comparison.bystanders:
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
    return dmc.Table(data={"head": head, "body": rows}, tabularNums=True, highlightOnHover=True)


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw how each class of an edit is read."""
    comparison = workbench.compare(ViewSpec.from_query(query).surgery)
    before, after = comparison.before, comparison.after
    names = comparison.bundle.class_names
    bars = recall_figure(names, *recall_arrays(before.per_class_recall, after.per_class_recall))
    return (
        data_patch(bars),
        caption(comparison),
        bystander_table(comparison),
        recall_table(comparison),
        recall_sentence(comparison),
    )


def update_confusion(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw the confusion matrices of an edit."""
    comparison = workbench.compare(ViewSpec.from_query(query).surgery)
    before, after = comparison.before, comparison.after
    names = comparison.bundle.class_names
    matrices = (
        (before.confusion, False),
        (after.confusion, False),
        (after.confusion - before.confusion, True),
    )
    return (
        *(data_patch(confusion_figure(names, *matrix)) for matrix in matrices),
        confusion_table(comparison),
        confusion_sentence(comparison),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw either tab when it is asked for."""
    app.callback(
        Output(ids.RECALL_GRAPH, "figure"),
        Output(ids.ACCURACY_CAPTION, "children"),
        Output(ids.BYSTANDER_TABLE, "children"),
        Output(ids.RECALL_TABLE, "children"),
        Output(ids.RECALL_TEXT, "children"),
        Input(ids.CLASSES_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
    app.callback(
        *(Output(id, "figure") for _, id in MATRICES),
        Output(ids.CONFUSION_TABLE, "children"),
        Output(ids.CONFUSION_TEXT, "children"),
        Input(ids.CONFUSION_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update_confusion, workbench))
