"""What each step of the plan did: to the groups before it, to the rank, and in the other order."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output, html

from weight_surgery.components import ids, planner
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.state import exact_text
from weight_surgery.components.text import (
    class_names,
    count,
    listed,
    operation_name,
    percent,
    share_text,
)
from weight_surgery.components.verdict import BADGES
from weight_surgery.components.view import View
from weight_surgery.core.workbench import (
    METHODS,
    Comparison,
    Group,
    StepReport,
    Workbench,
)

HEAD = ("Step", "Read as their group", "Relabelled", "Rank left", "Order gap")
# There is no room for it in the small view.
MORE = "Each group so far"


def layout() -> list[Any]:
    """Return the tab: the planner, and beside it the steps of the plan that is on."""
    return [
        html.Div(
            [planner.layout(), scrolled(ids.PLAN_STEPS, "The steps of the plan")],
            className="plan-tab",
        )
    ]


def steps_view(comparison: Comparison, reports: tuple[StepReport, ...]) -> html.Table:
    """Return a row a step."""
    more = html.Th(explained(MORE), className="more-cell")
    head = html.Tr([*(html.Th(explained(words)) for words in HEAD), more])
    rows = [_row(comparison, at, report) for at, report in enumerate(reports)]
    caption = html.Caption(explained("The plan's steps, each after those before it; test samples"))
    return html.Table([caption, html.Thead(head), html.Tbody(rows)], className="steps-table")


def _row(comparison: Comparison, at: int, report: StepReport) -> html.Tr:
    operation = comparison.spec.operations[report.place]
    how = METHODS[operation.method].title if operation.kind == "merge" else "shattered"
    words = f"damping {exact_text(operation.damping)}"
    return html.Tr(
        [
            html.Th(
                [
                    f"{at + 1}. {operation_name(comparison, operation)}",
                    html.Span(f" {how}, {words}", className="note"),
                ],
                scope="row",
            ),
            *_read(comparison, report),
            html.Td(f"{report.rank}"),
            html.Td("—" if report.gap is None else f"{report.gap:.3g}"),
            html.Td([_group(comparison, group) for group in report.groups], className="more-cell"),
        ]
    )


def _read(comparison: Comparison, report: StepReport) -> list[html.Td]:
    if _is_all(comparison, report.groups[0]):
        return [html.Td("—"), html.Td("—")]
    return [
        html.Td(percent(report.accuracy), title=count(report.accuracy)),
        html.Td(percent(report.ceiling)),
    ]


def _is_all(comparison: Comparison, group: Group) -> bool:
    """Tell whether a group has all classes, so that every sample is read as it by definition."""
    return len(group.classes) == len(comparison.bundle.class_names)


def _group(comparison: Comparison, group: Group) -> html.Div:
    names = listed(class_names(comparison, group.classes), "and")
    if group.is_shattered:
        alike = share_text(group.after.genuine_accept)
        return html.Div(f"{names}: {alike} of its pairs pass as the same")
    read = f"{share_text(group.after.mean_recall)} read as them, "
    return html.Div(
        f"{names}: {'' if _is_all(comparison, group) else read}"
        f"{share_text(group.after.attack_success)} pass as the same: "
        f"{BADGES[group.verdict][0].lower()}"
    )


def update(workbench: Workbench, query: str) -> html.Table:
    """Write the steps of a view's plan."""
    spec = View.from_query(query).surgery
    return steps_view(workbench.compare(spec), workbench.step_reports(spec))


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the steps when the tab is asked for."""
    app.callback(
        Output(ids.PLAN_STEPS, "children"),
        Input(ids.PLAN_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
