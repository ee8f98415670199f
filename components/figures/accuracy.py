"""Recall bars and confusion matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from weight_surgery.components.naming import literal
from weight_surgery.components.text import MINUS
from weight_surgery.components.theme import (
    AFTER_COLOR,
    BEFORE_COLOR,
    DIVERGING,
    SEQUENTIAL,
    WHISKER,
    template,
)

# More numbers than these have no room beside each other.
MOST_WRITTEN = 24


def empty_recall(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton of the recall bars."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "barmode": "group",
            "bargap": 0.24,
            "bargroupgap": 0.06,
            "showlegend": False,
            "xaxis": {"type": "category", "tickmode": "array", "fixedrange": True},
            "yaxis": {
                # Room above a full bar for what is written on it.
                "range": [0, 1.24],
                "tickvals": [0, 0.5, 1],
                "tickformat": ".0%",
                "fixedrange": True,
            },
            "margin": {"l": 4, "r": 4, "t": 2, "b": 4},
            "hovermode": "x unified",
        },
    }


def recall_figure(
    names: tuple[str, ...], before: np.ndarray, after: np.ndarray, counts: np.ndarray
) -> go.Figure:
    """Return recall bars with Wilson whiskers.

    before, after (C, 3): value, low, high of each class, NaN without samples; counts (C, 3):
    right before, right after, samples.
    """
    drawn = [np.nan_to_num(rates).astype(np.float32) for rates in (before, after)]
    sides = (("before", drawn[0], BEFORE_COLOR, 0), ("after", drawn[1], AFTER_COLOR, 1))
    bars = [
        go.Bar(
            x=_categories(names),
            y=rates[:, 0],
            name=side,
            marker={"color": color, "line": {"width": 0}},
            error_y={
                "array": rates[:, 2] - rates[:, 0],
                "arrayminus": rates[:, 0] - rates[:, 1],
                "thickness": 1,
                "width": 2,
                "color": WHISKER,
            },
            customdata=[[int(row[column]), int(row[2])] for row in counts],
            hovertemplate="%{y:.2%} · %{customdata[0]:,} of %{customdata[1]:,}",
        )
        for side, rates, color, column in sides
    ]
    return go.Figure([*bars, *([_written(names, after)] if len(names) <= MOST_WRITTEN else [])])


def _categories(names: tuple[str, ...]) -> list[str]:
    """Return names as the categories of an axis, which plotly shows where they are pointed at."""
    return [literal(name) for name in names]


def _written(names: tuple[str, ...], after: np.ndarray) -> go.Scatter:
    """Return the shares after the edit in percent, as bare numbers in a row above the bars.

    On a phone ten of them have room beside each other so. A class without samples has none.
    """
    return go.Scatter(
        x=_categories(names),
        y=[1.12] * len(names),
        mode="text",
        text=["" if np.isnan(share) else f"{100 * share:.0f}" for share in after[:, 0]],
        textfont={"size": 12},
        hoverinfo="skip",
        showlegend=False,
    )


def empty_confusion(scheme: str = "light") -> dict[str, Any]:
    """Return the skeleton of the confusion matrix."""
    return {
        "data": [],
        "layout": {
            "template": template(scheme),
            "xaxis": {
                "type": "category",
                "title": {"text": "read as"},
                "fixedrange": True,
                "showgrid": False,
                "constrain": "domain",
            },
            "yaxis": {
                "type": "category",
                "title": {"text": "true class"},
                "autorange": "reversed",
                "fixedrange": True,
                "showgrid": False,
            },
            "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        },
    }


def confusion_figure(names: tuple[str, ...], counts: np.ndarray, difference: bool) -> go.Figure:
    """Return a confusion matrix (C, C) of counts, or of changes, shaded by size."""
    largest = np.abs(counts).max() or 1
    # The square root keeps single samples visible beside a full diagonal.
    shade = np.sign(counts) * np.sqrt(np.abs(counts) / largest)
    written = counts.size <= 400
    form = "+,d" if difference else ",d"
    labels = [
        [format(int(cell), form).replace("-", MINUS) if cell else "" for cell in row]
        for row in counts
    ]
    return go.Figure(
        go.Heatmap(
            z=shade.astype(np.float32),
            x=_categories(names),
            y=_categories(names),
            text=labels if written else None,
            texttemplate="%{text}" if written else None,
            textfont={"size": 12},
            zmin=-1 if difference else 0,
            zmax=1,
            colorscale=[list(stop) for stop in (DIVERGING if difference else SEQUENTIAL)],
            showscale=False,
            xgap=1,
            ygap=1,
            customdata=counts.tolist(),
            hovertemplate="true %{y}, read as %{x}: %{customdata:" + form + "}<extra></extra>",
        )
    )
