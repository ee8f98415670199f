"""The samples that were drawn around: their images, and what the edit did to them."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, dcc, html

from weight_surgery.components import ids, payload
from weight_surgery.components.spotlight import image
from weight_surgery.components.text import counted
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Workbench

MOST_TILES = 60


def stores() -> list[dcc.Store]:
    """Return what the page keeps of the marks."""
    return [dcc.Store(id=ids.SAMPLES_MARKED)]


def strip(workbench: Workbench, marks: dict[str, Any] | None, query: str | None) -> Any:
    """Show the marked samples' images, and say what the edit did to them.

    marks: their indices, and which test samples these belong to; of other ones nothing is shown.
    """
    if not marks or not query:
        return None
    spec = ViewSpec.from_query(query).surgery
    indices, data = payload.entries("the marks", marks, "indices", "data")
    if not indices or data != workbench.test_samples(spec.model):
        return None
    bundle = workbench.bundle(spec.model)
    samples = len(bundle.labels_test)
    marked = [
        payload.integer("a marked sample", index, 0, samples - 1)
        for index in payload.list_of("the marks", indices, samples)
    ]
    names, labels = bundle.class_names, bundle.labels_test[marked]
    reads = workbench.reads(spec, np.array(marked))
    before, after = reads.before.argmax(axis=1), reads.after.argmax(axis=1)
    counts = np.bincount(labels, minlength=len(names))
    parts = [
        f"{counts[k]:,} of {names[k]}" for k in np.argsort(-counts, kind="stable") if counts[k]
    ]
    tiles = [
        _tile(
            index,
            f"sample {index}: true {names[label]}, read as {names[one]}, then {names[two]}",
            changed=one != two,
        )
        for index, label, one, two in list(zip(marked, labels, before, after, strict=True))[
            :MOST_TILES
        ]
    ]
    left = len(marked) - len(tiles)
    return [
        dmc.Text(
            f"{counted(len(marked), 'sample')} marked: {', '.join(parts)}. "
            f"{int((before != after).sum()):,} read differently after the edit (framed).",
            className="caption",
        ),
        html.Div(tiles, className="tiles"),
        dmc.Text(f"and {left:,} more" if left > 0 else "", className="note"),
    ]


def _tile(index: int, words: str, changed: bool) -> html.Button:
    attributes: dict[str, Any] = {"data-pin": index, "aria-label": words}
    return html.Button(
        image(index),
        className="tile-button changed" if changed else "tile-button",
        title=words,
        **attributes,
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Show what is marked, and again when the edit changes how it is read."""
    app.callback(
        Output(ids.SAMPLES_STRIP, "children"),
        Input(ids.SAMPLES_MARKED, "data"),
        Input(ids.LATER_STORE, "data"),
        prevent_initial_call=True,
    )(partial(strip, workbench))
