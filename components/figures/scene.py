"""One 3-D scene of embeddings: sphere, points, labelled centroids, direction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.figures.labels import centroid_labels
from components.theme import LABEL, NEUTRAL, template

RANGE = 1.12
CAMERA = {"eye": {"x": 0.95, "y": 0.95, "z": 0.6}, "projection": {"type": "perspective"}}


@dataclass(frozen=True, eq=False)
class SceneData:
    """What one scene shows, scaled to the unit box.

    points (n, 3); labels (n,); hover (n,) texts' data as lists of [index, true, before, after];
    centroids (C, 3), NaN for an absent class; pair: the two classes operated on; direction (3,);
    names, colors: one a class; axes: names of the three axes; sphere: whether to draw it.
    """

    points: np.ndarray
    labels: np.ndarray
    hover: list[list[Any]]
    centroids: np.ndarray
    pair: tuple[int, ...]
    direction: np.ndarray
    names: tuple[str, ...]
    colors: list[str]
    axes: tuple[str, str, str]
    sphere: bool


HOVER = (
    "sample %{customdata[0]} · true <b>%{customdata[1]}</b><br>"
    "read as <b>%{customdata[2]}</b> before, <b>%{customdata[3]}</b> after<extra></extra>"
)


def empty_scene(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton that a scene's traces are patched into: camera and axes, no data."""
    hidden = {
        "visible": False,
        "range": [-RANGE, RANGE],
        "autorange": False,
        "showspikes": False,
    }
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "showlegend": False,
            "scene": {
                "xaxis": hidden,
                "yaxis": hidden,
                "zaxis": hidden,
                "aspectmode": "cube",
                "camera": CAMERA,
                "dragmode": "orbit",
            },
        },
    }


def scene_figure(data: SceneData) -> go.Figure:
    """Return one scene's traces, always the same number in the same order."""
    first, second = data.pair
    others = ~np.isin(data.labels, data.pair)
    return go.Figure(
        [
            _sphere(data.sphere),
            _axes(data.axes, data.sphere),
            _bystanders(data, others),
            _members(data, first, "circle"),
            _members(data, second, "diamond"),
            _centroids(data),
            _arrow(data),
            _arrow_head(data),
        ]
    )


def _columns(points: np.ndarray) -> dict[str, np.ndarray]:
    flat = points.astype(np.float32)
    return {"x": flat[:, 0], "y": flat[:, 1], "z": flat[:, 2]}


def _picked(data: SceneData, mask: np.ndarray) -> dict[str, Any]:
    return {
        **_columns(data.points[mask]),
        "customdata": [data.hover[index] for index in np.flatnonzero(mask)],
        "hovertemplate": HOVER,
        "mode": "markers",
    }


def _bystanders(data: SceneData, mask: np.ndarray) -> go.Scatter3d:
    count = max(len(data.colors) - 1, 1)
    scale = [[index / count, color] for index, color in enumerate(data.colors)]
    marker = {
        "size": 2.4,
        "opacity": 0.35,
        "color": data.labels[mask].astype(np.uint8 if count < 256 else np.int32),
        "colorscale": scale,
        "cmin": 0,
        "cmax": count,
        "line": {"width": 0},
    }
    return go.Scatter3d(**_picked(data, mask), name="bystanders", marker=marker)


def _members(data: SceneData, label: int, symbol: str) -> go.Scatter3d:
    marker = {
        "size": 4.2 if symbol == "circle" else 4.6,
        "opacity": 0.85,
        "symbol": symbol,
        "color": data.colors[label],
        "line": {"width": 0},
    }
    return go.Scatter3d(
        **_picked(data, data.labels == label), name=data.names[label], marker=marker
    )


def _centroids(data: SceneData) -> go.Scatter3d:
    chosen = [label in data.pair for label in range(len(data.names))]
    return go.Scatter3d(
        **_columns(data.centroids),
        mode="markers+text",
        text=centroid_labels(data.names, data.centroids, data.pair),
        textposition="top center",
        textfont={
            "size": [24 if strong else 15 for strong in chosen],
            "color": [
                color if strong else LABEL
                for color, strong in zip(data.colors, chosen, strict=True)
            ],
        },
        marker={
            "size": [10 if strong else 6 for strong in chosen],
            "color": data.colors,
            "opacity": 1,
            "line": {"width": 2, "color": "#ffffff"},
        },
        hoverinfo="text",
        hovertext=[f"centroid of {name}" for name in data.names],
        name="centroids",
    )


def _arrow(data: SceneData) -> go.Scatter3d:
    ends = np.stack([-data.direction, data.direction])
    return go.Scatter3d(
        **_columns(ends),
        mode="lines",
        line={"width": 5, "color": "#bd1f01"},
        hoverinfo="skip",
        name="direction",
    )


def _arrow_head(data: SceneData) -> go.Cone:
    tip = data.direction
    return go.Cone(
        x=[tip[0]],
        y=[tip[1]],
        z=[tip[2]],
        u=[tip[0]],
        v=[tip[1]],
        w=[tip[2]],
        anchor="tip",
        sizemode="absolute",
        sizeref=0.14,
        showscale=False,
        colorscale=[[0, "#bd1f01"], [1, "#bd1f01"]],
        hoverinfo="skip",
        name="direction tip",
    )


def _axes(names: tuple[str, str, str], sphere: bool) -> go.Scatter3d:
    """Draw the three axes and, on a sphere, the great circles across them."""
    gap = [np.nan, np.nan, np.nan]
    ends = np.eye(3)
    turn = np.linspace(0, 2 * np.pi, 73)
    circles = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1)
    lines = np.concatenate([[-end, end, gap] for end in ends * 1.08])
    labels = [text for name in names for text in ("", name, "")]
    if sphere:
        rings = [np.vstack([np.roll(circles, shift, axis=1), gap]) for shift in range(3)]
        lines = np.concatenate([lines, *rings])
        labels += [""] * (len(lines) - len(labels))
    return go.Scatter3d(
        **_columns(lines),
        mode="lines+text",
        text=labels,
        textfont={"size": 11, "color": NEUTRAL},
        textposition="top center",
        line={"width": 1, "color": NEUTRAL},
        hoverinfo="skip",
        name="axes",
    )


def _sphere(shown: bool) -> go.Mesh3d:
    vertices, faces = _sphere_mesh()
    return go.Mesh3d(
        **_columns(vertices),
        i=faces[:, 0],
        j=faces[:, 1],
        k=faces[:, 2],
        color=NEUTRAL,
        opacity=0.07,
        hoverinfo="skip",
        visible=shown,
        lighting={"ambient": 1, "diffuse": 0, "specular": 0, "fresnel": 0.3},
        name="unit sphere",
    )


@cache
def _sphere_mesh() -> tuple[np.ndarray, np.ndarray]:
    """Return vertices (V, 3) and faces (F, 3) of the unit sphere on a latitude grid."""
    rows, columns = 25, 48
    polar, around = np.meshgrid(
        np.linspace(0, np.pi, rows), np.linspace(0, 2 * np.pi, columns, endpoint=False)
    )
    flat, angle = polar.T.ravel(), around.T.ravel()
    vertices = np.stack(
        [np.sin(flat) * np.cos(angle), np.sin(flat) * np.sin(angle), np.cos(flat)], axis=1
    )
    corner = np.arange((rows - 1) * columns).reshape(rows - 1, columns)
    right = np.roll(corner, -1, axis=1)
    faces = np.stack(
        [corner, corner + columns, right, right, corner + columns, right + columns], axis=-1
    )
    return vertices, faces.reshape(-1, 3).astype(np.int16)
