"""What methods reach for one pair, against what they cost the other classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from weight_surgery.components.theme import ACCENT, CLEAN, template

NEUTRAL = "#717581"


def empty_tradeoff(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton that the traces are patched into: the best corner is the upper right."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            # Room for a name above a point at 100 %.
            "margin": {"l": 8, "r": 24, "t": 28, "b": 8},
            "showlegend": False,
            "xaxis": {
                "title": {"text": "others read right, in points more than before"},
                "zeroline": True,
                "automargin": True,
                "visible": False,
            },
            "yaxis": {
                "title": {"text": "read as either, in %"},
                "automargin": True,
                "autorangeoptions": {"minallowed": 0, "maxallowed": 100},
                "visible": False,
            },
            "hovermode": "closest",
        },
    }


@dataclass(frozen=True)
class Reached:
    """A method's point: x, points of the others gained; y, percent of the pair read as either.

    said: what is written when it is pointed at; is_chosen: it is the one in force.
    """

    name: str
    x: float
    y: float
    said: str
    is_clean: bool
    is_chosen: bool


def tradeoff_figure(methods: Sequence[Reached]) -> go.Figure:
    """Return a point a method, and the line of those that no other one beats in both."""
    return go.Figure([_unbeaten(methods), _points(methods)])


def _unbeaten(methods: Sequence[Reached]) -> go.Scatter:
    best = sorted(
        {(one.x, one.y) for one in methods if not any(_beats(other, one) for other in methods)}
    )
    return go.Scatter(
        x=[x for x, _ in best],
        y=[y for _, y in best],
        mode="lines",
        line={"color": NEUTRAL, "dash": "dot", "width": 1.5},
        hoverinfo="skip",
        name="unbeaten",
    )


def _points(methods: Sequence[Reached]) -> go.Scatter:
    return go.Scatter(
        x=[one.x for one in methods],
        y=[one.y for one in methods],
        mode="markers+text",
        text=[one.name for one in methods],
        textposition=[("top center", "bottom center")[at % 2] for at in range(len(methods))],
        customdata=[one.said for one in methods],
        hovertemplate="%{text}<br>%{customdata}<extra></extra>",
        marker={
            "size": [14 if one.is_chosen else 10 for one in methods],
            "symbol": ["circle" if one.is_clean else "x" for one in methods],
            "color": [CLEAN if one.is_clean else NEUTRAL for one in methods],
            "line": {"width": [3 if one.is_chosen else 0 for one in methods], "color": ACCENT},
        },
        cliponaxis=False,
        name="methods",
    )


def _beats(one: Reached, other: Reached) -> bool:
    return (one.x, one.y) != (other.x, other.y) and one.x >= other.x and one.y >= other.y
