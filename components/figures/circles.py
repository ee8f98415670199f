"""Both unit circles as a figure that stands alone: before the edit, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from weight_surgery.components.figures.circle import circle_layout, circle_traces
from weight_surgery.components.figures.side_by_side import SIDES, columns, entries
from weight_surgery.components.naming import literal, short
from weight_surgery.components.theme import SURFACE, template


@dataclass(frozen=True, eq=False)
class CirclesData:
    """What both circles show: n samples, then the C classes' means.

    names, colors (C,) of classes; pair: those that the edit makes one; indices, labels (n,);
    before, after (n + C, 2), NaN where there is no angle.
    """

    names: Sequence[str]
    colors: Sequence[str]
    pair: Sequence[int]
    indices: np.ndarray
    labels: np.ndarray
    before: np.ndarray
    after: np.ndarray


def circles_figure(data: CirclesData, scheme: str = "light") -> go.Figure:
    """Return the circles side by side, with one legend."""
    known = {trace["name"]: trace for trace in circle_traces()}
    traces: list[dict[str, Any]] = []
    for side, places in zip(SIDES, (data.before, data.after), strict=True):
        axes = {"xaxis": "x", "yaxis": "y"} if side == "before" else {"xaxis": "x2", "yaxis": "y2"}
        drawn = [
            {**known["circle"], "showlegend": False},
            *_samples(data, known, side, places),
            *_spokes(data, known, side, places),
        ]
        traces += [{**trace, **axes} for trace in drawn]
    return go.Figure(traces, _layout(scheme))


def _samples(
    data: CirclesData, known: dict[str, dict[str, Any]], side: str, places: np.ndarray
) -> list[dict[str, Any]]:
    """Return the samples by class, those of the pair last."""
    found = []
    for name, labels, rank in entries(data.names, data.pair):
        of_pair = set(labels) <= set(data.pair)
        rows = np.flatnonzero(np.isin(data.labels, labels))
        marker = {**known["pair" if of_pair else "bystanders"]["marker"], "maxdisplayed": 0}
        marker["color"] = [data.colors[label] for label in data.labels[rows]]
        if of_pair and labels != [data.pair[0]]:
            marker["symbol"] = "diamond"
        found.append(
            {
                **{"type": "scatter", "mode": "markers", "name": name, "legendgroup": name},
                **columns(places[rows]),
                "legendrank": rank,
                "showlegend": side == "before",
                "marker": marker,
                "customdata": data.indices[rows].astype(np.int32),
                "text": [literal(data.names[label]) for label in data.labels[rows]],
                "hovertemplate": f"%{{text}}, sample %{{customdata}}<extra>{side}</extra>",
            }
        )
    return found


def _spokes(
    data: CirclesData, known: dict[str, dict[str, Any]], side: str, places: np.ndarray
) -> list[dict[str, Any]]:
    """Return a line to each center of the pair."""
    means = places[len(data.indices) :]
    return [
        {
            **known["centroid spokes"],
            **columns(np.stack([np.zeros(2), means[label]])),
            "line": {"width": 2, "color": data.colors[label]},
            "name": f"center of {literal(short(data.names[label]))}",
            "legendgroup": f"center {label}",
            "showlegend": side == "before",
            "legendrank": len(data.names) + 1,
        }
        for label in data.pair
    ]


def _layout(scheme: str) -> dict[str, Any]:
    one = circle_layout()
    halves = ([0, 0.48], [0.52, 1])
    axes = {}
    for end, half in zip(("", "2"), halves, strict=True):
        axes[f"xaxis{end}"] = {**one["xaxis"], "domain": half, "anchor": f"y{end}"}
        axes[f"yaxis{end}"] = {**one["yaxis"], "scaleanchor": f"x{end}", "anchor": f"x{end}"}
    words = [
        {
            **{"text": side, "showarrow": False, "font": {"size": 14}},
            **{"xref": "paper", "yref": "paper", "x": sum(half) / 2, "y": 1, "yanchor": "bottom"},
        }
        for side, half in zip(SIDES, halves, strict=True)
    ]
    return {
        **axes,
        "template": template(scheme),
        "paper_bgcolor": SURFACE[scheme],
        "height": 460,
        "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
        "hovermode": "closest",
        "dragmode": False,
        "legend": {
            **{"orientation": "v", "x": 1.01, "y": 1, "yanchor": "top"},
            "itemsizing": "constant",
        },
        "annotations": words,
    }
