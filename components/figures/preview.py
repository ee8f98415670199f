"""A first picture of a model of one's own: its test samples along two axes, colored by class."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np

from weight_surgery.components.theme import class_colors

HIDDEN = {"visible": False, "zeroline": False, "showgrid": False}


def preview_figure(points: np.ndarray, labels: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """Return a scatter of points (n, 2) in their classes' colors; pointing at one names its class.

    It has no template: the page draws it in its own theme.
    """
    colors = class_colors(len(names), (0, 1))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.round(points[:, 0], 4).tolist(),
                "y": np.round(points[:, 1], 4).tolist(),
                "marker": {"size": 5, "color": [colors[label] for label in labels]},
                "text": [escape(names[label]) for label in labels],
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "xaxis": HIDDEN,
            "yaxis": {**HIDDEN, "scaleanchor": "x"},
            "hovermode": "closest",
            "dragmode": False,
        },
    }
