"""The two embedding scenes, side by side: same samples, axes, basis and camera."""

from __future__ import annotations

from functools import partial
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import Dash, Input, Output

from components import ids
from components.figures import data_patch
from components.figures.scene import SceneData, empty_scene, scene_figure
from components.frames import framed_graph
from components.samples import hover_rows
from components.text import finding
from components.theme import SCENE_CONFIG, class_colors
from core.specs import ViewSpec
from core.workbench import SceneView, Workbench

SCENES = (("Before", ids.EMBEDDING_BEFORE), ("After", ids.EMBEDDING_AFTER))
AXES = [
    {"value": "surgery", "label": "Surgery axes"},
    {"value": "pca", "label": "PCA, fitted before"},
]


def layout() -> dmc.Paper:
    """Return the panel with two empty scenes."""
    return dmc.Paper(
        [
            dmc.Group(
                [
                    dmc.Title("Embeddings", order=2),
                    dmc.Group(
                        [
                            dmc.SegmentedControl(
                                id=ids.EMBEDDING_AXES, data=AXES, value="surgery", size="xs"
                            ),
                            dmc.Button(
                                "Reset view", id=ids.EMBEDDING_RESET, variant="default", size="xs"
                            ),
                        ],
                        gap="xs",
                    ),
                ],
                justify="space-between",
            ),
            dmc.Text(id=ids.EMBEDDING_CAPTION, className="caption"),
            dmc.Group(
                [
                    framed_graph(title, id, empty_scene(), SCENE_CONFIG, "scene")
                    for title, id in SCENES
                ],
                grow=True,
                gap="md",
                className="twins",
            ),
        ],
        className="panel",
    )


def caption(scene: SceneView) -> str:
    """State the finding, what is drawn, and how much of it the axes hold."""
    bundle = scene.comparison.bundle
    drawn = f"{len(scene.indices):,} of {len(bundle.labels_test):,} test samples"
    if bundle.dims > 3:
        before, after = scene.shares
        shares = (
            f", in 3 of {bundle.dims} dimensions ({', '.join(scene.axes)}) that hold "
            f"{before:.1%} of the variance before and {after:.1%} after"
        )
    else:
        shares = f", in all {bundle.dims} dimensions"
    return f"{finding(scene.comparison)} Drawn: {drawn}{shares}."


def sides(scene: SceneView) -> tuple[SceneData, SceneData]:
    """Return what the two scenes draw, scaled to the unit box."""
    comparison = scene.comparison
    bundle, radius = comparison.bundle, scene.radius
    hover = hover_rows(comparison, scene.indices)

    def side(points: np.ndarray, centroids: np.ndarray) -> SceneData:
        return SceneData(
            points=points / radius,
            labels=bundle.labels_test[scene.indices],
            hover=hover,
            centroids=centroids / radius,
            pair=comparison.merged,
            direction=scene.direction,
            names=bundle.class_names,
            colors=class_colors(len(bundle.class_names), comparison.merged),
            axes=scene.axes,
            sphere=bundle.normalise,
        )

    return side(scene.before, scene.centroids_before), side(scene.after, scene.centroids_after)


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Draw both scenes of a view."""
    scene = workbench.scene(ViewSpec.from_query(query))
    before, after = sides(scene)
    return (
        data_patch(scene_figure(before)),
        data_patch(scene_figure(after)),
        caption(scene),
        scene.comparison.bundle.dims <= 3,
    )


def register(app: Dash, workbench: Workbench) -> None:
    """Redraw the scenes whenever the view changes."""
    app.callback(
        *(Output(id, "figure") for _, id in SCENES),
        Output(ids.EMBEDDING_CAPTION, "children"),
        Output(ids.EMBEDDING_AXES, "disabled"),
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
