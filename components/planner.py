"""From many classes to few: the planner, a step a question, so that it shows where it is and stops.

The page asks for one step after the other (assets/lab/page/planner.mjs); the server keeps each.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from weight_surgery.components import ids, payload
from weight_surgery.components.figures import data_patch
from weight_surgery.components.figures.planner import Level, empty_planner, planner_figure
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.tables import table
from weight_surgery.components.text import count, in_percent, listed, percent, whole
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.workbench import METHODS, Chain, Rate, Workbench, exceeded

READY = (
    "Merges one pair of groups at a time, the one that costs the training samples least, and "
    "tells what each step costs the test samples."
)


def stores() -> list[dcc.Store]:
    """Return what the planner keeps on the page."""
    return [dcc.Store(id=id) for id in (ids.PLANNER_REQUEST, ids.PLANNER_STEP, ids.PLANNER_STEPS)]


def layout() -> html.Div:
    """Return the planner with an empty tree."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(explained("Merge down to"), className="label"),
                    _number(ids.PLANNER_GROUPS, "2", "Groups to be left"),
                    html.Span("groups, losing at most", className="label"),
                    _number(ids.PLANNER_MOST, "5", "Training samples that may be lost, in percent"),
                    html.Span("%", className="label"),
                    dmc.Button("Plan", id=ids.PLANNER_START, variant="default", size="compact-sm"),
                ],
                className="planner-asked",
            ),
            spoken(ids.PLANNER_STATUS, READY),
            html.Div(id=ids.PLANNER_LEVELS, className="planner-levels"),
            framed_graph(
                "Which groups become one, and what is read right then",
                ids.PLANNER_GRAPH,
                empty_planner(),
                GRAPH_CONFIG,
                "planner-tree",
                words=ids.PLANNER_STATUS,
            ),
            as_table(ids.PLANNER_TABLE, "The planner's steps"),
        ],
        className="planner",
    )


def _number(id: str, value: str, label: str) -> dmc.TextInput:
    named: dict[str, Any] = {"aria-label": label}
    return dmc.TextInput(id=id, value=value, size="xs", className="target-input", **named)


def measure(workbench: Workbench, request: Any) -> dict[str, Any] | None:
    """Answer a request for one step: it, or why there is none."""
    if request is None:
        return None
    key, query, step, groups, most = payload.entries(
        "a request", request, "key", "query", "step", "groups", "most"
    )
    answer: dict[str, Any] = {"key": key, "step": step}
    try:
        spec = View.from_query(payload.text_of("a query", query, LONGEST_QUERY)).surgery
        classes = len(workbench.bundle(spec.model).class_names)
        wanted = payload.integer("the number of groups", groups, 1, classes - 1)
        limit = payload.typed("the share that may be lost", most, 0, 100, "5") / 100
        taken = payload.integer("a step", step, 1, classes)
        operation = spec.operation
        method = operation.method
        if METHODS[method].searches:
            raise ValueError(
                f"{METHODS[method].title} searches at every pair, which would take hours; choose "
                "another method"
            )
        chain = workbench.plan_step(spec.model, method, operation.damping, taken)
    except ValueError as error:
        return answer | {"stopped": f"{str(error)[0].upper()}{str(error)[1:]}."}
    stopped = chain.stopped or exceeded(chain, limit)
    if stopped:
        return answer | {"stopped": stopped}
    return answer | step_words(workbench.bundle(spec.model).class_names, chain, wanted)


def step_words(names: tuple[str, ...], chain: Chain, wanted: int) -> dict[str, Any]:
    """Return what the page keeps of the planner's last step."""
    last = chain.chosen[-1]
    groups: dict[int, list[int]] = {}
    for label, group in enumerate(last.partition.groups):
        groups.setdefault(group, []).append(label)
    made = min(last.operation.classes)
    return {
        "stopped": "",
        "complete": len(groups) <= wanted,
        "operation": last.operation.to_text(),
        "groups": list(groups.values()),
        "names": list(names),
        "made": listed(tuple(names[label] for label in groups[made]), "and"),
        "accuracy": [last.accuracy.successes, last.accuracy.total],
        "ceiling": [last.ceiling.successes, last.ceiling.total],
        "lost": [last.lost, last.fit_accuracy.total],
    }


