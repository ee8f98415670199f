"""The strength curve as a figure that stands alone: a legend, a title, and all on pointing."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from weight_surgery.components.figures.curve import CurveData, curve_figure, empty_curve
from weight_surgery.components.naming import literal
from weight_surgery.components.theme import SURFACE

NO_VALUE = "<extra></extra>"


def strength_figure(data: CurveData, title: Sequence[str], scheme: str = "light") -> go.Figure:
    """Return the curve; title: its lines."""
    figure = go.Figure(curve_figure(data).data, empty_curve(scheme)["layout"])
    for trace in figure.data:
        if trace.hoverinfo != "skip":
            trace.update(hoverinfo=None, hovertemplate=f"{trace.name}: %{{y:.4f}}{NO_VALUE}")
    figure.update_traces(
        hovertemplate=f"damping %{{customdata}}{NO_VALUE}",
        showlegend=False,
        selector={"name": "damping"},
    )
    figure.update_traces(name="merges cleanly", selector={"name": "clean"})
    figure.update_traces(name="the edit's strength", selector={"name": "edit strength"})
    return figure.update_layout(
        paper_bgcolor=SURFACE[scheme],
        height=460,
        margin={"l": 8, "r": 16, "t": 40 + 20 * len(title), "b": 100},
        title={
            "text": "<br>".join(map(literal, title)),
            **{"x": 0.01, "xanchor": "left", "y": 0.96, "yanchor": "top", "font": {"size": 15}},
        },
        showlegend=True,
        legend={"y": -0.2, "yanchor": "top"},
        hovermode="x unified",
        xaxis_title_text="edit strength, 1 − damping",
    )
