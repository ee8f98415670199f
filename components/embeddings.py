"""The two embedding scenes: same samples, axes, basis and camera, before and after."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.frames import as_table, twin_graphs
from weight_surgery.components.text import finding, in_percent
from weight_surgery.components.theme import SCENE_CONFIG
from weight_surgery.core.workbench import Comparison, Motion

AXES = [
    {"value": "surgery", "label": "Surgery axes"},
    {"value": "pca", "label": "PCA, fitted before"},
]
SCENES = [
    {"value": "twins", "label": "Side by side"},
    {"value": "overlay", "label": "Overlay"},
]
COLORS = [
    {"value": "class", "label": "Class"},
    {"value": "correct", "label": "Read right or wrong"},
    {"value": "changed", "label": "Changed by the edit"},
    {"value": "confidence", "label": "Confidence"},
]
SHOWN = [
    {"value": "all", "label": "All samples"},
    {"value": "pair", "label": "The pair"},
    {"value": "changed", "label": "Read differently"},
    {"value": "misread", "label": "Misread after"},
]


def layout() -> dmc.Paper:
    """Return the panel with two empty scenes."""
    return dmc.Paper(
        [
            dmc.Group(
                [dmc.Title("Embeddings", order=2), _tools()], justify="space-between", gap="xs"
            ),
            dmc.Text(id=ids.EMBEDDING_CAPTION, className="caption", **{"aria-live": "polite"}),
            html.Div(id=ids.EMBEDDING_NOTICE, className="notice", role="alert"),
            dmc.Box(
                twin_graphs(
                    ids.EMBEDDING_BEFORE,
                    ids.EMBEDDING_AFTER,
                    SCENE_CONFIG,
                    "scene",
                    ids.EMBEDDING_LIVE,
                    "Embeddings",
                    ids.EMBEDDING_CAPTION,
                ),
                id=ids.EMBEDDING_TWINS,
            ),
            dmc.Group(
                [dmc.Box(id=ids.EMBEDDING_LEGEND, className="legend"), _looks()],
                justify="space-between",
                gap="xs",
            ),
            as_table(ids.EMBEDDING_TABLE, "Embeddings"),
        ],
        className="panel",
    )


def _tools() -> dmc.Group:
    return dmc.Group(
        [
            dmc.Button("Play the edit", id=ids.EMBEDDING_PLAY, variant="light", size="xs"),
            _choice("Scenes", ids.EMBEDDING_SCENES, SCENES, "twins"),
            _choice("Axes", ids.EMBEDDING_AXES, AXES, "surgery"),
            dmc.Button("Reset view", id=ids.EMBEDDING_RESET, variant="default", size="xs"),
        ],
        gap="xs",
    )


def _choice(label: str, id: str, data: list[dict[str, str]], value: str) -> dmc.SegmentedControl:
    return dmc.SegmentedControl(id=id, data=data, value=value, size="xs", **{"aria-label": label})


def _looks() -> dmc.Group:
    selects = (
        ("Color by", ids.EMBEDDING_COLOR, COLORS, "class", 64),
        ("Show", ids.EMBEDDING_SHOWN, SHOWN, "all", 48),
    )
    return dmc.Group(
        [
            dmc.Select(
                id=id,
                leftSection=dmc.Text(label, className="in-label"),
                leftSectionWidth=width,
                data=data,
                value=value,
                allowDeselect=False,
                size="xs",
                className="look-select",
                **{"aria-label": label},
            )
            for label, id, data, value, width in selects
        ],
        gap="xs",
    )


def caption(comparison: Comparison, motion: Motion, shares: tuple[float, float]) -> str:
    """State the finding, and how much of the embeddings the axes hold."""
    dims = comparison.bundle.dims
    if dims <= 3:
        return f"{finding(comparison)} All {dims} dimensions are drawn."
    before, after = shares
    return (
        f"{finding(comparison)} Drawn in 3 of {dims} dimensions ({', '.join(motion.scene.names)}), "
        f"which hold {in_percent(before, 1)} of the variance before and "
        f"{in_percent(after, 1)} after."
    )
