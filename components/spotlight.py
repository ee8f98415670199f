"""Single samples: the one under the pointer, and the pinned one."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from weight_surgery.components import ids
from weight_surgery.components.samples import motion_payload
from weight_surgery.components.text import in_percent
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Reads, Workbench

MOST_BARS = 10


def stores() -> list[dcc.Store]:
    """Return what the page keeps of single samples."""
    return [dcc.Store(id=id) for id in (ids.SAMPLES_PIN, ids.SAMPLES_SPRITE)]


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
                dmc.Button(
                    "Download MNIST's images",
                    id=ids.SAMPLES_FETCH,
                    variant="light",
                    size="compact-xs",
                    className="away",
                ),
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
            dmc.NumberInput(
                id=ids.SAMPLES_INDEX,
                value="",
                min=0,
                allowDecimal=False,
                allowNegative=False,
                debounce=True,
                placeholder="test index",
                size="xs",
                leftSection=dmc.Text("Find", className="in-label"),
                leftSectionWidth=44,
                className="find-input",
                **{"aria-label": "Find a test sample by its index"},
            ),
            dmc.Button("Let go", id=ids.SAMPLES_UNPIN, variant="default", size="xs"),
        ],
        gap="xs",
    )


def image(index: int, classes: str = "sample-image") -> html.Div:
    """Return the place of a sample's image, which the page cuts from the sprite."""
    attributes: dict[str, Any] = {"data-sample": index}
    return html.Div(className=classes, **attributes)


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


def pinned_view(workbench: Workbench, view: ViewSpec) -> list[Any]:
    """Return the pinned sample: its image, its true class, and how it is read."""
    assert view.sample is not None
    bundle = workbench.bundle(view.surgery.model)
    reads = workbench.reads(view.surgery, np.array([view.sample]))
    names = bundle.class_names
    before, after = (names[side[0].argmax()] for side in (reads.before, reads.after))
    words = f"read as {before} before and as {after} after"
    if before == after:
        words = f"read as {before} before and after"
    true = names[bundle.labels_test[view.sample]]
    return [
        html.Div(
            [
                image(view.sample),
                dmc.Text(f"Sample {view.sample:,}", className="label"),
                dmc.Text(f"true class {true}; {words}", className="note"),
            ],
            className="pinned-head",
        ),
        bars(names, reads, view.surgery.operation.classes),
    ]


def pin(workbench: Workbench, query: str, held: dict[str, Any] | None) -> tuple[Any, Any]:
    """Show the view's pinned sample, where it is not shown already."""
    view = ViewSpec.from_query(query)
    if view.sample is None:
        hint = "Click a sample to pin it here, or find one by its index."
        return None, dmc.Text(hint, className="note")
    key = f"{view.sample}|{view.measured.to_query()}"
    if held and held["key"] == key:
        return no_update, no_update
    bundle = workbench.bundle(view.surgery.model)
    pair = view.surgery.operation.classes
    motion = motion_payload(workbench.pinned_motion(view), bundle.class_names, pair)
    return {"key": key, "motion": motion}, pinned_view(workbench, view)


def register(app: Dash, workbench: Workbench) -> None:
    """Show what is pinned; the page itself follows the pointer."""
    app.callback(
        Output(ids.SAMPLES_PIN, "data"),
        Output(ids.SAMPLES_PINNED, "children"),
        Input(ids.VIEW_STORE, "data"),
        State(ids.SAMPLES_PIN, "data"),
        prevent_initial_call=True,
    )(partial(pin, workbench))
    for name, output, source in (
        ("pin", Output(ids.SAMPLES_PINNED, "className"), Input(ids.SAMPLES_PIN, "data")),
        (
            "unpin",
            Output(ids.SAMPLES_INDEX, "value", allow_duplicate=True),
            Input(ids.SAMPLES_UNPIN, "n_clicks"),
        ),
    ):
        app.clientside_callback(
            ClientsideFunction("spotlight", name), output, source, prevent_initial_call=True
        )
