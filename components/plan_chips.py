"""A plan of several operations: its chips over the stage, and what adds to it in the controls.

The page's own program writes the chips (assets/lab/page/plan.mjs), because they follow the view at
once.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.glossary import explained

ADD = (
    (ids.PLAN_MERGE, "+ merge", "Merge two more classes after this"),
    (ids.PLAN_SHATTER, "+ shatter", "Shatter a class after this: its samples no longer match"),
)
TURN = (
    (ids.PLAN_UNDO, "↶", "Undo the last change of the edit"),
    (ids.PLAN_REDO, "↷", "Redo it"),
)


def chips() -> html.Div:
    """Return the place of the chips, one a step."""
    named: dict[str, Any] = {"aria-label": "Steps of the plan, in order"}
    return html.Div(id=ids.PLAN_CHIPS, className="plan-chips", role="group", **named)


def layout() -> html.Div:
    """Return what adds a step, and what takes a change back."""
    return html.Div(
        [
            html.Div(
                [
                    html.Span(explained("Plan"), className="label"),
                    html.Span(id=ids.PLAN_NOTE, className="note one-line", role="status"),
                ],
                className="presets-head",
            ),
            html.Div(
                [*(_add(*one) for one in ADD), *(_turn(*one) for one in TURN)],
                className="plan-buttons",
            ),
        ],
        className="plan",
    )


def _add(id: str, words: str, meaning: str) -> html.Div:
    button = dmc.Button(words, id=id, variant="default", size="compact-sm", className="chip")
    return html.Div(button, title=meaning)


def _turn(id: str, sign: str, words: str) -> html.Div:
    label: dict[str, Any] = {"aria-label": words}
    button = dmc.ActionIcon(sign, id=id, variant="default", size=26, **label)
    return html.Div(button, title=words)
