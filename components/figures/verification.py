"""How alike pairs of samples are, before and after, and how well a threshold tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from weight_surgery.components.theme import (
    AFTER_COLOR,
    BEFORE_COLOR,
    DIRECTION,
    NEUTRAL,
    template,
)

SIDES = (("before", BEFORE_COLOR, 1), ("after", AFTER_COLOR, -1))
# Where three kinds of pairs stand beside each other; the style sheet's heads stand over them.
DOMAINS = ([0.0, 0.3], [0.35, 0.65], [0.7, 1.0])
AXES = ("", "2", "3")


@dataclass(frozen=True, eq=False)
class Likeness:
    """Pairs by their cosine: edges (n + 1,), before and after (kinds, n) counts.

    thresholds: before and after, None where there is none.
    """

    edges: np.ndarray
    before: np.ndarray
    after: np.ndarray
    thresholds: tuple[float | None, float | None]


@dataclass(frozen=True, eq=False)
class Curve:
    """One side's true accept rates over false ones (n,), and those at its threshold."""

    far: np.ndarray
    tar: np.ndarray
    at: tuple[float, float] | None


def empty_likeness(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton of the histograms: before upwards, after downwards, on the same bins."""
    across = {
        "range": [-1.02, 1.02],
        "tickvals": [-1, 0, 1],
        "ticktext": ["\u22121", "0", "1"],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    up = {"range": [-1.06, 1.06], "fixedrange": True, "showgrid": False, "zeroline": True}
    axes: dict[str, Any] = {}
    for name, domain in zip(AXES, DOMAINS, strict=True):
        axes[f"xaxis{name}"] = {**across, "domain": domain, "anchor": f"y{name}"}
        axes[f"yaxis{name}"] = {**up, "anchor": f"x{name}", "showticklabels": False}
    axes["yaxis"] |= {
        "showticklabels": True,
        "tickvals": [0.5, -0.5],
        "ticktext": ["before", "after"],
    }
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "margin": {"l": 4, "r": 4, "t": 2, "b": 4},
            "showlegend": False,
            "barmode": "overlay",
            "bargap": 0,
            "hovermode": "closest",
            **axes,
        },
    }


def likeness_figure(data: Likeness) -> go.Figure:
    """Return bars before and after of each kind, as high as its tallest, and thresholds."""
    traces: list[Any] = []
    for kind, axis in enumerate(AXES):
        counts = (data.before[kind], data.after[kind])
        tallest = max(int(counts[0].max()), int(counts[1].max()), 1)
        for (side, color, up), one, threshold in zip(SIDES, counts, data.thresholds, strict=True):
            traces.append(_bars(data.edges, up * one / tallest, one, side, color, axis))
            traces.append(_threshold(threshold, up, axis))
    return go.Figure(traces)


def _bars(
    edges: np.ndarray, heights: np.ndarray, counts: np.ndarray, side: str, color: str, axis: str
) -> go.Bar:
    return go.Bar(
        x=((edges[:-1] + edges[1:]) / 2).astype(np.float32),
        y=heights.astype(np.float32),
        width=float(edges[1] - edges[0]),
        customdata=counts.tolist(),
        marker={"color": color, "line": {"width": 0}},
        hovertemplate="cosine %{x:.2f}: %{customdata:,} pairs " + side + "<extra></extra>",
        name=side,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def _threshold(threshold: float | None, up: int, axis: str) -> go.Scatter:
    drawn = [] if threshold is None else [threshold, threshold]
    return go.Scatter(
        x=drawn,
        y=[0, up] if drawn else [],
        mode="lines",
        line={"width": 2, "color": DIRECTION, "dash": "dot"},
        hoverinfo="skip",
        name="threshold",
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
    )


def empty_roc(least: float, allowed: float, scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton of the curve: false accept rates from `least` on, logarithmic.

    allowed: the rate at which the true accepts are read off.
    """
    decades = np.arange(round(np.log10(least)), 1)
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "margin": {"l": 4, "r": 12, "t": 6, "b": 4},
            "showlegend": False,
            "xaxis": {
                "type": "log",
                "range": [float(decades[0]), 0.05],
                "tickvals": [10.0**decade for decade in decades],
                "ticktext": [f"{100 * 10.0**decade:g}\u00a0%" for decade in decades],
                "fixedrange": True,
                "visible": False,
            },
            "yaxis": {
                "tickformat": ".0%",
                "fixedrange": True,
                "nticks": 5,
                "autorangeoptions": {"minallowed": 0, "maxallowed": 1.02},
                "visible": False,
            },
            "hovermode": "x",
            "shapes": [
                {
                    "type": "line",
                    "xref": "x",
                    "yref": "paper",
                    "x0": allowed,
                    "x1": allowed,
                    "y0": 0,
                    "y1": 1,
                    "line": {"width": 1, "dash": "dot", "color": NEUTRAL},
                }
            ],
        },
    }


def roc_figure(curves: Sequence[Curve | None]) -> go.Figure:
    """Return a line a side, and what its threshold accepts; a side without pairs has neither."""
    traces: list[Any] = []
    for (side, color, _), curve, dash in zip(SIDES, curves, ("dash", "solid"), strict=True):
        traces += [_line(curve, side, color, dash), _point(curve, side, color)]
    return go.Figure(traces)


def _line(curve: Curve | None, side: str, color: str, dash: str) -> go.Scatter:
    # A rate of 0 has no place on a logarithmic axis.
    drawn = curve.far > 0 if curve else np.zeros(0, dtype=bool)
    return go.Scatter(
        x=curve.far[drawn].astype(np.float32) if curve else [],
        y=curve.tar[drawn].astype(np.float32) if curve else [],
        mode="lines",
        line={"width": 2, "color": color, "dash": dash, "shape": "hv"},
        name=side,
        hovertemplate="%{x:.2%} of two classes pass, %{y:.2%} of one<extra>" + side + "</extra>",
    )


def _point(curve: Curve | None, side: str, color: str) -> go.Scatter:
    at = curve.at if curve else None
    return go.Scatter(
        x=[at[0]] if at and at[0] > 0 else [],
        y=[at[1]] if at and at[0] > 0 else [],
        mode="markers",
        marker={"size": 10, "color": color, "symbol": "diamond"},
        name=f"{side}, at the threshold",
        hoverinfo="skip",
    )
