"""Pure functions from arrays to plotly figures: no metric, file or model inside."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Patch

from weight_surgery.components.theme import template

LONGEST = 11
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


def named_patch(figure: go.Figure, names: Sequence[str]) -> Patch:
    """Return a data patch that also writes the names of classes below, as far as there is room."""
    patch = data_patch(figure)
    places, words = tick_names(names)
    patch["layout"]["xaxis"]["tickvals"] = places
    patch["layout"]["xaxis"]["ticktext"] = words
    return patch


def tick_names(names: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return where names stand on an axis of classes, and the names, cut short where long."""
    longest = max(map(len, names))
    most = next(most for length, most in ROOM if longest <= length)
    places = list(range(0, len(names), -(-len(names) // most)))
    return places, [literal(short(names[place])) for place in places]


def literal(text: str) -> str:
    """Write a text so that plotly shows it as it is: a name is never markup."""
    return escape(text, quote=False)


def short(name: str) -> str:
    """Cut a long name short."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def template_patch(scheme: str) -> Patch:
    """Return a Patch that gives a graph the template of "light" or "dark", and nothing else."""
    patch = Patch()
    patch["layout"]["template"] = template(scheme)
    return patch


def _traces(figure: go.Figure) -> list[dict[str, Any]]:
    return list(figure.to_dict()["data"])
