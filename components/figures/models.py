"""Clean pairs over edit strength: a line a model, with its own dash and marks, named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from weight_surgery.components.naming import literal, short
from weight_surgery.components.text import strength_of
from weight_surgery.components.theme import ACCENT, SERIES, template

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
MARKS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")
# The same in letters, where the names stand below the chart.
SIGNS = dict(zip(MARKS, "●■◆▲✚✖★", strict=True))
# Names stand beside the right end of the axis, at least so far apart, in percent of its height.
NAMED_AT, ROOM = 104.0, 6.5


@dataclass(frozen=True)
class ModelLine:
    """One model's line: how many of its pairs are clean at each edit strength, of how many."""

    model: str
    counts: Sequence[int]
    pairs: int
    current: bool = False


def empty_models(scheme: str = "light") -> dict[str, Any]:
    """Return the chart without lines: edit strength to the right, share of clean pairs upwards."""
    axis = {"fixedrange": True, "zeroline": False}
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "margin": {"l": 4, "r": 4, "t": 6, "b": 4},
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": {
                **axis,
                "range": [-2, 146],
                **_ticks(0, 20, 40, 60, 80, 100),
                "title": {"text": "edit strength"},
            },
            "yaxis": {
                **axis,
                "range": [-4, 104],
                **_ticks(0, 25, 50, 75, 100),
                "title": {"text": "pairs that merge cleanly"},
            },
        },
    }


def _ticks(*shares: int) -> dict[str, Any]:
    return {"tickvals": list(shares), "ticktext": [f"{share}\u00a0%" for share in shares]}


def models_figure(
    lines: Sequence[ModelLine], dampings: Sequence[float], damping: float
) -> go.Figure:
    """Return the chart's traces: the strength one is at, the lines, and their names at the end."""
    shares = [[100 * count / line.pairs for count in line.counts] for line in lines]
    # Dampings rise, so strengths fall: the right end comes first.
    heights = spread([share[0] for share in shares])
    traces = [_at(strength_of(damping))]
    for place, (line, share, height) in enumerate(zip(lines, shares, heights, strict=True)):
        look = look_of(place)
        traces += [_line(line, dampings, share, look), _name(line, height, look)]
    return go.Figure(traces)


def look_of(place: int) -> tuple[str, str, str]:
    """Return the color, dash and mark of a line; each repeats after another number of lines."""
    return SERIES[place % len(SERIES)], DASHES[place % len(DASHES)], MARKS[place % len(MARKS)]


def counted_at_end(line: ModelLine) -> str:
    """Write how many of a model's pairs are clean at the right end, of how many."""
    return f"{line.counts[0]:,} of {line.pairs:,}"


def spread(heights: Sequence[float]) -> list[float]:
    """Move heights in percent apart, in their order, so that names do not lie on each other."""
    if not heights:
        return []
    room = min(ROOM, 100 / len(heights))
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed: list[float] = []
    for at in order:
        placed.append(max(heights[at], placed[-1] + room) if placed else max(0.0, heights[at]))
    # What was pushed over the top goes down again, and what is in its way with it.
    top = 100.0
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], top)
        top = placed[at] - room
    return [height for _, height in sorted(zip(order, placed, strict=True))]


def _at(strength: float) -> go.Scatter:
    return go.Scatter(
        x=[strength, strength],
        y=[-4, 104],
        mode="lines",
        line={"width": 2, "color": ACCENT},
        hoverinfo="skip",
        name="edit strength",
    )


def _line(
    line: ModelLine, dampings: Sequence[float], share: list[float], look: tuple[str, str, str]
) -> go.Scatter:
    color, dash, mark = look
    return go.Scatter(
        x=[strength_of(one) for one in dampings],
        y=share,
        mode="lines+markers",
        line={"width": 3.5 if line.current else 2, "color": color, "dash": dash},
        marker={"size": 8 if line.current else 6, "color": color, "symbol": mark},
        # Plotly would read a name as its own kind of HTML.
        name=literal(line.model),
        customdata=[f"{count:,} of {line.pairs:,} pairs" for count in line.counts],
        text=[f"{damping:g}" for damping in dampings],
        hovertemplate=(
            "%{fullData.name}: %{customdata}<br>at %{x:.5~g}\u00a0%, damping %{text}<extra></extra>"
        ),
    )


def _name(line: ModelLine, height: float, look: tuple[str, str, str]) -> go.Scatter:
    color, _, mark = look
    words = f"{literal(short(line.model))} {counted_at_end(line)}"
    return go.Scatter(
        x=[NAMED_AT],
        y=[height],
        mode="markers+text",
        text=[f" <b>{words}</b>" if line.current else f" {words}"],
        textposition="middle right",
        textfont={"size": 12},
        marker={"size": 8, "color": color, "symbol": mark},
        hoverinfo="skip",
        name=f"{literal(line.model)}, named",
        cliponaxis=False,
    )
