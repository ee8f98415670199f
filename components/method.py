"""The method in force, step by step with this pair's own numbers, folded away by default."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output, html

from weight_surgery.components import ids, methods_table
from weight_surgery.components.figures import axes_patch
from weight_surgery.components.figures.tradeoff import empty_tradeoff, tradeoff_figure
from weight_surgery.components.frames import as_table, framed_graph
from weight_surgery.components.glossary import explained
from weight_surgery.components.tables import stage_tables
from weight_surgery.components.text import class_names, cosine_text
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import View
from weight_surgery.core.specs import DEFAULT_METHOD, SurgerySpec
from weight_surgery.core.workbench import METHODS, Comparison, Steps, Workbench, cosine, listed

STEPS = (
    "centroids a, b",
    "direction d = (a − b) / |a − b|",
    "basis U with d first",
    "P = U S Uᵀ, S = diag(damping, 1, …)",
    "W′ = P W",
)
SHATTER = (
    "A shattered class: its own centroid's direction is taken out, so that its samples no longer "
    "match each other. Source: arXiv 2301.03118."
)
# A matrix of more numbers weighs megabytes, which nobody reads.
MOST_NUMBERS, EDGE = 4096, 4
NO_OTHERS = "There are no samples of other classes, so nothing that a method costs can be plotted."


def summary(spec: SurgerySpec, is_plotted: bool) -> list[Any]:
    """Return the method in a line, its steps, and where it comes from.

    is_plotted: whether there are other classes that pay; without any the plot is empty.
    """
    if spec.operation.kind == "shatter":
        return [html.P(explained(SHATTER), className="caption")]
    method = METHODS[spec.operation.method]
    steps = STEPS if method.name == DEFAULT_METHOD else (*STEPS[:2], method.formula, "W′ = M W")
    said = f"{method.title}: {method.summary}. Source: {method.source}."
    return [
        *([] if is_plotted else [html.P(NO_OTHERS, className="caption")]),
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
    """Write an array to four decimals, in full or, of many numbers, the first and last of them."""
    return np.array2string(
        array,
        max_line_width=10_000,
        threshold=MOST_NUMBERS,
        edgeitems=EDGE,
        formatter={"float_kind": lambda value: f"{value:9.4f}"},
    )


def steps_view(comparison: Comparison, steps: Steps) -> list[Any]:
    """Return the steps of the method in force, in words and numbers."""
    if steps.b is None:
        return _shatter_steps(comparison, steps)
    names = [_group_words(comparison, label) for label in comparison.spec.operation.classes]
    damping = comparison.spec.operation.damping
    edited = "P · weight and P · bias" if comparison.spec.edit_bias else "P · weight, bias as it is"
    ranks = _ranks(steps)
    first_two = [
        _step(
            f"1. The unit centroids a of {names[0]} and b of {names[1]}; "
            f"cosine {cosine_text(cosine(steps.a, steps.b))}",
            ("a", steps.a),
            ("b", steps.b),
        ),
        _step(
            f"2. direction d = (a − b) / |a − b|, with |a − b| = {steps.gap:.6g}",
            ("d", steps.direction),
        ),
    ]
    last = _weights(steps)
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


def _group_words(comparison: Comparison, label: int) -> str:
    """Name a class, or the group that the steps before the one in the hand put it into."""
    plan = comparison.plan
    groups = plan.steps[plan.hand - 1].partition.array if plan.hand else np.arange(label + 1)
    inside = np.flatnonzero(groups == groups[label]).tolist()
    names = class_names(comparison, inside)
    return f"class{'es' if len(names) > 1 else ''} {listed(names, 'and')}"


def _ranks(steps: Steps) -> str:
    dims, hidden = steps.weight.shape
    return f"({dims} × {hidden}); rank {steps.rank} → {steps.edited_rank}"


def _weights(steps: Steps) -> tuple[tuple[str, np.ndarray], ...]:
    return (
        ("W", steps.weight),
        ("W′", steps.edited_weight),
        ("bias", steps.bias),
        ("bias′", steps.edited_bias),
        ("singular values of W", steps.singular_values),
        ("singular values of W′", steps.edited_singular_values),
    )


def _shatter_steps(comparison: Comparison, steps: Steps) -> list[Any]:
    (label,) = comparison.spec.operation.classes
    damping = comparison.spec.operation.damping
    return [
        _step(f"1. The unit centroid a of {_group_words(comparison, label)}", ("a", steps.a)),
        _step(f"2. P = I − (1 − s) a aᵀ, with s = {damping:g}", ("P", steps.projector)),
        _step(f"3. W′ = P W {_ranks(steps)}", *_weights(steps)),
    ]


def _step(title: str, *arrays: tuple[str, np.ndarray]) -> dmc.Box:
    return dmc.Box(
        [
            dmc.Title(explained(title), order=2),
            *[
                dmc.Box(
                    [
                        dmc.Text(explained(_named(name, array)), className="matrix-name"),
                        _matrix(name, array),
                    ],
                    className="matrix-row",
                )
                for name, array in arrays
            ],
        ],
        className="step",
    )


def _named(name: str, array: np.ndarray) -> str:
    if array.size <= MOST_NUMBERS:
        return name
    return f"{name} ({' × '.join(map(str, array.shape))}, its first and last {EDGE})"


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
    # What costs others nothing, because there are none, has no place in a plot of that.
    has_others = comparison.after.bystander_accuracy.total > 0
    reached = methods_table.reached(rows, spec) if has_others else []
    return (
        methods_table.methods_table(rows, comparison),
        axes_patch(tradeoff_figure(reached), "xaxis", "yaxis"),
        summary(spec, bool(reached)),
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
