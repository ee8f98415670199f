"""Collateral: the samples of other classes that are read differently, one by one."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, State, dcc, html, no_update

from weight_surgery.components import ids, payload
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.images import image
from weight_surgery.components.text import counted
from weight_surgery.components.view import View
from weight_surgery.core.workbench import COLLATERAL_KINDS, Collateral, Comparison, Workbench

ANY = "any"
KIND_WORDS = {
    "lost": "right → wrong",
    "gained": "wrong → right",
    "other": "wrong → wrong",
}
# The longest list of samples on the page; the file has all.
MOST_ROWS = 60
HEAD = ("Sample", "Class", "Read before", "Read after", "Answer", "Lead before", "Lead after")


def layout() -> list[Any]:
    """Return the tab with no samples."""
    return [
        html.Div(
            [
                dmc.Text(id=ids.COLLATERAL_TEXT, className="caption", **{"aria-live": "polite"}),
                html.Div(
                    [
                        _filter("Answer", ids.COLLATERAL_KIND, 56),
                        _filter("Class", ids.COLLATERAL_TRUE, 48),
                        _filter("Read after", ids.COLLATERAL_BECAME, 76),
                        dmc.Button(
                            "All as .csv", id=ids.COLLATERAL_CSV, variant="default", size="xs"
                        ),
                    ],
                    className="collateral-filters",
                ),
            ],
            className="collateral-head",
        ),
        scrolled(ids.COLLATERAL_LIST, "Samples of other classes that are read differently"),
        dcc.Download(id=ids.COLLATERAL_DOWNLOAD),
    ]


def _filter(label: str, id: str, room: int) -> dmc.Select:
    return dmc.Select(
        id=id,
        data=[{"value": ANY, "label": ANY}],
        value=ANY,
        allowDeselect=False,
        leftSection=dmc.Text(label, className="in-label"),
        leftSectionWidth=room,
        leftSectionPointerEvents="none",
        size="xs",
        **{"aria-label": f"{label}, of the samples that are listed"},
    )


def words(comparison: Comparison, found: Collateral, listed: Collateral) -> str:
    """Say how many others are read differently, what became of them, and which are listed."""
    total = len(found.indices)
    if not total:
        return "Nobody paid: every sample of the other classes is read as before."
    parts = ", ".join(f"{found.count(kind):,} {KIND_WORDS[kind]}" for kind in COLLATERAL_KINDS)
    others = comparison.after.bystander_accuracy.total
    said = f"{total:,} of {counted(others, 'sample')} of other classes read differently: {parts}."
    chosen, shown = len(listed.indices), min(len(listed.indices), MOST_ROWS)
    if chosen < total:
        said += f" {chosen:,} chosen here."
    return said + (f" The first {shown} are listed." if shown < chosen else "")


def listing(comparison: Comparison, found: Collateral) -> Any:
    """Return a row a sample, at most MOST_ROWS; its first cell pins it."""
    if not len(found.indices):
        return dmc.Text("No sample is like that.", className="note")
    rows = zip(
        found.indices.tolist(),
        *(
            [comparison.bundle.class_names[label] for label in some]
            for some in (found.labels, found.before, found.after)
        ),
        [KIND_WORDS[COLLATERAL_KINDS[kind]] for kind in found.kinds],
        *([f"{lead:.2f}" for lead in some] for some in (found.margins_before, found.margins_after)),
        strict=True,
    )
    texts = comparison.bundle.texts_test
    head = html.Tr(
        [html.Th(explained(one), scope="col") for one in (*HEAD, *(["Text"] * (texts is not None)))]
    )
    body = [
        _row(None if texts is None else str(texts[row[0]]), *row) for row in list(rows)[:MOST_ROWS]
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="collateral-table")


def _row(text: str | None, index: int, *cells: str) -> html.Tr:
    pins: dict[str, Any] = {"data-pin": index}
    label: dict[str, Any] = {"aria-label": f"Pin sample {index}: true {cells[0]}, read {cells[2]}"}
    tile = [image(index), html.Span(f"{index:,}")]
    button = html.Button(tile, className="tile-button", **label)
    said = [] if text is None else [html.Td(text, className="collateral-text", title=text)]
    return html.Tr([html.Th(button, scope="row"), *map(_cell, cells), *said], **pins)


def _cell(words: str) -> html.Td:
    return html.Td(words, title=words, className="collateral-name")


def options(comparison: Comparison, found: Collateral) -> list[list[dict[str, str]]]:
    """Return what each filter offers, with its number of samples: kinds, classes, what it became.

    A class that nobody is of, or became, is left out.
    """
    kinds = [
        {"value": kind, "label": f"{KIND_WORDS[kind]} ({found.count(kind):,})"}
        for kind in COLLATERAL_KINDS
        if found.count(kind)
    ]
    names = comparison.bundle.class_names
    classes = [
        [
            {"value": str(label), "label": f"{names[label]} ({number:,})"}
            for label, number in enumerate(np.bincount(some, minlength=len(names)).tolist())
            if number
        ]
        for some in (found.labels, found.after)
    ]
    whole = {"value": ANY, "label": ANY}
    return [[whole, *one] for one in (kinds, *classes)]


def update(workbench: Workbench, query: str, kind: str, true: str, became: str) -> tuple[Any, ...]:
    """List a view's flipped bystanders; a filter that fits none of them any more is let go."""
    payload.one_of("the answer", kind, (ANY, *COLLATERAL_KINDS))
    for name, label in (("the class", true), ("what was read", became)):
        if label != ANY:
            payload.integer(name, label)
    spec = View.from_query(query).surgery
    comparison, found = workbench.compare(spec), workbench.collateral(spec)
    offered = options(comparison, found)
    held = [
        value if any(one["value"] == value for one in some) else ANY
        for value, some in zip((kind, true, became), offered, strict=True)
    ]
    listed = found.where(
        None if held[1] == ANY else int(held[1]),
        None if held[2] == ANY else int(held[2]),
        None if held[0] == ANY else held[0],
    )
    return (
        words(comparison, found, listed),
        listing(comparison, listed),
        *offered,
        *held,
    )


def export(workbench: Workbench, clicks: int | None, query: str) -> Any:
    """Return the whole list as a file."""
    if not clicks or not query:
        return no_update
    name, text = workbench.export_collateral(View.from_query(query).surgery)
    return dcc.send_string(text, name, type="text/csv")


def register(app: Dash, workbench: Workbench) -> None:
    """List the samples when the tab is asked for and a filter changes; give them as a file."""
    filters = (ids.COLLATERAL_KIND, ids.COLLATERAL_TRUE, ids.COLLATERAL_BECAME)
    app.callback(
        Output(ids.COLLATERAL_TEXT, "children"),
        Output(ids.COLLATERAL_LIST, "children"),
        *(Output(id, "data") for id in filters),
        *(Output(id, "value") for id in filters),
        Input(ids.COLLATERAL_ASK, "data"),
        *(Input(id, "value") for id in filters),
        prevent_initial_call=True,
    )(partial(update, workbench))
    app.callback(
        Output(ids.COLLATERAL_DOWNLOAD, "data"),
        Input(ids.COLLATERAL_CSV, "n_clicks"),
        State(ids.EDIT_STORE, "data"),
        prevent_initial_call=True,
    )(partial(export, workbench))
