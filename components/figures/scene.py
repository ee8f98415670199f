"""One 3-D scene of embeddings as a skeleton: layout and styled traces without samples.

The page fills in the samples (`assets/lab/figures/scene.mjs`), because it also moves them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from weight_surgery.components.figures import typed
from weight_surgery.components.theme import ACCENT, DIRECTION, NEUTRAL

RANGE = 1.12
# As near as leaves the whole ball in the picture.
CAMERA = {"eye": {"x": 0.79, "y": 0.79, "z": 0.5}, "projection": {"type": "perspective"}}


def scene_layout() -> dict[str, Any]:
    """Return the layout of a scene: camera, a fixed cube, plotly's own axes hidden."""
    hidden = {
        "visible": False,
        "range": [-RANGE, RANGE],
        "autorange": False,
        "showspikes": False,
        # plotly makes meshes of hidden numbers too.
        "tickmode": "array",
        "tickvals": [],
    }
    return {
        "showlegend": False,
        "scene": {
            "xaxis": hidden,
            "yaxis": hidden,
            "zaxis": hidden,
            "aspectmode": "cube",
            "camera": CAMERA,
            "dragmode": "orbit",
        },
    }


def flat_layout() -> dict[str, Any]:
    """Return the layout that stands in for a scene where a browser has no WebGL."""
    axis = {
        "range": [-RANGE, RANGE],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        # As in a circle: a resize leaves the range alone.
        "constrain": "domain",
    }
    return {
        "showlegend": False,
        "xaxis": {**axis, "showticklabels": False, "title": {"text": "direction"}},
        "yaxis": {
            **axis,
            "showticklabels": False,
            "title": {"text": "midpoint"},
            "scaleanchor": "x",
        },
        "hovermode": "closest",
        "dragmode": False,
    }


def scene_traces() -> list[dict[str, Any]]:
    """Return a scene's traces, always the same; the page finds them by their names.

    Lines between twins come before the samples, which would be hidden by them.
    """
    return [
        _sphere(),
        _axes(),
        _lines("twin lines", NEUTRAL, 1, 0.5),
        _points("bystanders", 2.4, 0.35),
        _pair(),
        _centroids(),
        _lines("direction", DIRECTION, 5, 1),
        _arrow_head(),
        _points("before", 2.4, 0.6),
        _marked(),
        {**_columns(_rings()), **_lines("great circles", NEUTRAL, 1, 1)},
    ]


def _points(name: str, size: float, opacity: float) -> dict[str, Any]:
    marker = {"size": size, "opacity": opacity, "symbol": "circle", "line": {"width": 0}}
    return {
        "type": "scatter3d",
        "mode": "markers",
        "hoverinfo": "none",
        "name": name,
        "marker": marker,
    }


def _pair() -> dict[str, Any]:
    """Return one trace for both classes of the pair: as two, the second would cover the first.

    Its `meta` says how each of the two is drawn.
    """
    meta = {"symbols": ["circle", "diamond"], "sizes": [2.8, 3.2]}
    points = _points("pair", 2.8, 0.85)
    # In 3-D, plotly draws sizes that stand in a list at half of what one size for all is.
    return {**points, "marker": {**points["marker"], "sizeref": 0.5}, "meta": meta}


def _lines(name: str, color: str, width: int, opacity: float) -> dict[str, Any]:
    return {
        "type": "scatter3d",
        "mode": "lines",
        "line": {"width": width, "color": color},
        "opacity": opacity,
        "hoverinfo": "skip",
        "name": name,
    }


def _centroids() -> dict[str, Any]:
    return {
        "type": "scatter3d",
        "mode": "markers",
        "marker": {"opacity": 1, "line": {"width": 2, "color": "#ffffff"}},
        "hoverinfo": "text",
        "name": "centroids",
    }


def _arrow_head() -> dict[str, Any]:
    return {
        "type": "cone",
        "anchor": "tip",
        "sizemode": "absolute",
        "sizeref": 0.14,
        "showscale": False,
        "colorscale": [[0, DIRECTION], [1, DIRECTION]],
        "hoverinfo": "skip",
        "name": "direction tip",
    }


def _marked() -> dict[str, Any]:
    marker = {"size": 8, "symbol": "circle-open", "color": ACCENT, "line": {"width": 2}}
    return {
        "type": "scatter3d",
        "mode": "markers",
        "hoverinfo": "skip",
        "name": "marked",
        "marker": marker,
    }


def _columns(points: np.ndarray) -> dict[str, dict[str, str]]:
    return {axis: typed(points[:, at], "f4") for at, axis in enumerate("xyz")}


def _axes() -> dict[str, Any]:
    gap = [np.nan, np.nan, np.nan]
    lines = np.concatenate([[-end, end, gap] for end in np.eye(3) * 1.08])
    return {**_columns(lines), **_lines("axes", NEUTRAL, 1, 1)}


def _rings() -> np.ndarray:
    """Return the great circles across the axes, apart by rows of NaN."""
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], axis=1)
    gap = np.full((1, 3), np.nan)
    return np.vstack([part for shift in range(3) for part in (np.roll(circle, shift, axis=1), gap)])


def _sphere() -> dict[str, Any]:
    vertices, faces = _sphere_mesh()
    return {
        **_columns(vertices),
        **{side: typed(faces[:, at], "i2") for at, side in enumerate("ijk")},
        "type": "mesh3d",
        "color": NEUTRAL,
        "opacity": 0.07,
        "hoverinfo": "skip",
        "lighting": {"ambient": 1, "diffuse": 0, "specular": 0, "fresnel": 0.3},
        "name": "unit sphere",
    }


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
    return vertices, faces.reshape(-1, 3)
