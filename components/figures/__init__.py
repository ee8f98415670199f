"""Pure functions from arrays to plotly figures: no metric, file or model inside."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import numpy as np
import plotly.graph_objects as go
from dash import Patch

from weight_surgery.components.theme import template


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


def template_patch(scheme: str) -> Patch:
    """Return a Patch that gives a graph the template of "light" or "dark", and nothing else."""
    patch = Patch()
    patch["layout"]["template"] = template(scheme)
    return patch


def _traces(figure: go.Figure) -> list[dict[str, Any]]:
    return list(figure.to_dict()["data"])
