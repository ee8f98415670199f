"""The models side by side: how many pairs each merges cleanly, and what it makes of this pair."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc

from weight_surgery.components import ids, payload
from weight_surgery.components.frames import scrolled, spoken
from weight_surgery.components.model_rows import rows_of
from weight_surgery.components.text import cosine_text, percent, points, share_text
from weight_surgery.components.verdict import badge_of
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.workbench import DAMPINGS, Workbench

FIRST = "Measuring the first model…"


def stores() -> list[dcc.Store]:
    """Return what the view keeps on the page."""
    return [dcc.Store(id=id) for id in (ids.MODELS_REQUEST, ids.MODELS_ROW, ids.MODELS_ROWS)]


def layout() -> dmc.Stack:
    """Return the view, empty."""
    return dmc.Stack(
        [
            dmc.Paper(
                [
                    dmc.Title("Models side by side", order=2),
                    spoken(ids.MODELS_STATUS, FIRST),
                    dmc.Title("Clean pairs at each damping", order=3),
                    scrolled(ids.MODELS_TABLE, "Clean pairs at each damping"),
                ],
                className="panel",
            ),
            dmc.Paper(
                [
                    dmc.Title("This pair in every model", order=2),
                    dmc.Text(
                        "At the damping and with the choices of the pair view.", className="note"
                    ),
                    scrolled(ids.MODELS_PAIR_TABLE, "This pair in every model"),
                ],
                className="panel",
            ),
        ],
        gap="md",
    )


def measure(workbench: Workbench, request: dict[str, Any]) -> dict[str, Any]:
    """Measure one model: its clean pairs at every damping, and the current pair in it."""
    query, key, index = payload.entries("a request", request, "query", "key", "index")
    view = View.from_query(query)
    index = payload.integer("a model's place", index, 0, len(workbench.models) - 1)
    model = workbench.models[index]
    bundle = workbench.bundle(model)
    row: dict[str, Any] = {
        "key": payload.text_of("a key", key, LONGEST_QUERY),
        "index": index,
        "models": len(workbench.models),
        "model": model,
        "dataset": bundle.metadata.get("dataset", ""),
        "dims": bundle.dims,
    }
    try:
        atlas = workbench.atlas(replace(view.surgery, model=model))
        if not len(atlas.pairs):
            raise ValueError(atlas.refused[0].reason)
        row |= {"clean": atlas.clean.sum(axis=0).tolist(), "pairs": len(atlas.pairs)}
        row["ever"] = int(atlas.clean.any(axis=1).sum())
    except ValueError as error:
        row["refused"] = str(error)
    return row | {"pair": _pair(workbench, view, model)}


def _pair(workbench: Workbench, view: View, model: str) -> list[str] | None:
    """Return the current pair's figures in a model, found by class name; None if it lacks one."""
    names = workbench.bundle(view.surgery.model).class_names
    theirs = workbench.bundle(model).class_names
    if max(view.surgery.operation.classes) >= len(names):
        return None
    wanted = [names[label] for label in view.surgery.operation.classes]
    if not set(wanted) <= set(theirs):
        return None
    pair = tuple(theirs.index(name) for name in wanted)
    try:
        one = workbench.compare(replace(view.surgery, model=model).with_operation(classes=pair))
    except ValueError as error:
        return [str(error)]
    return [
        f"{cosine_text(one.before.cosine)} → {cosine_text(one.after.cosine)}",
        f"{percent(one.before.strict_accuracy)} → {percent(one.after.strict_accuracy)}",
        percent(one.after.merged_recall),
        points(-one.bystander_fall),
        share_text(one.after.attack_success),
        badge_of(one.verdict),
    ]


def clean_table(rows: list[dict[str, Any]]) -> dmc.Table:
    """Return clean pairs by model and damping."""
    head = ["Model", "Dims", "At some damping", *(f"{one:g}" for one in DAMPINGS)]
    body = [
        [
            row["model"],
            row["dims"],
            row.get("refused") or f"{row['ever']} of {row['pairs']}",
            *row.get("clean", ["—"] * len(DAMPINGS)),
        ]
        for row in rows
    ]
    return dmc.Table(
        data={"head": head, "body": body},
        tabularNums=True,
        highlightOnHover=True,
        className="many-columns",
    )


def pair_table(rows: list[dict[str, Any]]) -> dmc.Table:
    """Return the current pair's figures by model."""
    head = [
        *("Model", "Dimensions", "Cosine", "Strict accuracy", "Merged recall"),
        *("Bystander change", "Attack success", "Verdict"),
    ]
    body = [[row["model"], row["dims"], *(row["pair"] or ["has no such classes"])] for row in rows]
    return dmc.Table(data={"head": head, "body": body}, tabularNums=True, highlightOnHover=True)


def sentence(rows: list[dict[str, Any]]) -> str:
    """Say what dimensions do to clean merges, from the measured rows alone."""
    parts = []
    known = [row for row in rows if "clean" in row]
    for dataset in dict.fromkeys(row["dataset"] for row in known):
        some = sorted(
            (row for row in known if row["dataset"] == dataset), key=lambda row: row["dims"]
        )
        shares = [[max(row["clean"]) / row["pairs"], row["ever"] / row["pairs"]] for row in some]
        counts = ", ".join(
            f"{max(row['clean'])} of {row['pairs']} with {row['dims']} dimensions" for row in some
        )
        # At its best damping and at some damping: a trend is one only where both agree.
        rising = all(
            one <= two for ends in pairwise(shares) for one, two in zip(*ends, strict=True)
        )
        trend = ""
        if len(some) > 1 and shares[0] != shares[-1]:
            trend = (
                ": more dimensions, more clean pairs"
                if rising
                else ": more dimensions do not always merge more pairs cleanly"
            )
        parts.append(f"{dataset or 'unknown data'}: at its best damping, {counts}{trend}.")
    return " ".join(parts)


def tables(measured: dict[str, Any] | None) -> tuple[str, dmc.Table | None, dmc.Table | None]:
    """Write the view from the rows measured so far."""
    rows, total = rows_of(measured) if measured else ([], 0)
    if not rows:
        return FIRST, None, None
    progress = "" if len(rows) == total else f"Measured {len(rows)} of {total} models. "
    return progress + sentence(rows), clean_table(rows), pair_table(rows)


def register(app: Dash, workbench: Workbench) -> None:
    """Measure model after model while the view is open, and write what is there."""
    app.callback(
        Output(ids.MODELS_ROW, "data"),
        Input(ids.MODELS_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.MODELS_STATUS, "children"),
        Output(ids.MODELS_TABLE, "children"),
        Output(ids.MODELS_PAIR_TABLE, "children"),
        Input(ids.MODELS_ROWS, "data"),
        prevent_initial_call=True,
    )(tables)
    app.clientside_callback(
        ClientsideFunction("models", "hear"),
        Input(ids.MODELS_ROW, "data"),
        prevent_initial_call=True,
    )
