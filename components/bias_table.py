"""Weights only beside weights and bias, for the same pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.plain import heading
from weight_surgery.components.text import cosine_text, count, percent, share_text
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Comparison, Rate, Workbench

RATES = (
    *("strict_accuracy", "merged_accuracy", "merged_recall"),
    *("bystander_accuracy", "prototype_accuracy"),
)


def layout() -> list[Any]:
    """Return the empty table, and why there is a choice."""
    return [
        scrolled(ids.BIAS_TABLE, "Weights only, or weights and bias"),
        dmc.Text(
            explained(
                "The notebook edits the weights alone and leaves the bias, so every embedding "
                "keeps the bias's share along the direction; the paper edits both."
            ),
            className="caption more",
        ),
    ]


def bias_table(kept: Comparison, edited: Comparison) -> dmc.Table:
    """Return a row for the unedited model and for each choice, a figure a column."""
    sides = (
        ("Unedited", edited.before, "—"),
        ("Weights only", kept.after, badge_of(kept.verdict)),
        ("Weights and bias", edited.after, badge_of(edited.verdict)),
    )
    rows = [
        [
            name,
            cosine_text(side.cosine),
            *(_cell(getattr(side, figure)) for figure in RATES),
            share_text(side.attack_success),
            share_text(side.told_apart),
            verdict,
        ]
        for name, side, verdict in sides
    ]
    figures = ("cosine", *RATES, "attack_success", "told_apart")
    titles = (html.Span(explained(heading(figure))) for figure in figures)
    head = ["After the edit", *titles, "Verdict"]
    return dmc.Table(
        data={"head": head, "body": rows},
        tabularNums=True,
        highlightOnHover=True,
        className="bias-table",
    )


def _cell(rate: Rate) -> str:
    # Where the line breaks, the count stays in one piece.
    return f"{percent(rate)} · {count(rate)}".replace(" of ", "\u00a0of\u00a0")


def both_choices(workbench: Workbench, spec: SurgerySpec) -> dmc.Table:
    """Compare both choices of an edit's bias."""
    kept, edited = (workbench.compare(replace(spec, edit_bias=choice)) for choice in (False, True))
    return bias_table(kept, edited)
