"""A graph in its frame: a title above, a height from the style sheet around it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc


def framed_graph(title: str, id: str, figure: dict[str, Any], config: Any, frame: str) -> dmc.Stack:
    """Return a graph under a title; `frame` is the class that gives it its height."""
    graph = dcc.Graph(id=id, figure=figure, config=config)
    return dmc.Stack([dmc.Text(title, className="side"), dmc.Box(graph, className=frame)], gap=0)
