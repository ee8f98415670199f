"""Graphs in their frames: a title above, a height from the style sheet around them, words for
those who cannot see them, and a table behind them.
"""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

SCENE_KEYS = "Arrow keys turn it, plus and minus zoom, 0 goes back."


def framed_graph(
    title: Any,
    id: str,
    figure: dict[str, Any],
    config: Any,
    frame: str,
    name: str = "",
    words: str = "",
) -> html.Figure:
    """Return a graph under a title; `frame` is the class that gives it its height.

    name: what it is called where the title does not say it; words: the id of what it shows in
    words. A scene takes the focus, because keys turn it.
    """
    graph = dcc.Graph(id=id, figure=figure, config=config, clear_on_unhover=frame == "curve")
    called = name or title
    role: dict[str, Any] = {"role": "img", "aria-label": called}
    if frame == "scene":
        role = {
            "role": "application",
            "aria-roledescription": "3-D scene",
            "aria-label": f"{called}. {SCENE_KEYS}",
            "tabIndex": 0,
        }
    if words:
        role["aria-describedby"] = words
    return html.Figure(
        [html.Figcaption(title, className="side"), html.Div(graph, className=frame, **role)],
        className="framed",
    )


def spoken(id: str, words: str = "") -> dmc.Text:
    """Return where a figure is put into words; what changes there is read out."""
    return dmc.Text(words, id=id, className="caption", **{"aria-live": "polite"})


def scrolled(id: str, what: str, table: Any = None) -> html.Div:
    """Return the place of a table that may be wider than the page; keys scroll it too."""
    label: dict[str, Any] = {"aria-label": what}
    return html.Div(table, id=id, className="table-scroll", role="region", tabIndex=0, **label)


def as_table(id: str, what: str, table: Any = None) -> html.Details:
    """Return the place of the table behind a figure, folded away."""
    return html.Details(
        [html.Summary(f"{what}, as a table"), scrolled(id, f"{what}, as a table", table)],
        className="as-table",
    )
