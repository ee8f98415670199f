"""Single samples: the one under the pointer, and the pinned one."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids, payload
from weight_surgery.components.images import image
from weight_surgery.components.marked import strip
from weight_surgery.components.text import in_percent
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Reads, Workbench

MOST_BARS = 10
HINT = "Click a sample to pin it here. Draw around some in a circle to mark them everywhere."


def card() -> html.Div:
    """Return the card that follows the pointer; the page writes into it."""
    return html.Div(
        [
            html.Div(className="sample-image"),
            html.Div(
                [html.Div(className=name) for name in ("card-index", "card-true", "card-reads")],
                className="card-words",
            ),
        ],
        id=ids.SAMPLES_CARD,
        className="sample-card away",
        role="tooltip",
    )


def layout() -> list[Any]:
    """Return the tab of the pinned sample and the marked ones, empty."""
    return [
        html.Div(
            [
                _find(),
                dmc.Text(id=ids.SAMPLES_IMAGES, className="note"),
            ],
            className="samples-head",
        ),
        html.Div(
            [
                dmc.Box(id=ids.SAMPLES_PINNED, className="pinned", **{"aria-live": "polite"}),
                dmc.Box(id=ids.SAMPLES_STRIP, className="marked", **{"aria-live": "polite"}),
            ],
            className="spotlight",
        ),
    ]


def _find() -> dmc.Group:
    return dmc.Group(
        [
            dmc.TextInput(
                id=ids.SAMPLES_INDEX,
                value="",
                debounce=True,
                placeholder="test index",
                size="xs",
                leftSection=dmc.Text("Find", className="in-label"),
                leftSectionWidth=44,
                className="find-input",
                **{"aria-label": "Find a test sample by its index"},
            ),
            dmc.Button(
                "Let go", id=ids.SAMPLES_UNPIN, variant="default", size="xs", className="let-go"
            ),
        ],
        gap="xs",
    )


def bars(names: tuple[str, ...], reads: Reads, merged: tuple[int, ...]) -> html.Table:
    """Return both sides' probabilities of one sample as bars, the largest classes when many."""
    before, after = reads.before[0], reads.after[0]
    order = np.argsort(-np.maximum(before, after), kind="stable")[:MOST_BARS]
    read = (before.argmax(), after.argmax())
    kinds = {
        label: f"{'merged' * (label in merged)} {'read' * (label in read)}".strip()
        for label in order.tolist()
    }
    rows = [
        html.Tr(
            [
                html.Th(names[label], scope="row", className=kinds[label], title=names[label]),
                *(html.Td(_bar(names[label], side[label])) for side in (before, after)),
            ]
        )
        for label in sorted(order.tolist())
    ]
    head = html.Tr([html.Th(words, scope="col") for words in ("Class", "Before", "After")])
    return html.Table([html.Thead(head), html.Tbody(rows)], className="bars")


def _bar(name: str, probability: float) -> dmc.Group:
    value = 100 * float(probability)
    return dmc.Group(
        [
            dmc.Progress(
                value=round(value, 2),
                size="md",
                className="bar",
                **{"aria-label": f"probability of {name}"},
            ),
            dmc.Text(in_percent(probability, 1), className="bar-value"),
        ],
        gap=6,
        wrap="nowrap",
    )


def pinned_view(workbench: Workbench, spec: SurgerySpec, sample: int) -> list[Any]:
    """Return the pinned sample: its image, its true class, and how it is read."""
    bundle = workbench.bundle(spec.model)
    reads = workbench.reads(spec, np.array([sample]))
    names = bundle.class_names
    before, after = (names[side[0].argmax()] for side in (reads.before, reads.after))
    words = f"read as {before} before and as {after} after"
    if before == after:
        words = f"read as {before} before and after"
    true = names[bundle.labels_test[sample]]
    return [
        html.Div(
            [
                image(sample),
                dmc.Text(f"Sample {sample:,}", className="label"),
                dmc.Text(f"true class {true}; {words}", className="note"),
            ],
            className="pinned-head",
        ),
        bars(names, reads, spec.operation.classes),
    ]


def update(workbench: Workbench, question: Any) -> tuple[Any, Any]:
    """Show the pinned sample and the marked ones of an edit.

    question: {"edit", "sample", "data", "marked"}; of marks on other test samples nothing is shown.
    """
    keys = ("edit", "sample", "data", "marked")
    edit, sample, data, marked = payload.entries("a question for samples", question, *keys)
    spec = View.from_query(edit).surgery
    last = len(workbench.bundle(spec.model).labels_test) - 1
    pinned: Any = dmc.Text(HINT, className="note pin-hint")
    if sample is not None:
        pinned = pinned_view(workbench, spec, payload.integer("a sample", sample, 0, last))
    here = data == workbench.test_samples(spec.model)
    indices = [
        payload.integer("a marked sample", index, 0, last)
        for index in payload.list_of("the marks", marked, last + 1)
    ]
    return pinned, strip(workbench, spec, indices if here else [])


def register(app: Dash, workbench: Workbench) -> None:
    """Show what is pinned and marked; the page itself follows the pointer."""
    app.callback(
        Output(ids.SAMPLES_PINNED, "children"),
        Output(ids.SAMPLES_STRIP, "children"),
        Input(ids.SAMPLES_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
