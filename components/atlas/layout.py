"""The atlas's view: map, scatter, table, and what was predicted."""

from __future__ import annotations

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.atlas.answers import FIGURES
from weight_surgery.components.figures.atlas import empty_map, empty_pareto
from weight_surgery.components.frames import framed_graph, scrolled, spoken
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.core.workbench import DAMPINGS

COLUMNS = (
    ("pair", "Pair", 90, "agTextColumnFilter", None),
    ("verdict", "Verdict here", 190, "agTextColumnFilter", None),
    ("merge_cost", "Merge cost", 120, "agNumberColumnFilter", "percent"),
    ("merged_recall", "Merged recall", 135, "agNumberColumnFilter", "percent"),
    ("recall_count", "Samples", 140, "agTextColumnFilter", None),
    ("recall_interval", "95 % interval", 140, "agTextColumnFilter", None),
    ("bystander_change", "Bystander change", 150, "agNumberColumnFilter", "percent"),
    ("bystander_count", "Bystanders right", 150, "agTextColumnFilter", None),
    ("bystander_interval", "95 % interval", 140, "agTextColumnFilter", None),
    ("worst_bystander_change", "Worst bystander", 140, "agNumberColumnFilter", "percent"),
    ("told_apart", "Told apart", 120, "agNumberColumnFilter", "percent"),
    ("attack_success", "Attack success", 135, "agNumberColumnFilter", "percent"),
    ("cosine", "Cosine", 105, "agNumberColumnFilter", "four"),
    ("intervals", "Clean dampings", 200, "agTextColumnFilter", None),
)
FORMATS = {
    "percent": "params.value == null ? '' : d3.format('.2f')(100 * params.value) + ' %'",
    "four": "params.value == null ? '' : d3.format('.4f')(params.value)",
}


def layout() -> dmc.Stack:
    """Return the view, empty."""
    return dmc.Stack([_head(), _figures(), _table(), _agreement()], gap="md")


def _head() -> dmc.Paper:
    options = [{"value": name, "label": title} for name, (title, _, _) in FIGURES.items()]
    return dmc.Paper(
        [
            dmc.Title("Which pairs merge cleanly", order=2),
            dmc.Group(
                [
                    spoken(ids.ATLAS_STATUS),
                    dmc.Button(
                        "",
                        id=ids.ATLAS_CANCEL,
                        size="compact-xs",
                        variant="subtle",
                        className="cancel",
                    ),
                ],
                gap="xs",
            ),
            dmc.Progress(
                id=ids.ATLAS_PROGRESS, value=0, size="sm", **{"aria-label": "Pairs measured"}
            ),
            dmc.Group(
                [
                    dmc.Select(
                        id=ids.ATLAS_FIGURE,
                        label="Figure",
                        data=options,
                        value="merge_cost",
                        allowDeselect=False,
                        size="sm",
                    ),
                    dmc.Box(
                        [
                            dmc.Group(
                                [
                                    dmc.Text("Damping of the atlas", className="label"),
                                    dmc.Text(id=ids.ATLAS_DAMPING_TEXT, className="label"),
                                ],
                                justify="space-between",
                            ),
                            dmc.Slider(
                                id=ids.ATLAS_DAMPING,
                                min=0,
                                max=len(DAMPINGS) - 1,
                                step=1,
                                value=1,
                                label=None,
                                marks=[
                                    {"value": index, "label": f"{damping:g}"}
                                    for index, damping in enumerate(DAMPINGS)
                                    if index % 2 == 0
                                ],
                                thumbLabel="Damping of the atlas",
                                updatemode="drag",
                                size="sm",
                            ),
                        ],
                        className="atlas-damping",
                    ),
                ],
                align="flex-start",
                gap="xl",
                className="atlas-controls",
            ),
        ],
        className="panel",
    )


def _figures() -> dmc.Box:
    return dmc.Box(
        [
            dmc.Paper(
                [
                    framed_graph(
                        "Map of pairs",
                        ids.ATLAS_MAP,
                        empty_map(),
                        GRAPH_CONFIG,
                        "atlas-map",
                        words=ids.ATLAS_MAP_TEXT,
                    ),
                    spoken(ids.ATLAS_MAP_TEXT),
                    _table_link(),
                ],
                className="panel",
            ),
            dmc.Paper(
                [
                    framed_graph(
                        "Recall against bystanders; the line is the Pareto front",
                        ids.ATLAS_PARETO,
                        empty_pareto(),
                        GRAPH_CONFIG,
                        "atlas-map",
                        words=ids.ATLAS_PARETO_TEXT,
                    ),
                    spoken(ids.ATLAS_PARETO_TEXT),
                    _table_link(),
                ],
                className="panel",
            ),
        ],
        className="atlas-figures",
    )


def _table_link() -> html.A:
    return html.A("As a table: all pairs", href=f"#{ids.ATLAS_TABLE}", className="table-link")


def _table() -> dmc.Paper:
    columns = [
        {
            "field": field,
            "headerName": title,
            "width": width,
            "filter": kind,
            **({"valueFormatter": {"function": FORMATS[form]}} if form else {}),
        }
        for field, title, width, kind, form in COLUMNS
    ]
    return dmc.Paper(
        [
            dmc.Group(
                [
                    dmc.Title("All pairs, by verdict and merge cost", order=2),
                    dmc.Button("Table .csv", id=ids.ATLAS_CSV, size="xs", variant="light"),
                ],
                justify="space-between",
            ),
            dmc.Text(
                "A click on a cell, a point or a row opens that pair, and so does Enter on a row.",
                className="note",
            ),
            dag.AgGrid(
                id=ids.ATLAS_TABLE,
                columnDefs=columns,
                rowData=[],
                defaultColDef={
                    "sortable": True,
                    "resizable": True,
                    "floatingFilter": True,
                    # A download is for reading on, so it has all digits.
                    "useValueFormatterForExport": False,
                },
                dashGridOptions={
                    "animateRows": False,
                    "theme": {"function": "themeQuartz"},
                    "localeText": {"noRowsToShow": "No pair is measured yet."},
                },
                csvExportParams={"fileName": "atlas.csv"},
                className="atlas-grid",
                getRowId="params.data.id",
            ),
        ],
        className="panel",
    )


def _agreement() -> dmc.Paper:
    return dmc.Paper(
        [
            dmc.Title("Predicted from centroids alone, and measured", order=2),
            dmc.Text(
                "Spearman's rank correlation of the retained norm with merged recall, and of the "
                "largest bystander leak with the worst bystander's change; landing classes "
                "foreseen; the largest error of the cosine's closed form. Over all pairs.",
                className="caption",
            ),
            scrolled(ids.ATLAS_AGREEMENT, "Predicted and measured"),
        ],
        className="panel",
    )