def show(kept: Any) -> tuple[Any, ...]:
    """Draw the steps so far."""
    if not kept or not kept.get("steps"):
        said = (kept or {}).get("stopped") or READY
        return explained(said), data_patch(planner_figure([], [])), None, None
    steps = kept["steps"]
    levels = [_level(step) for step in steps]
    names = steps[0]["names"]
    return (
        explained(sentence(steps, kept.get("stopped", ""))),
        data_patch(planner_figure(names, levels)),
        [_button(step, at) for at, step in enumerate(steps)],
        _table(steps),
    )


def sentence(steps: list[dict[str, Any]], stopped: str) -> str:
    """Say how far it is, at what price, and why it stopped."""
    last = steps[-1]
    accuracy, ceiling = Rate.of(*last["accuracy"]), Rate.of(*last["ceiling"])
    left = len(last["groups"])
    said = (
        f"{left} group{'s' * (left != 1)} left: {percent(accuracy)} of test samples read into "
        f"their own ({count(accuracy)}); relabelling alone reaches {percent(ceiling)}."
    )
    if stopped:
        return f"{said} {stopped}"
    return said if last["complete"] else f"Planning: {said}"


def _level(step: dict[str, Any]) -> Level:
    accuracy, ceiling = (Rate.of(*step[name]) for name in ("accuracy", "ceiling"))
    return Level(
        groups=step["groups"],
        accuracy=100 * (accuracy.value or 0.0),
        ceiling=100 * (ceiling.value or 0.0),
        said=f"{len(step['groups'])} groups: {step['made']} become one<br>{percent(accuracy)} of "
        f"{accuracy.total:,} read right, {percent(ceiling)} by relabelling",
    )


def _button(step: dict[str, Any], at: int) -> dmc.Button:
    accuracy = Rate.of(*step["accuracy"])
    data: dict[str, Any] = {"data-level": at}
    return dmc.Button(
        f"{len(step['groups'])}: {in_percent(accuracy.value or 0.0)}",
        variant="default",
        size="compact-sm",
        className="chip",
        **data,
    )


def _table(steps: list[dict[str, Any]]) -> dmc.Table:
    rows = []
    for step in steps:
        accuracy, ceiling = (Rate.of(*step[name]) for name in ("accuracy", "ceiling"))
        lost, total = step["lost"]
        rows.append(
            [
                f"{len(step['groups'])}",
                step["made"],
                f"{percent(accuracy)} · {count(accuracy)}",
                f"{percent(ceiling)} · {count(ceiling)}",
                f"{whole(lost)} of {total:,}",
            ]
        )
    head = ("Groups left", "Become one", "Read right, test", "By relabelling", "Lost, training")
    return table("Each step was chosen on the training samples, and is told on test", head, rows)


def register(app: Dash, workbench: Workbench) -> None:
    """Take a step when the page asks for one, and draw what it has."""
    app.callback(
        Output(ids.PLANNER_STEP, "data"),
        Input(ids.PLANNER_REQUEST, "data"),
        prevent_initial_call=True,
    )(partial(measure, workbench))
    app.callback(
        Output(ids.PLANNER_STATUS, "children"),
        Output(ids.PLANNER_GRAPH, "figure"),
        Output(ids.PLANNER_LEVELS, "children"),
        Output(ids.PLANNER_TABLE, "children"),
        Input(ids.PLANNER_STEPS, "data"),
        prevent_initial_call=True,
    )(show)
    app.clientside_callback(
        ClientsideFunction("planner", "hear"),
        Input(ids.PLANNER_STEP, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("planner", "chosen"),
        Input(ids.PLANNER_GRAPH, "clickData"),
        prevent_initial_call=True,
    )
