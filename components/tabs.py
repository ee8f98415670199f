"""The tabs below the stage: each a small view that opens to its full height."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import (
    accuracy,
    collateral,
    confusion,
    curve,
    evidence,
    ids,
    method,
    methods_table,
    plan_steps,
    spotlight,
    verification,
)

TABS = (
    ("classes", "Accuracy by class"),
    ("curve", "Strength curve"),
    ("samples", "Samples"),
    ("confusion", "Confusion"),
    ("method", "Methods"),
    ("plan", "Plan"),
    ("verification", "Verification"),
    ("collateral", "Collateral"),
    ("evidence", "Evidence"),
)


def layout() -> html.Div:
    """Return the row of tabs; what they show but the samples is built later."""
    return html.Div(
        [
            html.Div(
                [
                    dmc.Tabs(
                        dmc.TabsList([dmc.TabsTab(title, value=name) for name, title in TABS]),
                        id=ids.BELOW_TABS,
                        value="classes",
                    ),
                    dmc.Button(
                        [
                            html.Span("Open", className="when-small"),
                            html.Span("Close", className="when-full"),
                        ],
                        id=ids.BELOW_OPEN,
                        variant="subtle",
                        size="compact-sm",
                        rightSection=html.Span(className="icon-open"),
                    ),
                ],
                className="tab-row",
            ),
            html.Div(
                [
                    html.Div(id=ids.LATER_PANELS, className="later"),
                    _panel("samples", spotlight.layout()),
                ],
                className="tab-body",
            ),
        ],
        className="below",
    )


def later_panels() -> html.Div:
    """Return the panels that are built once the scenes are painted, all empty."""
    return html.Div(
        [
            _panel("classes", accuracy.layout()),
            _panel("curve", curve.layout()),
            _panel("confusion", confusion.layout()),
            _panel("method", [methods_table.layout(), method.layout()]),
            _panel("plan", plan_steps.layout()),
            _panel("verification", verification.layout()),
            _panel("collateral", collateral.layout()),
            _panel("evidence", evidence.layout()),
        ],
        className="later",
    )


def _panel(name: str, content: list[Any]) -> html.Div:
    """Return a panel under the name that its tab points at; CSS shows the one that is chosen."""
    labelled: dict[str, Any] = {"aria-labelledby": f"{ids.BELOW_TABS}-tab-{name}"}
    return html.Div(
        content,
        id=f"{ids.BELOW_TABS}-panel-{name}",
        className=f"tab-panel {name}",
        role="tabpanel",
        **labelled,
    )
