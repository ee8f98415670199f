"""The map of all pairs as a figure that stands alone: a cell a pair, a frame around a clean one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from weight_surgery.components.figures import tick_names
from weight_surgery.components.figures.atlas import BLACK, WHITE, empty_map
from weight_surgery.components.naming import literal
from weight_surgery.components.theme import SEQUENTIAL_MAP, SURFACE

# With more classes than these, numbers have no room in the cells.
MOST_WRITTEN = 16
# From a cell's middle to its frame.
INSET = 0.42
# Where black and white have the same contrast (WCAG 2).
MIDDLE = (1.05 * 0.05) ** 0.5 - 0.05


@dataclass(frozen=True, eq=False)
class MapData:
    """What the map shows of P pairs of C classes.

    title: lines; names (C,); pairs (P, 2); values (P,), NaN where there is none; ends: of the color
    scale; unit: plotly's format of its numbers; written (P,): the values in their cells; words
    (P,): lines, on pointing at a cell; clean (P,) bool.
    """

    title: Sequence[str]
    names: Sequence[str]
    pairs: np.ndarray
    values: np.ndarray
    ends: tuple[float, float]
    unit: str
    written: Sequence[str]
    words: Sequence[Sequence[str]]
    clean: np.ndarray


def pair_map(data: MapData, scheme: str = "light") -> go.Figure:
    """Return the map, each pair on both sides of the diagonal."""
    skeleton = empty_map(scheme)
    known = ~np.isnan(data.values)
    low, high = data.ends
    ink = _inks(np.where(known, np.clip((data.values - low) / (high - low), 0, 1), 0))
    hover = {
        "text": _square(data, ["<br>".join(map(literal, lines)) for lines in data.words]),
        "hovertemplate": "%{text}<extra></extra>",
    }
    filled: dict[str, dict[str, Any]] = {
        "cells": {"z": _square(data, data.values), "zmin": low, "zmax": high, **hover},
        "empty": {"z": _square(data, np.where(known, np.nan, 0)), "zmin": 0, "zmax": 1, **hover},
        "numbers": _numbers(data, known & (len(data.names) <= MOST_WRITTEN), ink),
        "clean, white": _frames(_cells(data, data.clean & (ink == WHITE))),
        "clean, black": _frames(_cells(data, data.clean & (ink == BLACK))),
    }
    figure = go.Figure([{**trace, **filled[trace["name"]]} for trace in skeleton["data"]])
    figure.update_traces(colorbar_tickformat=data.unit, selector={"name": "cells"})
    return figure.update_layout(skeleton["layout"]).update_layout(_layout(data, scheme))


def _cells(data: MapData, chosen: np.ndarray) -> np.ndarray:
    """Return row and column (2 P', 2) of some pairs' cells, on one side and then on the other."""
    pairs = data.pairs[chosen]
    return np.concatenate([pairs, pairs[:, ::-1]])


def _square(data: MapData, values: Sequence[Any] | np.ndarray) -> list[list[Any]]:
    """Return one value a pair as a symmetric square; None on the diagonal."""
    square: list[list[Any]] = [[None] * len(data.names) for _ in data.names]
    for (one, other), value in zip(data.pairs.tolist(), values, strict=True):
        square[one][other] = square[other][one] = value
    return square


def _numbers(data: MapData, chosen: np.ndarray, ink: np.ndarray) -> dict[str, Any]:
    """Return the values of some pairs as text in their cells."""
    cells = _cells(data, chosen)
    text, color = np.array(data.written, object)[chosen].tolist(), ink[chosen].tolist()
    return {
        "x": cells[:, 1],
        "y": cells[:, 0],
        "text": text * 2,
        "textfont": {"size": 12, "color": color * 2},
    }


def _frames(cells: np.ndarray) -> dict[str, list[float | None]]:
    """Return a frame around each cell, as one line with gaps."""
    across, down = (-1, 1, 1, -1, -1), (-1, -1, 1, 1, -1)
    x: list[float | None] = []
    y: list[float | None] = []
    for row, column in cells.tolist():
        x += [*(column + side * INSET for side in across), None]
        y += [*(row + side * INSET for side in down), None]
    return {"x": x, "y": y}


def _inks(shares: np.ndarray) -> np.ndarray:
    """Return what reads on the scale's color at each share (P,): black or white."""
    stops, scale = zip(*SEQUENTIAL_MAP, strict=True)
    channels = np.array([hex_to_rgb(color) for color in scale]) / 255
    colors = np.stack([np.interp(shares, stops, one) for one in channels.T], axis=1)
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(luminance > MIDDLE, BLACK, WHITE)


def _layout(data: MapData, scheme: str) -> dict[str, Any]:
    classes = len(data.names)
    places, words = tick_names(data.names)
    ticks = {"tickvals": places, "ticktext": words}
    return {
        "paper_bgcolor": SURFACE[scheme],
        "width": 680,
        "height": 680 + 20 * len(data.title),
        "margin": {"t": 24 + 20 * len(data.title), "b": 48, "l": 8, "r": 8},
        "title": {
            "text": "<br>".join(map(literal, data.title)),
            **{"x": 0.01, "xanchor": "left", "y": 0.98, "yanchor": "top", "font": {"size": 15}},
        },
        "xaxis": {**ticks, "range": [-0.5, classes - 0.5]},
        "yaxis": {**ticks, "range": [classes - 0.5, -0.5]},
    }
