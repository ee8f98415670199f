"""Graphs in their frames: a title above, a height from the style sheet around them."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html


def framed_graph(title: Any, id: str, figure: dict[str, Any], config: Any, frame: str) -> dmc.Stack:
    """Return a graph under a title; `frame` is the class that gives it its height."""
    graph = dcc.Graph(id=id, figure=figure, config=config)
    return dmc.Stack([dmc.Text(title, className="side"), dmc.Box(graph, className=frame)], gap=0)


def twin_graphs(before: str, after: str, config: Any, frame: str, live: str) -> dmc.Box:
    """Return two empty graphs side by side; `live` names where the damping shown is written."""
    title = ["After", html.Span(id=live, className="live")]
    return dmc.Box(
        [
            framed_graph("Before", before, {"data": [], "layout": {}}, config, frame),
            framed_graph(title, after, {"data": [], "layout": {}}, config, frame),
        ],
        className="twins",
    )
