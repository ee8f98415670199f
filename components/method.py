"""The method's five steps with this pair's own numbers, folded away by default."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import bias_table, ids
from weight_surgery.components.frames import as_table
from weight_surgery.components.glossary import explained
from weight_surgery.components.tables import stage_tables
from weight_surgery.components.text import cosine_text
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Comparison, Steps, Workbench

STEPS = (
    "centroids a, b",
    "direction d = (a − b) / |a − b|",
    "basis U with d first",
    "P = U S Uᵀ, S = diag(damping, 1, …)",
    "W′ = P W",
)


def summary() -> html.Ol:
    """Return the steps in a line."""
    return html.Ol([html.Li(explained(step)) for step in STEPS], className="steps")


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
    """Return the five steps in words and numbers."""
    first, second = (comparison.bundle.class_names[label] for label in comparison.merged)
    damping = comparison.spec.operation.damping
    edited = "P · weight and P · bias" if comparison.spec.edit_bias else "P · weight, bias as it is"
    dims, hidden = steps.weight.shape
    return [
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
        _step("3. An orthonormal basis U whose first column is d", ("U", steps.basis)),
        _step(
            f"4. S = diag(damping, 1, …, 1) with damping {damping:g}; P = U S Uᵀ",
            ("S", steps.scaling),
            ("P", steps.projector),
        ),
        _step(
            f"5. W′ = P W: {edited} ({dims} × {hidden}); rank {steps.rank} → {steps.edited_rank}",
            ("W", steps.weight),
            ("W′", steps.edited_weight),
            ("bias", steps.bias),
            ("bias′", steps.edited_bias),
            ("singular values of W", steps.singular_values),
            ("singular values of W′", steps.edited_singular_values),
        ),
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
    """Write an edit's steps, both choices of its bias, and where the stage has its class means."""
    view = View.from_query(query)
    spec = view.surgery
    return (
        steps_view(workbench.compare(spec), workbench.steps(spec)),
        bias_table.both_choices(workbench, spec),
        *stage_tables(workbench, view),
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the tab when it is asked for."""
    app.callback(
        Output(ids.METHOD_BODY, "children"),
        Output(ids.BIAS_TABLE, "children"),
        Output(ids.EMBEDDING_TABLE, "children"),
        Output(ids.CIRCLE_TABLE, "children"),
        Input(ids.METHOD_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
