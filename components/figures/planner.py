"""The planner's tree: which groups become one at which level, and below it what each costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from weight_surgery.components.naming import literal, shortened
from weight_surgery.components.theme import ACCENT, NEUTRAL, template

# The tree above, its price below.
TREE, PRICE = (0.42, 1.0), (0.0, 0.3)


@dataclass(frozen=True)
class Level:
    """What is left after a step: groups of class indices; shares of test samples, in percent.

    said: of the step, as plotly's markup.
    """

    groups: Sequence[Sequence[int]]
    accuracy: float
    ceiling: float
    said: str


def empty_planner(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton that the traces are patched into: fewer groups to the right."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "showlegend": False,
            "xaxis": {
                "title": {"text": "groups left"},
                "autorange": "reversed",
                "dtick": 1,
                "showgrid": False,
                "anchor": "y2",
                "visible": False,
            },
            "yaxis": {"domain": TREE, "showgrid": False, "zeroline": False, "tickvals": []},
            "yaxis2": {
                "domain": PRICE,
                "title": {"text": "right, in %"},
                "automargin": True,
                "nticks": 4,
                "autorangeoptions": {"minallowed": 0, "maxallowed": 100},
                "visible": False,
            },
            "hovermode": "closest",
        },
    }


def planner_figure(names: Sequence[str], levels: Sequence[Level]) -> go.Figure:
    """Return the tree of some levels, one group fewer each, and accuracy with its ceiling."""
    order = leaf_order(len(names), levels)
    counts = [len(level.groups) for level in levels]
    return go.Figure(
        [
            _tree(len(names), order, levels),
            _names(names, order),
            _line(counts, [level.ceiling for level in levels], "ceiling", NEUTRAL, "dot", levels),
            _line(counts, [level.accuracy for level in levels], "plan", ACCENT, "solid", levels),
        ]
    )


def leaf_order(classes: int, levels: Sequence[Level]) -> list[int]:
    """Return the classes so that the members of every group stand beside each other."""
    blocks = {label: [label] for label in range(classes)}
    for level in levels:
        for group in level.groups:
            parts = [blocks[label] for label in group if label in blocks]
            if len(parts) > 1:
                for label in group:
                    blocks.pop(label, None)
                blocks[min(group)] = [label for part in parts for label in part]
    return [label for block in blocks.values() for label in block]


def _tree(classes: int, order: list[int], levels: Sequence[Level]) -> go.Scatter:
    """Return one line: from each child to the level at which it becomes part of a group."""
    places = {label: float(order.index(label)) for label in range(classes)}
    since = dict.fromkeys(range(classes), classes)
    x: list[float | None] = []
    y: list[float | None] = []
    for level in levels:
        left = len(level.groups)
        for group in level.groups:
            parts = [label for label in group if label in places]
            if len(parts) < 2:
                continue
            ends = [places[label] for label in parts]
            for label in parts:
                x += [since[label], left, None]
                y += [places[label], places[label], None]
            x += [left, left, None]
            y += [min(ends), max(ends), None]
            for label in parts:
                del places[label], since[label]
            places[min(group)], since[min(group)] = sum(ends) / len(ends), left
    last = len(levels[-1].groups) if levels else classes
    for label, place in places.items():
        x += [since[label], last, None]
        y += [place, place, None]
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": NEUTRAL, "width": 1.5}, hoverinfo="skip", name="tree"
    )


def _names(names: Sequence[str], order: list[int]) -> go.Scatter:
    words = shortened(names)
    return go.Scatter(
        x=[len(names)] * len(order),
        y=list(range(len(order))),
        mode="text",
        text=[f"{literal(words[label])} " for label in order],
        textposition="middle left",
        hoverinfo="skip",
        cliponaxis=False,
        name="classes",
    )


def _line(
    counts: list[int],
    values: list[float],
    name: str,
    color: str,
    dash: str,
    levels: Sequence[Level],
) -> go.Scatter:
    return go.Scatter(
        x=counts,
        y=values,
        yaxis="y2",
        mode="lines+markers",
        line={"color": color, "dash": dash, "width": 1.5},
        marker={"size": 9 if name == "plan" else 4},
        customdata=[level.said for level in levels],
        hovertemplate="%{customdata}<extra></extra>",
        name=name,
    )
