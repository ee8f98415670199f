"""The method in force, step by step with this pair's own numbers, folded away by default."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids, methods_table
from weight_surgery.components.figures import data_patch
from weight_surgery.components.figures.tradeoff import empty_tradeoff, tradeoff_figure
from weight_surgery.components.frames import as_table, framed_graph
from weight_surgery.components.glossary import explained
from weight_surgery.components.tables import stage_tables
from weight_surgery.components.text import cosine_text
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import View
from weight_surgery.core.specs import DEFAULT_METHOD, SurgerySpec
from weight_surgery.core.workbench import METHODS, Comparison, Steps, Workbench

STEPS = (
    "centroids a, b",
    "direction d = (a − b) / |a − b|",
    "basis U with d first",
    "P = U S Uᵀ, S = diag(damping, 1, …)",
    "W′ = P W",
)


def summary(spec: SurgerySpec) -> list[Any]:
    """Return the method in a line, its steps, and where it comes from."""
    method = METHODS[spec.operation.method]
    steps = STEPS if method.name == DEFAULT_METHOD else (*STEPS[:2], method.formula, "W′ = M W")
    said = f"{method.title}: {method.summary}. Source: {method.source}."
    return [
        html.P(explained(said), className="caption"),
        html.Ol([html.Li(explained(step)) for step in steps], className="steps"),
    ]


def layout() -> html.Div:
    """Return the fold with the steps' numbers, and the stage's tables, all empty."""
    fold = html.Details(
        [
            html.Summary("The method, step by step, with this pair's numbers"),
            html.Div(id=ids.METHOD_BODY),
        ],
        className="steps-fold",
    )
    return html.Div(
        [
            framed_graph(
                "What each method reaches, and what it costs the others",
                ids.METHOD_GRAPH,
                empty_tradeoff(),
                GRAPH_CONFIG,
                "tradeoff",
            ),
            html.Div(id=ids.METHOD_SUMMARY),
            fold,
            as_table(ids.EMBEDDING_TABLE, "Where the class means lie in the scenes"),
            as_table(ids.CIRCLE_TABLE, "Where the class means lie on the circles"),
        ],
        className="more",
    )


def matrix_text(array: np.ndarray) -> str:
    """Write an array in full, to four decimals."""
    return np.array2string(
        array,
        max_line_width=10_000,
        threshold=10**9,
        formatter={"float_kind": lambda value: f"{value:9.4f}"},
    )


def steps_view(comparison: Comparison, steps: Steps) -> list[Any]:
    """Return the steps of the method in force, in words and numbers."""
    first, second = (comparison.bundle.class_names[label] for label in comparison.merged)
    damping = comparison.spec.operation.damping
    edited = "P · weight and P · bias" if comparison.spec.edit_bias else "P · weight, bias as it is"
    dims, hidden = steps.weight.shape
    first_two = [
        _step(
            f"1. The unit centroids a of class {first} and b of class {second}; "
            f"cosine {cosine_text(comparison.before.cosine)}",
            ("a", steps.a),
            ("b", steps.b),
        ),
        _step(
            f"2. direction d = (a − b) / |a − b|, with |a − b| = {steps.gap:.6g}",
            ("d", steps.direction),
        ),
    ]
    ranks = f"({dims} × {hidden}); rank {steps.rank} → {steps.edited_rank}"
    last = (
        ("W", steps.weight),
        ("W′", steps.edited_weight),
        ("bias", steps.bias),
        ("bias′", steps.edited_bias),
        ("singular values of W", steps.singular_values),
        ("singular values of W′", steps.edited_singular_values),
    )
    method = METHODS[comparison.spec.operation.method]
    if method.name != DEFAULT_METHOD:
        return [
            *first_two,
            _step(
                f"3. {method.formula}, with s = {damping:g}: e' = M e + t",
                ("M", steps.projector),
                ("t", steps.offset),
            ),
            _step(f"4. W′ = M W and bias′ = M bias + t {ranks}", *last),
        ]
    return [
        *first_two,
        _step("3. An orthonormal basis U whose first column is d", ("U", steps.basis)),
        _step(
            f"4. S = diag(damping, 1, …, 1) with damping {damping:g}; P = U S Uᵀ",
            ("S", steps.scaling),
            ("P", steps.projector),
        ),
        _step(f"5. W′ = P W: {edited} {ranks}", *last),
    ]


def _step(title: str, *arrays: tuple[str, np.ndarray]) -> dmc.Box:
    return dmc.Box(
        [
            dmc.Title(explained(title), order=2),
            *[
                dmc.Box(
                    [
                        dmc.Text(explained(name), className="matrix-name"),
                        _matrix(name, array),
                    ],
                    className="matrix-row",
                )
                for name, array in arrays
            ],
        ],
        className="step",
    )


def _matrix(name: str, array: np.ndarray) -> html.Pre:
    label: dict[str, Any] = {"aria-label": name}
    return html.Pre(matrix_text(array), className="matrix-text", tabIndex=0, role="region", **label)


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Write what every method gives, an edit's steps, and where the stage has its class means."""
    view = View.from_query(query)
    spec = view.surgery
    # An edit that cannot be made is said to be none before its rivals are looked at.
    comparison = workbench.compare(spec)
    rows = workbench.method_rows(spec)
    return (
        methods_table.methods_table(rows, spec, comparison.before),
        data_patch(tradeoff_figure(methods_table.reached(rows, spec))),
        summary(spec),
        steps_view(comparison, workbench.steps(spec)),
        *stage_tables(workbench, view),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the tab when it is asked for."""
    app.callback(
        Output(ids.METHOD_TABLE, "children"),
        Output(ids.METHOD_GRAPH, "figure"),
        Output(ids.METHOD_SUMMARY, "children"),
        Output(ids.METHOD_BODY, "children"),
        Output(ids.EMBEDDING_TABLE, "children"),
        Output(ids.CIRCLE_TABLE, "children"),
        Input(ids.METHOD_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
