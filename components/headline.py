"""The verdict in one line, what it was judged by, and the headline figures."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import explained
from weight_surgery.components.text import caution, landing, whole_names
from weight_surgery.components.verdict import Line, verdict_words
from weight_surgery.core.workbench import Comparison, Verdict

REPAIRED = (
    "Repaired: the classifier was re-estimated from prototypes of the training samples after the "
    "edit. The atlas, the strength curve and the rank are without it."
)


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
    words = verdict_words(comparison)
    # That verdict's own sentence names the class they land in.
    said = comparison.verdict is Verdict.READ_AS_ANOTHER
    found = ("" if said else landing(comparison), caution(comparison), whole_names(comparison))
    notes = [note for note in found if note]
    if comparison.spec.trim_outliers:
        notes.append(kept_sentence(comparison))
    if comparison.spec.repair:
        notes.append(REPAIRED)
    return [
        dmc.Badge(
            explained(words.badge),
            color=words.color,
            variant="filled" if comparison.is_clean else "light",
            size="lg",
        ),
        *([_repaired()] if comparison.spec.repair else []),
        html.Div(
            html.Div(explained(words.sentence)),
            className="verdict-sentence",
            title=words.sentence,
            tabIndex=0,
        ),
        _judged([*map(_criterion, words.lines), *notes]),
    ]


def _repaired() -> dmc.Badge:
    return dmc.Badge(explained("repaired"), color="blue", variant="light", size="lg")


def _criterion(line: Line) -> str:
    return f"{'Met' if line.met else 'Not met'}: {line.name}: {line.reached}; needed: {line.needed}"


def _judged(lines: list[str]) -> dmc.Popover:
    return dmc.Popover(
        [
            dmc.PopoverTarget(
                dmc.Button("judged by…", variant="subtle", size="compact-sm", className="judged")
            ),
            dmc.PopoverDropdown(
                [dmc.Text(explained(line), className="verdict-note") for line in lines],
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
        for label, centroid in zip(
            comparison.spec.operation.classes, comparison.fitted, strict=True
        )
    ]
    return f"Trimming kept {' and '.join(parts)}."
