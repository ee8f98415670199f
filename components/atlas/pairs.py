"""The list of all pairs beside the map: what stands in its columns, and how it is written."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import GLOSSARY, explained

# Field, title, width in pixels, kind of filter, how it is written. What matters stands first.
COLUMNS = (
    ("rank", "#", 44, None, None),
    ("pair", "Pair", 92, "agTextColumnFilter", None),
    ("verdict", "Verdict", 176, "agTextColumnFilter", None),
    ("merge_cost", "Cost", 74, "agNumberColumnFilter", "percent"),
    ("clean_from", "Clean at", 110, "agTextColumnFilter", None),
    ("merged_recall", "Merged recall", 130, "agNumberColumnFilter", "percent"),
    ("told_apart", "Told apart", 102, "agNumberColumnFilter", "percent"),
    ("attack_success", "Attack success", 134, "agNumberColumnFilter", "percent"),
    ("bystander_change", "Bystander change", 140, "agNumberColumnFilter", "percent"),
    ("worst_bystander_change", "Worst bystander", 132, "agNumberColumnFilter", "percent"),
    ("strength", "At strength", 102, "agTextColumnFilter", None),
    ("recall_count", "Pair's samples read as either", 200, "agTextColumnFilter", None),
    ("recall_interval", "Recall, 95 % interval", 160, "agTextColumnFilter", None),
    ("bystander_count", "Bystanders right", 150, "agTextColumnFilter", None),
    ("bystander_interval", "Bystanders, 95 % interval", 180, "agTextColumnFilter", None),
    ("cosine", "Cosine", 90, "agNumberColumnFilter", "four"),
)
FORMATS = {
    "percent": "params.value == null ? '' : d3.format('.2f')(100 * params.value) + ' %'",
    "four": "params.value == null ? '' : d3.format('.4f')(params.value)",
}
HINTS = {
    "rank": "By verdict, then by merge cost",
    "clean_from": "The edit strengths at which the pair merges cleanly",
}


def pairs() -> html.Div:
    """Return the list, empty, with its file."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(explained("All pairs, by verdict and merge cost"), className="side"),
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
                    "rowHeight": 27,
                    "headerHeight": 30,
                    "theme": {"function": "themeQuartz"},
                    "tooltipShowDelay": 300,
                    "localeText": {"noRowsToShow": "No pair is measured yet."},
                },
                className="atlas-grid",
                getRowId="params.data.id",
            ),
        ],
        className="panel atlas-frame pairs",
    )


def _column(
    field: str, title: str, width: int, kind: str | None, form: str | None
) -> dict[str, Any]:
    return {
        "field": field,
        "headerName": title,
        "width": width,
        "filter": kind or False,
        **({"tooltipField": field} if kind == "agTextColumnFilter" else {}),
        "headerTooltip": _hint(field, title),
        **({"valueFormatter": {"function": FORMATS[form]}} if form else {}),
    }


def _hint(field: str, title: str) -> str:
    """Say what a column holds: a term's meaning, where it is one."""
    known = GLOSSARY.get(field.replace("_", " "))
    return f"{title}: {known.meaning}" if known else HINTS.get(field, title)
