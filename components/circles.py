"""The two unit circles, side by side: same samples, same plane."""

from __future__ import annotations

from functools import partial
from math import acos, degrees
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output

from components import ids
from components.figures import data_patch
from components.figures.circle import CircleData, circle_figure, empty_circle
from components.frames import framed_graph
from components.samples import hover_rows
from components.text import pair_name
from components.theme import GRAPH_CONFIG, class_colors
from core.specs import ViewSpec
from core.workbench import CircleView, Workbench

CIRCLES = (("Before", ids.CIRCLE_BEFORE), ("After", ids.CIRCLE_AFTER))
PLANES = [
    {"value": "surgery", "label": "Surgery plane"},
    {"value": "seed", "label": "Seed's plane"},
]
MEANING = {
    "surgery": "the plane of the direction (across) and the midpoint (up), where the gap closes",
    "seed": "the plane in which most of what is left after the edit lies",
}


def layout() -> dmc.Paper:
    """Return the panel with two empty circles."""
    return dmc.Paper(
        [
            dmc.Group(
                [
                    dmc.Title("Unit circle", order=2),
                    dmc.SegmentedControl(
                        id=ids.CIRCLE_PLANE, data=PLANES, value="surgery", size="xs"
                    ),
                ],
                justify="space-between",
            ),
            dmc.Text(id=ids.CIRCLE_CAPTION, className="caption"),
            dmc.Group(
                [
                    framed_graph(title, id, empty_circle(), GRAPH_CONFIG, "circle")
                    for title, id in CIRCLES
                ],
                grow=True,
                gap="md",
                className="twins",
            ),
        ],
        className="panel",
    )


def angle(centroids: np.ndarray, pair: tuple[int, ...]) -> str:
    """Write the angle between the pair's centroids (C, 2) on the circle, in degrees."""
    first, second = centroids[pair[0]], centroids[pair[1]]
    if np.isnan(first).any() or np.isnan(second).any():
        return "no angle"
    return f"{degrees(acos(float(np.clip(first @ second, -1, 1)))):.1f}°"


def caption(circle: CircleView) -> str:
    """State the gap before and after, and how much of the embeddings the plane holds."""
    pair = circle.comparison.merged
    before, after = angle(circle.centroids_before, pair), angle(circle.centroids_after, pair)
    hidden_before, hidden_after = circle.hidden
    hidden = (
        f" Hidden, having no angle here: {hidden_before:,} before, {hidden_after:,} after."
        if hidden_before or hidden_after
        else ""
    )
    return (
        f"The centroids of {pair_name(circle.comparison)} are {before} apart before and {after} "
        f"after, in {MEANING[circle.plane]}. It holds {circle.shares[0]:.1%} of the squared "
        f"length before and {circle.shares[1]:.1%} after. {len(circle.indices):,} samples.{hidden}"
    )


def sides(circle: CircleView) -> tuple[CircleData, CircleData]:
    """Return what the two circles draw."""
    comparison = circle.comparison
    bundle = comparison.bundle
    hover = hover_rows(comparison, circle.indices)

    def side(points: np.ndarray, centroids: np.ndarray) -> CircleData:
        return CircleData(
            points=points,
            labels=bundle.labels_test[circle.indices],
            hover=hover,
            centroids=centroids,
            pair=comparison.merged,
            names=bundle.class_names,
            colors=class_colors(len(bundle.class_names), comparison.merged),
        )

    return side(circle.before, circle.centroids_before), side(circle.after, circle.centroids_after)


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw both circles of a view."""
    circle = workbench.circle(ViewSpec.from_query(query))
    before, after = sides(circle)
    return data_patch(circle_figure(before)), data_patch(circle_figure(after)), caption(circle)


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw the circles whenever the view changes."""
    app.callback(
        *(Output(id, "figure") for _, id in CIRCLES),
        Output(ids.CIRCLE_CAPTION, "children"),
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
