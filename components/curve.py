"""The current pair over edit strength, and the dampings that can be asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate

from weight_surgery.components import ids, payload
from weight_surgery.components.figures import data_patch
from weight_surgery.components.figures.curve import LINES, CurveData, curve_figure, empty_curve
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.state import exact_text
from weight_surgery.components.tables import curve_table
from weight_surgery.components.text import in_percent, pair_name, strengths_text
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.unclean import why_none_clean
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import REFINED, PairAtlas, Workbench

NO_CURVE = "A shattered class has figures and no verdict, so there is no curve of clean strengths."
VALUE = f"{ids.CURVE_READING}-{{}}"


def layout() -> list[Any]:
    """Return the tab with an empty curve."""
    return [
        html.Div([spoken(ids.CURVE_CAPTION), _asked()], className="curve-head"),
        html.Div(
            [
                framed_graph(
                    [_key("clean", "clean"), *(_key(PLAIN[line], line) for line, *_ in LINES)],
                    ids.CURVE_GRAPH,
                    empty_curve(),
                    GRAPH_CONFIG,
                    "curve",
                    "Strength curve, from 0 %, untouched, to 100 %, removed",
                    ids.CURVE_CAPTION,
                ),
                html.Div(_reading(), id=ids.CURVE_READING, className="curve-reading away"),
            ],
            className="curve-frame",
        ),
        html.Div(as_table(ids.CURVE_TABLE, "Strength curve"), className="more"),
    ]


def _key(words: str, line: str) -> html.Span:
    mark = html.Span(className=f"curve-mark {line}")
    return html.Span([mark, html.Span(explained(words))], className="legend-entry")


def _reading() -> list[html.Div]:
    """Return the place of what is pointed at: a strength, and every line there."""
    lines = (
        [html.Span(className=f"curve-mark {line}"), html.Span(PLAIN[line]), _value(line)]
        for line, *_ in LINES
    )
    return [html.Div(entry, className="curve-read") for entry in ([_value("place")], *lines)]


def _value(figure: str) -> html.Span:
    return html.Span(id=VALUE.format(figure), className="curve-value")


def _asked() -> html.Div:
    return html.Div(
        [
            dmc.Button(
                "Gentlest clean edit",
                id=ids.CURVE_CLEAN_BUTTON,
                variant="default",
                size="compact-sm",
            ),
            dmc.TextInput(
                id=ids.CURVE_TARGET_INPUT,
                value="0.99",
                size="xs",
                className="target-input",
                **{"aria-label": "Likeness of the centers to reach"},
            ),
            dmc.Button(
                "Solve for likeness",
                id=ids.CURVE_SOLVE_BUTTON,
                variant="default",
                size="compact-sm",
            ),
        ],
        className="curve-asked",
    )


def caption(curve: PairAtlas, intervals: list[tuple[float, float]], names: str) -> str:
    """Say at which strengths the pair is clean, the exact dampings with them, or why at none."""
    grid = f"{len(curve.dampings)} strengths"
    if intervals:
        # Strength rises as damping falls.
        parts = ", ".join(strengths_text(*run) for run in reversed(intervals))
        exact = ", ".join(interval_text(*run) for run in reversed(intervals))
        return (
            f"{names} merge cleanly at {parts} edit strength (damping {exact}; {grid} measured, "
            f"the gentlest end found to {in_percent(REFINED, 1)})."
        )
    return f"No edit strength is clean, because {why_none_clean(curve)} ({grid} measured)."


def curve_words(workbench: Workbench, spec: SurgerySpec) -> str:
    """Say at which strengths the pair in the hand is clean, merged alone, or why at none."""
    names = pair_name(workbench.compare(spec.alone))
    said = caption(workbench.curve(spec), workbench.clean_intervals(spec), names)
    if spec.is_pair:
        return said
    without = "the other steps" if spec.is_plan else "the repair"
    return f"Of {names} merged alone, without {without}: {said}"


def interval_text(low: float, high: float) -> str:
    """Write an interval of dampings, the larger end first as strength has it."""
    return f"{low:g}" if low == high else f"{high:.4g} to {low:g}"


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw the curve of a view's pair."""
    spec = View.from_query(query).surgery
    if spec.operation.kind != "merge":
        return data_patch(empty_curve()), NO_CURVE, True, []
    curve, intervals = workbench.curve(spec), workbench.clean_intervals(spec)
    lines = {figure: getattr(curve, figure)[0] for figure, *_ in LINES}
    data = CurveData(curve.dampings, lines, spec.operation.damping, intervals)
    said = explained(curve_words(workbench, spec))
    return data_patch(curve_figure(data)), said, not intervals, curve_table(curve)


def largest_clean(workbench: Workbench, clicks: int | None, query: str) -> str:
    """Return the largest clean damping of a view's pair, as typed."""
    _need_click(clicks)
    runs = workbench.clean_intervals(View.from_query(query).surgery)
    if not runs:
        raise ValueError("no edit strength of this pair is clean; the strength curve says why")
    return exact_text(runs[-1][1])


def _need_click(clicks: int | None) -> None:
    # A button that is put on the page later also calls what follows its clicks.
    if not clicks:
        raise PreventUpdate


def solve(workbench: Workbench, clicks: int | None, target: str, query: str) -> str:
    """Return the damping that reaches a target cosine, as typed."""
    _need_click(clicks)
    cosine = payload.typed("the target cosine", target, -1, 1, "0.99")
    return exact_text(workbench.damping_for_cosine(View.from_query(query).surgery, cosine))


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw the curve whenever the view changes; set the damping when one is asked for."""
    app.callback(
        Output(ids.CURVE_GRAPH, "figure"),
        Output(ids.CURVE_CAPTION, "children"),
        Output(ids.CURVE_CLEAN_BUTTON, "disabled"),
        Output(ids.CURVE_TABLE, "children"),
        Input(ids.CURVE_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
    app.clientside_callback(
        ClientsideFunction("curve", "read"),
        Output(ids.CURVE_READING, "className"),
        *(
            Output(VALUE.format(name), "children")
            for name in ("place", *(line for line, *_ in LINES))
        ),
        Input(ids.CURVE_GRAPH, "hoverData"),
        prevent_initial_call=True,
    )
    damping = Output(ids.DAMPING_INPUT, "value", allow_duplicate=True)
    app.callback(
        damping,
        Input(ids.CURVE_CLEAN_BUTTON, "n_clicks"),
        State(ids.EDIT_STORE, "data"),
        prevent_initial_call=True,
    )(partial(largest_clean, workbench))
    app.callback(
        damping,
        Input(ids.CURVE_SOLVE_BUTTON, "n_clicks"),
        State(ids.CURVE_TARGET_INPUT, "value"),
        State(ids.EDIT_STORE, "data"),
        prevent_initial_call=True,
    )(partial(solve, workbench))
