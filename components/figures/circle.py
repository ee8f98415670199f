"""One unit circle: where the embeddings point within a plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.figures.labels import centroid_labels
from components.figures.scene import HOVER
from components.theme import LABEL, NEUTRAL, template

RANGE = 1.28
LABEL_RADIUS = 1.14


@dataclass(frozen=True, eq=False)
class CircleData:
    """What one circle shows; fields as in SceneData, in two dimensions.

    points (n, 2) and centroids (C, 2) are NaN where there is no angle.
    """

    points: np.ndarray
    labels: np.ndarray
    hover: list[list[Any]]
    centroids: np.ndarray
    pair: tuple[int, ...]
    names: tuple[str, ...]
    colors: list[str]


def empty_circle(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton that a circle's traces are patched into."""
    axis = {"visible": False, "range": [-RANGE, RANGE], "fixedrange": True}
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "showlegend": False,
            "xaxis": axis,
            "yaxis": {**axis, "scaleanchor": "x"},
            "hovermode": "closest",
            "dragmode": False,
        },
    }


def circle_figure(data: CircleData) -> go.Figure:
    """Return one circle's traces, always the same number in the same order."""
    first, second = data.pair
    others = ~np.isin(data.labels, data.pair)
    return go.Figure(
        [
            _outline(),
            _samples(data, others, "circle", 4, 0.28),
            _samples(data, data.labels == first, "circle", 8, 0.55),
            _samples(data, data.labels == second, "diamond", 8, 0.55),
            _spokes(data),
            _centroids(data),
        ]
    )


def _outline() -> go.Scatter:
    angle = np.linspace(0, 2 * np.pi, 121)
    return go.Scatter(
        x=np.cos(angle).astype(np.float32),
        y=np.sin(angle).astype(np.float32),
        mode="lines",
        line={"width": 1, "color": NEUTRAL},
        hoverinfo="skip",
        name="circle",
    )


def _samples(
    data: CircleData, mask: np.ndarray, symbol: str, size: int, opacity: float
) -> go.Scatter:
    shown = np.flatnonzero(mask & ~np.isnan(data.points[:, 0]))
    points = data.points[shown].astype(np.float32)
    colors = np.array(data.colors)[data.labels[shown]]
    single = len(set(colors.tolist())) == 1
    return go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers",
        marker={
            "size": size,
            "symbol": symbol,
            "opacity": opacity,
            "color": colors[0] if single else colors.tolist(),
            "line": {"width": 0},
        },
        customdata=[data.hover[index] for index in shown],
        hovertemplate=HOVER,
        name="samples",
    )


def _spokes(data: CircleData) -> go.Scatter:
    lines: list[list[float]] = []
    for label in data.pair:
        lines += [[0.0, 0.0], data.centroids[label].tolist(), [np.nan, np.nan]]
    ends = np.array(lines, dtype=np.float32)
    return go.Scatter(
        x=ends[:, 0],
        y=ends[:, 1],
        mode="lines",
        line={"width": 2, "color": NEUTRAL},
        hoverinfo="skip",
        name="centroid spokes",
    )


def _centroids(data: CircleData) -> go.Scatter:
    at = (data.centroids * LABEL_RADIUS).astype(np.float32)
    chosen = [label in data.pair for label in range(len(data.names))]
    return go.Scatter(
        x=at[:, 0],
        y=at[:, 1],
        mode="text",
        text=centroid_labels(data.names, data.centroids, data.pair),
        textfont={
            "size": [20 if strong else 13 for strong in chosen],
            "color": [
                color if strong else LABEL
                for color, strong in zip(data.colors, chosen, strict=True)
            ],
        },
        hoverinfo="text",
        hovertext=[f"centroid of {name}" for name in data.names],
        name="centroids",
    )
