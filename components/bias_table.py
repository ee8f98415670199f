"""Weights only beside weights and bias, for the same pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc

from weight_surgery.components import ids
from weight_surgery.components.frames import scrolled
from weight_surgery.components.text import cosine_text, count, percent, share_text
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Comparison, Rate, Workbench

RATES = (
    ("Strict accuracy", "strict_accuracy"),
    ("Merged accuracy", "merged_accuracy"),
    ("Merged recall", "merged_recall"),
    ("Bystander accuracy", "bystander_accuracy"),
    ("Prototype accuracy", "prototype_accuracy"),
)


def layout() -> dmc.Paper:
    """Return the panel with an empty table."""
    return dmc.Paper(
        [
            dmc.Title("Weights only, or weights and bias", order=2),
            dmc.Text(
                "The notebook edits the weights alone and leaves the bias, so every embedding "
                "keeps the bias's share along the direction; the paper edits both.",
                className="caption",
            ),
            scrolled(ids.BIAS_TABLE, "Weights only, or weights and bias"),
        ],
        className="panel",
    )


def bias_table(kept: Comparison, edited: Comparison) -> dmc.Table:
    """Return the figures of the unedited model and of both choices, after the edit."""
    sides = (edited.before, kept.after, edited.after)
    rows: list[list[Any]] = [
        ["Cosine of the centroids", *(cosine_text(side.cosine) for side in sides)],
        *([title, *(_cell(getattr(side, name)) for side in sides)] for title, name in RATES),
        ["Attack success", *(share_text(side.attack_success) for side in sides)],
        ["Told apart", *(share_text(side.told_apart) for side in sides)],
        ["Verdict", "—", *(badge_of(one.verdict) for one in (kept, edited))],
    ]
    head = ["After the edit", "Unedited", "Weights only", "Weights and bias"]
    return dmc.Table(data={"head": head, "body": rows}, tabularNums=True, highlightOnHover=True)


def _cell(rate: Rate) -> str:
    return f"{percent(rate)} · {count(rate)}"


def update(workbench: Workbench, query: str) -> dmc.Table:
    """Compare both choices for the pair of a view."""
    spec = ViewSpec.from_query(query).surgery
    kept, edited = (workbench.compare(replace(spec, edit_bias=choice)) for choice in (False, True))
    return bias_table(kept, edited)
