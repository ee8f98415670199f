"""What the samples' colors say, and how many of which are drawn."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Workbench

FILTERS = {
    "pair": "of the pair",
    "changed": "read differently after the edit",
    "misread": "misread after the edit",
}


def legend_view(workbench: Workbench, view: ViewSpec) -> list[Any]:
    """Return the legend of a view: marks with their words, and the counts behind them."""
    indices = workbench.motion(view).indices
    reads = workbench.reads(view.surgery, indices)
    bundle = workbench.bundle(view.surgery.model)
    labels = bundle.labels_test[indices]
    before, after = reads.before.argmax(axis=1), reads.after.argmax(axis=1)
    names = [bundle.class_names[label] for label in view.surgery.operation.classes]
    kept = {
        "all": np.ones(len(indices), bool),
        "pair": np.isin(labels, view.surgery.operation.classes),
        "changed": before != after,
        "misread": after != labels,
    }[view.shown]
    total = int(kept.sum())
    if not total:
        return [dmc.Text(f"No drawn sample is {FILTERS[view.shown]}.", className="empty")]
    marks = {
        "class": [
            ("dot pair-a", names[0]),
            ("diamond pair-b", names[1]),
            ("small-dot", "others"),
        ],
        "correct": [
            ("dot right", f"right {_two((before == labels) & kept, (after == labels) & kept)}"),
            ("dot wrong", f"wrong {_two((before != labels) & kept, (after != labels) & kept)}"),
        ],
        "changed": [
            ("dot same", f"read the same {(~(before != after) & kept).sum():,}"),
            ("dot other", f"read differently {((before != after) & kept).sum():,}"),
        ],
        "confidence": [
            (
                "ramp",
                "confidence 0 to 1, mean "
                f"{reads.before.max(axis=1)[kept].mean():.3f} → "
                f"{reads.after.max(axis=1)[kept].mean():.3f}",
            )
        ],
    }[view.color]
    if view.scenes == "overlay":
        marks.append(("line", "was to is"))
    return [
        html.Span(
            f"{total:,} of {len(bundle.labels_test):,}",
            className="legend-count",
            title=drawn(total, len(indices), len(bundle.labels_test), view.shown),
        ),
        *(
            html.Span(
                [html.Span(className=f"mark {mark}"), html.Span(words, className="legend-words")],
                className="legend-entry",
                title=words,
            )
            for mark, words in marks
        ),
    ]


def drawn(kept: int, sampled: int, total: int, shown: str) -> str:
    """Say how many of how many test samples are drawn, and which."""
    if shown == "all":
        return f"Drawn: {kept:,} of {total:,} test samples"
    source = f"all {total:,}" if sampled == total else f"a sample of {sampled:,}"
    return f"Drawn: {kept:,} of {source} test samples, only those {FILTERS[shown]}"


def _two(before: np.ndarray, after: np.ndarray) -> str:
    return f"{before.sum():,} → {after.sum():,}"


def update(workbench: Workbench, query: str) -> list[Any]:
    """Write the legend of a view."""
    return legend_view(workbench, ViewSpec.from_query(query))


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the legend whenever the view changes."""
    app.callback(
        Output(ids.EMBEDDING_LEGEND, "children"),
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
