"""The models side by side: how many pairs each merges cleanly, and what it makes of this pair."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from weight_surgery.components import ids, payload
from weight_surgery.components.atlas.answers import check_measurable
from weight_surgery.components.figures import data_patch
from weight_surgery.components.figures.models import (
    SIGNS,
    ModelLine,
    counted_at_end,
    empty_models,
    look_of,
    models_figure,
)
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.model_cards import cards
from weight_surgery.components.model_rows import rows_of
from weight_surgery.components.model_words import clean_table, pair_table, sentence
from weight_surgery.components.text import cosine_text, percent, share_text
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import (
    DAMPINGS,
    Comparison,
    MeanShare,
    Rate,
    Workbench,
    is_own,
    tells,
)

# So many parts of an atlas are some seconds; a model of more pairs is counted once its own atlas,
# which shows how far it is and can be stopped, is measured.
MOST_PARTS = 100
FIRST = "Measuring the first model…"
TITLE = "How many pairs merge cleanly"
TAKES_LONG = "Its many pairs take minutes; open this model's atlas first, which measures them"
NOTE = (
    "At this edit strength: how many are told apart, read as either, and of the others read right. "
    "A card opens its model."
)


def stores() -> list[dcc.Store]:
    """Return what the view keeps on the page."""
    return [dcc.Store(id=id) for id in (ids.MODELS_REQUEST, ids.MODELS_ROW, ids.MODELS_ROWS)]


def layout() -> html.Div:
    """Return the view, empty."""
    return html.Div([_lines(), _pair_panel()], className="models")


def _lines() -> dmc.Paper:
    stop = dmc.Button(
        "", id=ids.MODELS_CANCEL, size="compact-xs", variant="subtle", className="cancel"
    )
    return dmc.Paper(
        [
            html.Div([dmc.Title(explained(TITLE), order=2), stop], className="models-head"),
            spoken(ids.MODELS_STATUS, FIRST),
            framed_graph(
                "Share of a model's pairs that are clean at each edit strength",
                ids.MODELS_GRAPH,
                empty_models(),
                GRAPH_CONFIG,
                "models-chart",
                words=ids.MODELS_STATUS,
            ),
            html.Div(id=ids.MODELS_KEY, className="models-names"),
            as_table(ids.MODELS_TABLE, "Clean pairs at each edit strength"),
        ],
        className="panel",
    )


def names_of(lines: list[ModelLine]) -> list[html.Span]:
    """Return the names of the lines and how they end, where the chart has no room for them."""
    named = [_named(line, *look_of(place)) for place, line in enumerate(lines)]
    return [html.Span("At 100\u00a0%:"), *named] if named else []


def _named(line: ModelLine, color: str, dash: str, mark: str) -> html.Span:
    words = f"{line.model} {counted_at_end(line)}"
    name = html.B(words) if line.current else html.Span(words)
    return html.Span([dmc.Text(SIGNS[mark], c=color, span=True), name], className="legend-entry")


def _pair_panel() -> dmc.Paper:
    key = [
        html.Span([html.Span(className=f"mark {side}-bar"), side], className="legend-entry")
        for side in ("before", "after")
    ]
    note = explained(NOTE)
    return dmc.Paper(
        [
            dmc.Title("This pair in every model", order=2),
            html.Div([html.Span(note), *key], className="caption models-key"),
            html.Div(id=ids.MODELS_CARDS, className="model-cards"),
            as_table(ids.MODELS_PAIR_TABLE, "This pair in every model"),
        ],
        className="panel",
    )


def measure(workbench: Workbench, request: dict[str, Any]) -> dict[str, Any]:
    """Measure one model: its clean pairs at every damping, and the current pair in it."""
    query, key, index = payload.entries("a request", request, "query", "key", "index")
    view = View.from_query(query)
    models = models_for(workbench, view.surgery.model)
    index = payload.integer("a model's place", index, 0, len(models) - 1)
    model = models[index]
    bundle = workbench.bundle(model)
    row: dict[str, Any] = {
        "key": payload.text_of("a key", key, LONGEST_QUERY),
        "index": index,
        "models": len(models),
        "model": model,
        "title": workbench.title(model),
        "dataset": str(bundle.metadata.get("dataset", "")),
        "dims": bundle.dims,
        "current": model == view.surgery.model,
        "damping": view.surgery.operation.damping,
    }
    try:
        spec = replace(view.surgery, model=model)
        check_measurable(workbench, spec)
        if parts_left(workbench, spec) > MOST_PARTS:
            raise ValueError(TAKES_LONG)
        atlas = workbench.atlas(spec)
        if not len(atlas.pairs):
            raise ValueError(atlas.refused[0].reason)
        if all(atlas.no_verdict):
            raise ValueError(f"No pair has a verdict. {atlas.no_verdict[0].rstrip('.')}")
        row |= {"clean": atlas.clean.sum(axis=0).tolist(), "pairs": len(atlas.pairs)}
        row["ever"] = int(atlas.clean.any(axis=1).sum())
    except ValueError as error:
        row["refused"] = str(error)
    return row | {"pair": _pair(workbench, view, model)}


def models_for(workbench: Workbench, model: str) -> tuple[str, ...]:
    """Return the models that are set beside one: all there are, and it where it is one's own."""
    models = workbench.readable()
    return (*models, model) if is_own(model) else models


