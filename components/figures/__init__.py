"""Pure functions from arrays to plotly figures: no metric, file or model inside."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Patch

from weight_surgery.components.naming import literal, room_of, shortened
from weight_surgery.components.theme import template

# How many names of a length have room beside each other.
ROOM = ((3, 40), (6, 24), (10**6, 12))


def typed(values: np.ndarray, kind: str) -> dict[str, str]:
    """Return an array the way plotly.js reads one without going through numbers as text.

    kind is NumPy's, such as "f4".
    """
    return {"dtype": kind, "bdata": b64encode(little_endian(values, kind).tobytes()).decode()}


def little_endian(values: np.ndarray, kind: str) -> np.ndarray:
    """Return an array in the order of bytes that browsers read."""
    return np.ascontiguousarray(values, dtype=np.dtype(kind).newbyteorder("<"))


def data_patch(figure: go.Figure) -> Patch:
    """Return a Patch that puts the figure's traces into a graph and leaves its layout alone.

    A graph that is given a whole figure loses its zoom. Arrays go out of the figure's own
    dictionary because there they are base64, which a bare array in a Patch is not.
    """
    patch = Patch()
    patch["data"] = _traces(figure)
    return patch


def axes_patch(figure: go.Figure, *axes: str) -> Patch:
    """Return a data patch that shows axes where there is something to draw, and else hides them.

    Without anything plotly's own axes would go from -1 to 6.
    """
    patch = data_patch(figure)
    drawn = any(len(trace.x) > 0 for trace in figure.data if trace.x is not None)
    for axis in axes:
        patch["layout"][axis]["visible"] = drawn
    return patch


def named_patch(figure: go.Figure, names: Sequence[str], axes: Sequence[str] = ("xaxis",)) -> Patch:
    """Return a data patch that also writes the names of classes, as far as there is room.

    axes: those of classes, "xaxis" below and "yaxis" beside.
    """
    patch = data_patch(figure)
    places, words = tick_names(names)
    for axis in axes:
        patch["layout"][axis]["tickvals"] = places
        patch["layout"][axis]["ticktext"] = words
    return patch


def tick_names(names: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return where names stand on an axis of classes, and the names, cut short where long."""
    longest = max(map(room_of, names))
    most = next(most for length, most in ROOM if longest <= length)
    places = list(range(0, len(names), -(-len(names) // most)))
    words = shortened(names)
    return places, [literal(words[place]) for place in places]


def template_patch(scheme: str) -> Patch:
    """Return a Patch that gives a graph the template of "light" or "dark", and nothing else."""
    patch = Patch()
    patch["layout"]["template"] = template(scheme)
    return patch


def _traces(figure: go.Figure) -> list[dict[str, Any]]:
    return list(figure.to_dict()["data"])
