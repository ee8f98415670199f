"""One pair over edit strength, from the untouched network to the removed direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from weight_surgery.components.plain import PLAIN
from weight_surgery.components.text import strength_of
from weight_surgery.components.theme import ACCENT, CLEAN, template

# Strengths that have their number under the axis, in percent.
WRITTEN = (0, 20, 40, 60, 80, 100)
LINES = (
    ("cosine", "#717581", "dot"),
    ("merged_recall", "#9443c4", "solid"),
    ("bystander_accuracy", "#e76300", "solid"),
    ("attack_success", "#3f90da", "solid"),
    ("genuine_accept", "#3f90da", "dash"),
)


@dataclass(frozen=True, eq=False)
class CurveData:
    """What the curve shows: dampings (D,), one line (D,) a name of LINES, NaN where undefined.

    damping: the current one; clean: intervals of clean dampings.
    """

    dampings: np.ndarray
    lines: dict[str, np.ndarray]
    damping: float
    clean: list[tuple[float, float]]


def empty_curve(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton that the curve's traces are patched into: edit strength to the right."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "margin": {"l": 4, "r": 16, "t": 4, "b": 4},
            "showlegend": False,
            "xaxis": {
                "range": [-1, 101],
                "tickvals": list(WRITTEN),
                "ticktext": [f"{share}\u00a0%" for share in WRITTEN],
                "fixedrange": True,
                # What is pointed at is read out beside it; plotly's own box would not fit.
                "showspikes": True,
                "spikemode": "across",
                "spikesnap": "data",
                "spikethickness": 1,
                "spikedash": "dot",
            },
            "yaxis": {"range": [-0.05, 1.05], "fixedrange": True},
            "hovermode": "x",
            "hoverdistance": -1,
            "spikedistance": -1,
        },
    }


def curve_figure(data: CurveData) -> go.Figure:
    """Return the traces: clean intervals, the current strength, the lines, the exact dampings."""
    return go.Figure(
        [_clean(data), _current(data), *(_line(data, *line) for line in LINES), _exact(data)]
    )


def _clean(data: CurveData) -> go.Scatter:
    corners: list[tuple[float | None, float | None]] = []
    for run in data.clean:
        high, low = map(strength_of, run)
        # A single clean strength would have no width.
        low, high = low - 0.4, high + 0.4
        corners += [(low, -0.05), (low, 1.05), (high, 1.05), (high, -0.05), (low, -0.05)]
        corners.append((None, None))
    return go.Scatter(
        x=[x for x, _ in corners],
        y=[y for _, y in corners],
        fill="toself",
        fillcolor="rgba(18,184,134,0.18)",
        mode="lines",
        line={"width": 1, "color": CLEAN},
        hoverinfo="skip",
        name="clean",
    )


def _current(data: CurveData) -> go.Scatter:
    strength = strength_of(data.damping)
    return go.Scatter(
        x=[strength, strength],
        y=[-0.05, 1.05],
        mode="lines",
        line={"width": 2, "color": ACCENT},
        hoverinfo="skip",
        name="edit strength",
    )


def _line(data: CurveData, figure: str, color: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=[strength_of(one) for one in data.dampings],
        # As much as a screen shows; NaN leaves a gap.
        y=data.lines[figure].astype(np.float32),
        mode="lines+markers",
        line={"width": 2, "color": color, "dash": dash},
        marker={"size": 5, "color": color},
        name=PLAIN[figure],
        showlegend=not np.isnan(data.lines[figure]).all(),
        hoverinfo="none",
    )


def _exact(data: CurveData) -> go.Scatter:
    """Return a row of nothing to see along the foot, which has the exact dampings."""
    return go.Scatter(
        x=[strength_of(one) for one in data.dampings],
        y=[0] * len(data.dampings),
        mode="markers",
        marker={"opacity": 0},
        name="damping",
        customdata=[f"{damping:g}" for damping in data.dampings],
        hoverinfo="none",
    )
