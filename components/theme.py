"""Palette, plotly templates and the one graph configuration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# M. A. Petroff, "Accessible Color Sequences for Data Visualization", arXiv 2107.02270.
PETROFF = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
# The chosen pair always has these two, whichever classes it is: some of the ten are greys.
PAIR_COLORS = ("#3f90da", "#e76300")
# A class that is not of the pair: the ten, with two others where the pair's stand.
BYSTANDERS = ("#505078", *PETROFF[1:6], "#a02850", *PETROFF[7:])
BEFORE_COLOR, AFTER_COLOR = "#8a94a3", "#9443c4"
FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SCHEMES = ("light", "dark")
TEXT = {"light": "#1f2733", "dark": "#e6e9ef"}
MUTED = {"light": "#5b6573", "dark": "#a3acba"}
GRID = {"light": "#dfe3e9", "dark": "#363d49"}
# A grey that reads on both themes, for lines drawn inside a WebGL scene.
NEUTRAL = "#8a94a3"
ACCENT = "#7950f2"
DIRECTION = "#d03a16"
CLEAN = "#099268"
WHISKER = "#717581"
# Lines beside each other, each seen on both grounds; a dash and a mark tell them apart as well.
SERIES = ("#3f90da", "#e76300", "#9443c4", "#099268", "#d0437f", "#717581")
SURFACE = {"light": "#ffffff", "dark": "#1a1f27"}
# What a sample's color says when it is not its class: from 0 to 1.
SCALES = {
    "correct": ("#d03a16", "#3f90da"),
    "changed": ("#8a94a3", "#9443c4"),
}
# From unsure to sure; farther from the ground the surer.
CONFIDENCE = {
    "light": ("#ad7c00", "#857b62", "#5a6675", "#35507c", "#00224e"),
    "dark": ("#b07a00", "#a38f62", "#9aa6b4", "#a9c6ec", "#d3e5ff"),
}
# Translucent, so that numbers on them read on either ground.
DIVERGING = (
    (0.0, "rgba(189,31,1,0.6)"),
    (0.5, "rgba(138,148,163,0.06)"),
    (1.0, "rgba(63,144,218,0.7)"),
)
SEQUENTIAL = ((0.0, "rgba(138,148,163,0.06)"), (1.0, "rgba(63,144,218,0.7)"))
# Cividis, which keeps its order for every kind of color vision and in grey.
SEQUENTIAL_MAP = (
    *((0.0, "#00224e"), (0.125, "#123570"), (0.25, "#3b496c"), (0.375, "#575d6d")),
    *((0.5, "#707173"), (0.625, "#8a8678"), (0.75, "#a59c74"), (0.875, "#c3b369")),
    (1.0, "#fee838"),
)

GRAPH_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "displayModeBar": False,
    "scrollZoom": False,
}


def class_colors(classes: int, pair: Sequence[int]) -> list[str]:
    """Return a color (#rrggbb) for each of `classes`; the first two of `pair` get the strong ones.

    Every other class has the same color whatever the pair. Within ten classes no two share one.
    """
    colors = [BYSTANDERS[label % len(BYSTANDERS)] for label in range(classes)]
    for label, strong in zip(pair, PAIR_COLORS, strict=False):
        colors[label] = strong
    return colors


def template(scheme: str) -> dict[str, Any]:
    """Return the plotly template of "light" or "dark": our fonts and lines, clear backgrounds.

    It and the skeletons of figures are plain dictionaries: building them as plotly objects would
    add a tenth of a second to every start. The tests build them so, which checks them.
    """
    axis = {
        "gridcolor": GRID[scheme],
        "linecolor": GRID[scheme],
        "zerolinecolor": GRID[scheme],
        "tickfont": {"color": MUTED[scheme], "size": 12},
        "title": {"font": {"color": MUTED[scheme], "size": 12}},
        "automargin": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 13, "color": TEXT[scheme]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "font": {"family": FONT, "size": 13, "color": TEXT[scheme]},
                "bgcolor": SURFACE[scheme],
                "bordercolor": MUTED[scheme],
                "align": "left",
            },
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            "colorway": list(PETROFF),
        }
    }
