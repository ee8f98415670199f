"""Pure functions from arrays to plotly figures: no metric, file or model inside."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from dash import Patch


def data_patch(figure: go.Figure) -> Patch:
    """Return a Patch that puts the figure's traces into a graph and leaves its layout alone.

    A graph that is given a whole figure loses its camera and zoom. Arrays go out of the figure's
    own dictionary because there they are base64, which a bare array in a Patch is not.
    """
    patch = Patch()
    patch["data"] = _traces(figure)
    return patch


def _traces(figure: go.Figure) -> list[dict[str, Any]]:
    return list(figure.to_dict()["data"])
