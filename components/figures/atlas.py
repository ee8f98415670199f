"""Skeletons of the atlas's map and Pareto scatter; the page fills them as the damping moves."""

from __future__ import annotations

from typing import Any

from weight_surgery.components.theme import SEQUENTIAL_MAP, template


def empty_map(scheme: str = "light") -> dict[str, Any]:
    """Return the map without cells: a heat map of classes by classes, and the cells' numbers."""
    axis = {"type": "category", "fixedrange": True, "showgrid": False}
    return {
        "data": [
            {
                "type": "heatmap",
                "colorscale": [list(stop) for stop in SEQUENTIAL_MAP],
                "xgap": 1,
                "ygap": 1,
                "hoverongaps": False,
                "colorbar": {"thickness": 10, "outlinewidth": 0, "tickfont": {"size": 12}},
            },
            {
                "type": "scatter",
                "mode": "text",
                "hoverinfo": "skip",
                "showlegend": False,
                "textfont": {"size": 12},
            },
        ],
        "layout": {
            "template": template(scheme),
            "xaxis": {**axis, "constrain": "domain"},
            "yaxis": {**axis, "autorange": "reversed"},
            "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        },
    }


def empty_pareto(scheme: str = "light") -> dict[str, Any]:
    """Return the scatter of merged recall against the bystanders' change, without points."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "xaxis": {"title": {"text": "merged recall"}, "tickformat": ".0%"},
            "yaxis": {"title": {"text": "bystander change, points"}},
            "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
            "hovermode": "closest",
        },
    }
