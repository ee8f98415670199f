"""Weights only beside weights and bias, for the same pair."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output

from weight_surgery.components import ids
from weight_surgery.components.frames import scrolled
from weight_surgery.components.text import cosine_text, count, percent, share_text
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Comparison, Rate, Workbench

RATES = (
    ("Strict accuracy", "strict_accuracy"),
    ("Merged accuracy", "merged_accuracy"),
    ("Merged recall", "merged_recall"),
    ("Bystander accuracy", "bystander_accuracy"),
    ("Prototype accuracy", "prototype_accuracy"),
)


def layout() -> list[Any]:
    """Return the empty table, and why there is a choice."""
    return [
        scrolled(ids.BIAS_TABLE, "Weights only, or weights and bias"),
        dmc.Text(
            "The notebook edits the weights alone and leaves the bias, so every embedding "
            "keeps the bias's share along the direction; the paper edits both.",
            className="caption more",
        ),
    ]


def bias_table(kept: Comparison, edited: Comparison) -> dmc.Table:
    """Return a row for the unedited model and for each choice, a figure a column."""
    sides = (
        ("Unedited", edited.before, "—"),
        ("Weights only", kept.after, "yes" if kept.is_clean else "no"),
        ("Weights and bias", edited.after, "yes" if edited.is_clean else "no"),
    )
    rows = [
        [
            name,
            cosine_text(side.cosine),
            *(_cell(getattr(side, figure)) for _, figure in RATES),
            share_text(side.attack_success),
            clean,
        ]
        for name, side, clean in sides
    ]
    head = ["After the edit", "Cosine", *(title for title, _ in RATES), "Attack success", "Clean"]
    return dmc.Table(
        data={"head": head, "body": rows},
        tabularNums=True,
        highlightOnHover=True,
        className="bias-table",
    )


def _cell(rate: Rate) -> str:
    # Where the line breaks, the count stays in one piece.
    return f"{percent(rate)} · {count(rate)}".replace(" of ", "\u00a0of\u00a0")


def update(workbench: Workbench, query: str) -> dmc.Table:
    """Compare both choices for the pair of a view."""
    spec = ViewSpec.from_query(query).surgery
    kept, edited = (workbench.compare(replace(spec, edit_bias=choice)) for choice in (False, True))
    return bias_table(kept, edited)


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the table whenever the view changes."""
    app.callback(
        Output(ids.BIAS_TABLE, "children"),
        Input(ids.LATER_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
