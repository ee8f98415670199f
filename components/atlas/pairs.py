"""The list of all pairs beside the map: what stands in its columns, and how it is written."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import numpy as np
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import GLOSSARY, explained
from weight_surgery.components.plain import heading
from weight_surgery.components.text import in_percent
from weight_surgery.core.workbench import DAMPINGS, REFINED

# Field, title, width in pixels, kind of filter, how it is written. What matters stands first.
COLUMNS = (
    ("rank", "#", 46, None, None),
    ("pair", "Pair", 110, "agTextColumnFilter", None),
    ("verdict", "Verdict", 162, "agTextColumnFilter", None),
    ("merge_cost", "Cost", 78, "agNumberColumnFilter", "percent"),
    ("clean_from", "Clean at", 115, "agTextColumnFilter", None),
    ("merged_recall", heading("merged_recall"), 130, "agNumberColumnFilter", "percent"),
    ("told_apart", heading("told_apart"), 112, "agNumberColumnFilter", "percent"),
    ("attack_success", heading("attack_success"), 152, "agNumberColumnFilter", "percent"),
    ("bystander_change", heading("bystander_change"), 164, "agNumberColumnFilter", "percent"),
    (
        "worst_bystander_change",
        heading("worst_bystander_change"),
        150,
        "agNumberColumnFilter",
        "percent",
    ),
    ("method", "Method", 150, "agTextColumnFilter", None),
    ("strength", "At strength", 102, "agTextColumnFilter", None),
    ("recall_count", "Pair's samples read as either", 210, "agTextColumnFilter", None),
    ("recall_interval", "Read as either, 95 % interval", 212, "agTextColumnFilter", None),
    ("bystander_count", heading("bystander_accuracy"), 160, "agTextColumnFilter", None),
    ("bystander_interval", "Others read right, 95 % interval", 228, "agTextColumnFilter", None),
    ("cosine", heading("cosine"), 126, "agNumberColumnFilter", "four"),
)
# A pair whose names stand below each other takes two lines. A row keeps the height it began with,
# and models share their pairs: so a pair of another height is another row.
LINES = "params.data.pair.split('\\n').length"
HEIGHT = f"10 + 17 * {LINES}"
ROW_ID = f"params.data.id + '-' + {LINES}"
FORMATS = {
    "percent": "params.value == null ? '' : d3.format('.2f')(100 * params.value) + ' %'",
    "four": "params.value == null ? '' : d3.format('.4f')(params.value)",
}
# What is cut of two long names is told on hover, and found all the same.
PAIR = {
    "cellClass": "pair-names",
    "tooltipField": "whole",
    "filterValueGetter": {"function": "params.data.whole"},
}
HINTS = {
    "rank": "By verdict, then by cost of merging; none without a verdict",
    "bystander_change": "How many more of the other classes' samples are read right than before",
    "worst_bystander_change": "The same for the class whose share changed for the worst",
    "clean_from": "The edit strengths at which the pair merges cleanly",
}


def pairs() -> html.Div:
    """Return the list, empty, with its file."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(
                        explained("All pairs, by verdict and cost of merging"), className="side"
                    ),
                    dmc.Button("Table .csv", id=ids.ATLAS_CSV, size="compact-xs", variant="light"),
                ],
                className="atlas-title",
            ),
            dag.AgGrid(
                id=ids.ATLAS_TABLE,
                columnDefs=[_column(*column) for column in COLUMNS],
                rowData=[],
                defaultColDef={"sortable": True, "resizable": True},
                dashGridOptions={
                    "animateRows": False,
                    "getRowHeight": {"function": HEIGHT},
                    "headerHeight": 30,
                    "theme": {"function": "themeQuartz"},
                    "tooltipShowDelay": 300,
                    "localeText": {"noRowsToShow": "No pair is measured yet."},
                },
                className="atlas-grid",
                getRowId=ROW_ID,
            ),
            html.Div(measured_words(), className="atlas-note"),
        ],
        className="panel atlas-frame pairs",
    )


def measured_words() -> str:
    """Say how finely clean strengths are found here, and how finely for the pair that is open."""
    widest = round(-100 * min(np.diff(sorted(DAMPINGS, reverse=True))))
    return (
        f"Measured at {len(DAMPINGS)} strengths, up to {widest}\u00a0% apart; "
        f"a pair's own slider finds the end to {in_percent(REFINED, 1)}."
    )


def _column(
    field: str, title: str, width: int, kind: str | None, form: str | None
) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": title,
        "width": width,
        "filter": kind or False,
        **(PAIR if field == "pair" else {}),
        **({"tooltipField": field} if kind == "agTextColumnFilter" and field != "pair" else {}),
        "headerTooltip": _hint(field, title),
        **({"valueFormatter": {"function": FORMATS[form]}} if form else {}),
    }


def _hint(field: str, title: str) -> str:
    """Say what a column holds: a term's meaning, where it is one."""
    name = field.replace("_", " ")
    if name not in GLOSSARY:
        return HINTS.get(field, title)
    return f"{name[0].upper()}{name[1:]}: {GLOSSARY[name].meaning}"
