"""One unit circle as a skeleton: where the embeddings point within a plane.

The page fills in the samples (`assets/lab/figures/circle.mjs`), because it also moves them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from weight_surgery.components.figures import typed
from weight_surgery.components.theme import ACCENT, NEUTRAL

RANGE = 1.26


def circle_layout() -> dict[str, Any]:
    """Return the layout of a circle: fixed ranges, and a lasso on drag."""
    # Within its domain: else a resize widens one range for good, and the circle shrinks.
    axis = {
        "visible": False,
        "range": [-RANGE, RANGE],
        "fixedrange": True,
        "constrain": "domain",
    }
    return {
        "showlegend": False,
        "xaxis": axis,
        "yaxis": {**axis, "scaleanchor": "x"},
        "hovermode": "closest",
        "dragmode": "lasso",
        "newselection": {"line": {"color": ACCENT, "width": 1.5}},
    }


def circle_traces() -> list[dict[str, Any]]:
    """Return a circle's traces, always the same; the page finds them by their names."""
    return [
        _outline(),
        _points("bystanders", 4, 0.28),
        _pair(),
        _spokes(),
        _marked(),
    ]


def _outline() -> dict[str, Any]:
    angle = np.linspace(0, 2 * np.pi, 121)
    return {
        "type": "scatter",
        "x": typed(np.cos(angle), "f4"),
        "y": typed(np.sin(angle), "f4"),
        "mode": "lines",
        "line": {"width": 1, "color": NEUTRAL},
        "hoverinfo": "skip",
        "name": "circle",
    }


def _points(name: str, size: int, opacity: float) -> dict[str, Any]:
    # plotly finds all samples and draws one: it makes an element of each, and the page draws them
    # on a canvas (assets/lab/stage/circle-dots.mjs).
    look = {"symbol": "circle", "opacity": opacity, "line": {"width": 0}, "maxdisplayed": 1}
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "none",
        "marker": {"size": size, **look},
        "unselected": {"marker": {"opacity": opacity}},
        "name": name,
    }


def _pair() -> dict[str, Any]:
    """Return one trace for both classes of the pair, as a scene's."""
    return {**_points("pair", 6, 0.55), "meta": {"symbols": ["circle", "diamond"], "sizes": [6, 7]}}


def _spokes() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"width": 2, "color": NEUTRAL},
        "hoverinfo": "skip",
        "name": "centroid spokes",
    }


def _marked() -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"size": 11, "symbol": "circle-open", "color": ACCENT, "line": {"width": 1.5}},
        "name": "marked",
    }
