"""The verdict in one line, what it was judged by, and the headline figures."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.components.cards import headline_view
from weight_surgery.components.text import caution, finding, landing, verdict_of
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Comparison, Workbench


def layout() -> list[html.Div]:
    """Return the empty verdict and the empty row of figures."""
    return [
        html.Div(
            [
                html.Div(id=ids.VERDICT, className="verdict", role="status"),
                html.Div(html.Div(id=ids.RANK, className="rank"), className="rank-place"),
            ],
            className="verdict-row",
        ),
        html.Div(id=ids.HEADLINE, className="headline"),
    ]


def verdict_view(comparison: Comparison) -> list[Any]:
    """Return the verdict in one line; behind it what it was judged by, and what else to know."""
    clean, judged = verdict_of(comparison)
    sentence = finding(comparison)
    notes = [note for note in (landing(comparison), caution(comparison)) if note]
    if comparison.spec.trim_outliers:
        notes.append(kept_sentence(comparison))
    return [
        dmc.Badge(
            "Merges cleanly" if clean else "Not clean",
            color="teal" if clean else "orange",
            variant="filled" if clean else "light",
            size="lg",
        ),
        html.Div(sentence, className="verdict-sentence", title=sentence),
        _judged([judged, *notes]),
    ]


def _judged(lines: list[str]) -> dmc.Popover:
    return dmc.Popover(
        [
            dmc.PopoverTarget(
                dmc.Button("judged by…", variant="subtle", size="compact-sm", className="judged")
            ),
            dmc.PopoverDropdown(
                [dmc.Text(line, className="verdict-note") for line in lines],
                className="judged-lines",
            ),
        ],
        position="bottom-end",
        width=420,
        shadow="md",
        withinPortal=False,
        keepMounted=True,
    )


def kept_sentence(comparison: Comparison) -> str:
    """Say how many samples trimming kept for each centroid."""
    parts = [
        f"{centroid.kept:,} of {centroid.total:,} for {comparison.bundle.class_names[label]}"
        for label, centroid in zip(comparison.merged, comparison.fitted, strict=True)
    ]
    return f"Trimming kept {' and '.join(parts)}."


def update(workbench: Workbench, query: str) -> tuple[list[Any], Any]:
    """Write the headline of a view."""
    comparison = workbench.compare(ViewSpec.from_query(query).surgery)
    return verdict_view(comparison), headline_view(comparison)


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the headline whenever the view changes."""
    app.callback(
        Output(ids.VERDICT, "children"),
        Output(ids.HEADLINE, "children"),
        Input(ids.EDIT_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
