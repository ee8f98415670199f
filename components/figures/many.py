"""The skeleton of the map of many classes; the page fills its traces, found by name."""

from __future__ import annotations

from typing import Any

from weight_surgery.components.theme import CLEAN, NEUTRAL, SEQUENTIAL_MAP, TEXT, template


def empty_many(scheme: str = "light") -> dict[str, Any]:
    """Return the map without cells: a heat map, and marks for the pairs that are measured."""
    axis = {"showgrid": False, "zeroline": False, "visible": False}
    marks = {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "showlegend": False}
    return {
        "data": [
            {
                "type": "heatmap",
                "name": "cells",
                "hoverongaps": False,
                "colorscale": [list(stop) for stop in SEQUENTIAL_MAP],
                "colorbar": {
                    **{"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
                    **{"thickness": 8, "outlinewidth": 0, "tickfont": {"size": 12}},
                    **{"xpad": 0, "ypad": 2, "nticks": 5},
                },
            },
            {
                **marks,
                "name": "measured",
                "marker": {"symbol": "circle-open", "size": 7, "color": NEUTRAL},
            },
            {
                **marks,
                "name": "clean",
                "marker": {
                    **{"symbol": "star", "size": 11, "color": CLEAN},
                    "line": {"width": 1, "color": TEXT["dark"]},
                },
            },
        ],
        "layout": {
            "template": template(scheme),
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "dragmode": "zoom",
        },
    }
