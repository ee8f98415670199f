"""From many classes to few: the planner, a step a question, so that it shows where it is and stops.

The page asks for one step after the other (assets/lab/page/planner.mjs); the server keeps each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, Patch, dcc, html

from weight_surgery.components import dear, ids, payload
from weight_surgery.components.figures import axes_patch
from weight_surgery.components.figures.planner import Level, empty_planner, planner_figure
from weight_surgery.components.frames import as_table, framed_graph, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.naming import literal, shortened
from weight_surgery.components.tables import table
from weight_surgery.components.text import count, counted, listed, percent, whole
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.checks import LARGEST
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import METHODS, MOST_CLASSES, Chain, Chosen, Workbench, exceeded

LONGEST_SENTENCE = 500
# So many names of a group have room in a line.
MOST_NAMED = 6
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
            as_table(ids.PLANNER_TABLE, "The planner's steps", _table((), ())),
        ],
        className="planner",
    )


def _number(id: str, value: str, label: str) -> dmc.TextInput:
    named: dict[str, Any] = {"aria-label": label}
    return dmc.TextInput(id=id, value=value, size="xs", className="target-input", **named)


def measure(workbench: Workbench, request: Any) -> dict[str, Any] | None:
    """Answer a request for one step: its operation, or why there is none."""
    if request is None:
        return None
    key, query, step, groups, most = payload.entries(
        "a request", request, "key", "query", "step", "groups", "most"
    )
    key, step = payload.text_of("a key", key, LONGEST_QUERY), payload.integer("a step", step)
    answer: dict[str, Any] = {"key": key, "step": step}
    try:
        classes = len(workbench.bundle(_spec_of(query).model).class_names)
        wanted = payload.integer("the number of groups", groups, 1, classes - 1)
        limit = payload.typed("the share that may be lost", most, 0, 100, "5") / 100
        step = payload.integer("a step", step, 1, classes - 1)
        dear.ask("planner")
        chain = chain_of(workbench, query, step)
    except ValueError as error:
        return answer | {"stopped": f"{str(error)[0].upper()}{str(error)[1:]}."}
    stopped = chain.stopped or exceeded(chain, limit)
    if stopped:
        return answer | {"stopped": stopped}
    operation = chain.chosen[-1].operation.to_text()
    complete = chain.groups <= wanted
    return answer | {"stopped": "", "complete": complete, "operation": operation}


def _spec_of(query: Any) -> SurgerySpec:
    return View.from_query(payload.text_of("a query", query, LONGEST_QUERY)).surgery


def chain_of(workbench: Workbench, query: Any, steps: int) -> Chain:
    """Return the planner of a view's model, method and damping after so many steps.

    Raises ValueError as the planner does, for a model of many classes and a method that searches.
    """
    spec = _spec_of(query)
    if workbench.is_catalogue(spec.model):
        classes = len(workbench.bundle(spec.model).class_names)
        raise ValueError(
            f"{workbench.title(spec.model)} has {classes:,} classes, and each step would try every "
            f"pair of them; of more than {MOST_CLASSES} nothing is planned, but + merge adds steps "
            "one by one"
        )
    method = METHODS[spec.operation.method]
    if method.searches:
        raise ValueError(
            f"{method.title} searches at every pair, which would take hours; choose another method"
        )
    return workbench.plan_step(spec.model, method.name, spec.operation.damping, steps)


def show(workbench: Workbench, kept: Any) -> tuple[Any, ...]:
    """Draw the steps that the page has, and say why there are no more."""
    query, steps, stopped, running = payload.entries(
        "the planner", kept, "query", "steps", "stopped", "running"
    )
    stopped = payload.text_of("why it stopped", stopped, LONGEST_SENTENCE)
    taken = payload.integer("steps", steps, 0, LARGEST)
    if not taken:
        said = "Planning…" if running is True else stopped or READY
        return explained(said), _drawn((), ()), None, _table((), ())
    names = workbench.bundle(_spec_of(query).model).class_names
    chosen = chain_of(workbench, query, taken).chosen
    return (
        explained(sentence(chosen, stopped, running is True)),
        _drawn(names, chosen),
        [_button(one, at) for at, one in enumerate(chosen)],
        _table(names, chosen),
    )


def _drawn(names: tuple[str, ...], chosen: Sequence[Chosen]) -> Patch:
    figure = planner_figure(names, [_level(names, one) for one in chosen])
    return axes_patch(figure, "xaxis", "yaxis2")


def sentence(chosen: Sequence[Chosen], stopped: str, running: bool) -> str:
    """Say how far it is, at what price, and why it stopped."""
    last, left = chosen[-1], len(set(chosen[-1].partition.groups))
    said = (
        f"{counted(left, 'group')} left: {percent(last.accuracy)} of test samples read into their "
        f"own ({count(last.accuracy)}); relabelling alone reaches {percent(last.ceiling)}."
    )
    return f"Planning: {said}" if running else f"{said} {stopped}".strip()


def _groups(one: Chosen) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for label, group in enumerate(one.partition.groups):
        groups.setdefault(group, []).append(label)
    return list(groups.values())


def _made(names: tuple[str, ...], one: Chosen) -> str:
    """Name the classes of the group that a step made."""
    group = min(one.operation.classes)
    inside = (name for name, of in zip(names, one.partition.groups, strict=True) if of == group)
    return listed(tuple(inside), "and")


def _made_short(names: tuple[str, ...], one: Chosen) -> str:
    """Name the classes of the group that a step made, as far as a line has room."""
    group = min(one.operation.classes)
    words = shortened(names)
    inside = [word for word, of in zip(words, one.partition.groups, strict=True) if of == group]
    more = len(inside) - MOST_NAMED
    return listed((*inside[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])), "and")


def _level(names: tuple[str, ...], one: Chosen) -> Level:
    groups = _groups(one)
    return Level(
        groups=groups,
        accuracy=100 * (one.accuracy.value or 0.0),
        ceiling=100 * (one.ceiling.value or 0.0),
        # Plotly would read a name as its own kind of markup.
        said=f"{counted(len(groups), 'group')}: {literal(_made_short(names, one))} become one<br>"
        f"{percent(one.accuracy)} of {one.accuracy.total:,} read right, {percent(one.ceiling)} by "
        "relabelling",
    )


def _button(one: Chosen, at: int) -> dmc.Button:
    data: dict[str, Any] = {"data-level": at}
    words = f"{len(_groups(one))}: {percent(one.accuracy)}"
    return dmc.Button(words, variant="default", size="compact-sm", className="chip", **data)


def _table(names: tuple[str, ...], chosen: Sequence[Chosen]) -> dmc.Table:
    rows = [
        [
            f"{len(_groups(one))}",
            _made(names, one),
            f"{percent(one.accuracy)} · {count(one.accuracy)}",
            f"{percent(one.ceiling)} · {count(one.ceiling)}",
            f"{whole(one.lost)} of {one.fit_accuracy.total:,}",
        ]
        for one in chosen
    ]
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
    )(partial(show, workbench))
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