def parts_left(workbench: Workbench, spec: SurgerySpec) -> int:
    """Return how many parts of the atlas of a spec's model and choices are not measured yet."""
    parts = range(workbench.atlas_parts(spec.model))
    return sum(not workbench.has_atlas_part(spec, part) for part in parts)


def _pair(workbench: Workbench, view: View, model: str) -> dict[str, Any] | None:
    """Return the current pair's figures in a model, found by class name; None if it lacks one."""
    spec = view.surgery.alone
    if spec.operation.kind != "merge":
        return {"refused": "a class is shattered here, which is no pair; take a merge in the hand"}
    names = workbench.bundle(spec.model).class_names
    theirs = workbench.bundle(model).class_names
    if max(spec.operation.classes) >= len(names):
        return None
    wanted = [names[label] for label in spec.operation.classes]
    if not set(wanted) <= set(theirs):
        return None
    pair = tuple(theirs.index(name) for name in wanted)
    try:
        one = workbench.compare(replace(spec, model=model).with_operation(classes=pair))
    except ValueError as error:
        return {"refused": str(error)}
    return {"classes": list(pair)} | figures_of(one)


def figures_of(one: Comparison) -> dict[str, Any]:
    """Return a pair's verdict and shares, before and after, with their numbers of samples."""
    before, after = one.before, one.after
    return {
        "verdict": int(one.verdict),
        "told_apart": _values(before.told_apart, after.told_apart),
        "recall": _values(before.mean_recall, after.mean_recall)
        if tells("mean_recall", one.partition)
        else [None, None],
        "others": _values(before.bystander_accuracy, after.bystander_accuracy),
        "samples": [after.merged_recall.total, after.bystander_accuracy.total],
        "cells": [
            f"{cosine_text(before.cosine)} → {cosine_text(after.cosine)}",
            f"{percent(before.strict_accuracy)} → {percent(after.strict_accuracy)}",
            share_text(after.attack_success),
        ],
    }


def _values(before: MeanShare | Rate, after: MeanShare | Rate) -> list[float | None]:
    return [before.value, after.value]


def show(measured: dict[str, Any] | None) -> tuple[Any, ...]:
    """Draw the view from the rows measured so far."""
    rows, total = rows_of(measured) if measured else ([], 0)
    lines = [
        ModelLine(row["title"], row["clean"], row["pairs"], row["current"])
        for row in rows
        if "clean" in row
    ]
    if not rows:
        return FIRST, data_patch(models_figure([], DAMPINGS, 1.0)), None, None, None, None
    figure = data_patch(models_figure(lines, DAMPINGS, rows[0]["damping"]))
    progress = "" if len(rows) == total else f"Measured {len(rows)} of {total} models. "
    return (
        explained(progress + sentence(rows)),
        figure,
        names_of(lines),
        cards(rows),
        clean_table(rows),
        pair_table(rows),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Measure model after model while the view is open, and write what is there."""
    app.callback(
        Output(ids.MODELS_ROW, "data"),
        Input(ids.MODELS_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.MODELS_STATUS, "children"),
        Output(ids.MODELS_GRAPH, "figure"),
        Output(ids.MODELS_KEY, "children"),
        Output(ids.MODELS_CARDS, "children"),
        Output(ids.MODELS_TABLE, "children"),
        Output(ids.MODELS_PAIR_TABLE, "children"),
        Input(ids.MODELS_ROWS, "data"),
        prevent_initial_call=True,
    )(show)
    app.clientside_callback(
        ClientsideFunction("models", "hear"),
        Input(ids.MODELS_ROW, "data"),
        prevent_initial_call=True,
    )
