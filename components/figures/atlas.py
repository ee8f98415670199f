"""Skeletons of the atlas's figures; the page fills their traces, found by name."""

from __future__ import annotations

from typing import Any

from weight_surgery.components.plain import PLAIN
from weight_surgery.components.theme import (
    ACCENT,
    CLEAN,
    DIRECTION,
    NEUTRAL,
    PAIR_COLORS,
    SEQUENTIAL_MAP,
    template,
)

# Color and symbol of each verdict, by its number.
VERDICT_MARKS = (
    (NEUTRAL, "x-thin-open"),
    (NEUTRAL, "circle-open"),
    (DIRECTION, "triangle-up"),
    (ACCENT, "square"),
    (PAIR_COLORS[1], "diamond"),
    (CLEAN, "star"),
)
BLACK, WHITE = "#000000", "#ffffff"
# A pair without a value of its own: a cell that can be pointed at, in a grey for both themes.
EMPTY_CELL = "rgba(138,148,163,0.22)"


def empty_map(scheme: str = "light") -> dict[str, Any]:
    """Return the map without cells: two heat maps, the cells' numbers, frames for clean ones."""
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False}
    cells = {"type": "heatmap", "xgap": 1, "ygap": 1, "hoverongaps": False}
    lines = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    return {
        "data": [
            {
                **cells,
                "name": "cells",
                "colorscale": [list(stop) for stop in SEQUENTIAL_MAP],
                "colorbar": {
                    **{"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
                    **{"thickness": 8, "outlinewidth": 0, "tickfont": {"size": 12}},
                    **{"xpad": 0, "ypad": 2},
                },
            },
            {
                **cells,
                "name": "empty",
                "colorscale": [[0, EMPTY_CELL], [1, EMPTY_CELL]],
                "showscale": False,
            },
            {
                "type": "scatter",
                "name": "numbers",
                "mode": "text",
                "hoverinfo": "skip",
                "showlegend": False,
                "textfont": {"size": 12},
            },
            # Whichever reads on its cell.
            {**lines, "name": "clean, white", "line": {"color": WHITE, "width": 1.5}},
            {**lines, "name": "clean, black", "line": {"color": BLACK, "width": 1.5}},
        ],
        "layout": {
            "template": template(scheme),
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        },
    }


def empty_pareto(scheme: str = "light") -> dict[str, Any]:
    """Return the scatter of what a merge reaches against what it costs, a trace a verdict."""
    axis = {"fixedrange": True, "zeroline": False}
    verdicts = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": f"verdict {number}",
            "meta": {"verdict": number},
            "marker": {
                "color": color,
                "symbol": symbol,
                "size": 12 if symbol == "star" else 9,
                "opacity": 0.85,
                "line": {"width": 2 if symbol.endswith("open") else 0, "color": color},
            },
        }
        for number, (color, symbol) in enumerate(VERDICT_MARKS)
    ]
    front = {
        "type": "scatter",
        "mode": "lines",
        "name": "Pareto front",
        "line": {"color": NEUTRAL, "width": 1.5, "dash": "dot", "shape": "hv"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    clean = {
        **{"type": "rect", "layer": "below", "x0": 0, "y0": 0, "x1": 9, "y1": 9},
        **{"fillcolor": CLEAN, "opacity": 0.14, "line": {"width": 0}},
    }
    return {
        "data": [front, *verdicts],
        "layout": {
            "template": template(scheme),
            "xaxis": {**axis, "title": {"text": "made one, points from the limit"}},
            "yaxis": {**axis, "title": {"text": "price, points"}},
            "shapes": [clean],
            "legend": {
                "font": {"size": 12},
                "entrywidth": 0,
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
            "hovermode": "closest",
        },
    }


def empty_foreseen(scheme: str = "light") -> dict[str, Any]:
    """Return two scatters side by side: what was predicted across, what was measured up."""
    points = {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "marker": {"color": ACCENT, "size": 9, "opacity": 0.8},
    }
    return {
        "data": [
            {**points, "name": "recall"},
            {**points, "name": "change", "xaxis": "x2", "yaxis": "y2"},
        ],
        "layout": {
            "template": template(scheme),
            "xaxis": {
                "domain": [0, 0.46],
                "title": {"text": "predicted: length that is left of the two (retained norm)"},
                "visible": False,
            },
            "yaxis": {
                "title": {"text": f"measured: {PLAIN['merged_recall']}"},
                "tickformat": ".0%",
                "autorangeoptions": {"minallowed": -0.02, "maxallowed": 1.02},
                "visible": False,
            },
            "xaxis2": {
                "domain": [0.56, 1],
                "anchor": "y2",
                "title": {"text": "predicted: the edit's reach into another class (leak)"},
                "visible": False,
            },
            "yaxis2": {
                "anchor": "x2",
                "title": {"text": "measured: worst class's change"},
                "tickformat": "+~%",
                "visible": False,
            },
            "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
            "hovermode": "closest",
        },
    }
