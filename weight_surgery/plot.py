"""Figures for notebooks, plain plotly: `ws.plot.scenes`, `ws.plot.atlas` and `ws.plot.curve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from weight_surgery.components.figures.pair_map import pair_map
from weight_surgery.components.figures.scenes import scenes_figure
from weight_surgery.components.figures.strength import strength_figure
from weight_surgery.components.standing import best_map, curve_data, damping_map, scenes_data
from weight_surgery.components.theme import SCHEMES
from weight_surgery.components.view import FIGURES
from weight_surgery.core.checks import one_of, shown
from weight_surgery.core.scene import motion_of
from weight_surgery.core.sources import Sweep, compare
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.workbench import Bundle, Comparison, PairAtlas, Workbench

__all__ = ["atlas", "curve", "scenes"]


def scenes(
    comparison: Comparison, points: int = 2000, axes: str = "surgery", scheme: str = "light"
) -> go.Figure:
    """Draw the embeddings before and after an edit, with a slider of the edit strength.

    points: samples drawn at most, by each class's share; axes: "surgery" or "pca"; the same in both
    scenes. scheme: "light" or "dark".
    Raises ValueError for anything else.
    """
    one_of("scheme", scheme, SCHEMES)
    if not isinstance(comparison, Comparison):
        raise ValueError(
            f"comparison must be what ws.compare gives, got {shown(comparison)}; compare two "
            "classes first"
        )
    return scenes_figure(
        scenes_data(comparison, motion_of(comparison, SceneSpec(points, axes))), scheme
    )


def atlas(
    atlas: PairAtlas | Sweep,
    figure: str = "merge_cost",
    damping: float | None = None,
    *,
    model: str | None = None,
    method: str | None = None,
    scheme: str = "light",
) -> go.Figure:
    """Draw the map of all pairs, with a frame around each that merges cleanly.

    atlas: one, or a sweep, of which model and method choose one; figure: one of the page's, shown
    at a damping of the atlas. Without a damping, where there are several: the smallest edit
    strength at which each pair is clean. scheme: "light" or "dark".
    Raises ValueError for a figure, damping, model or method that is not there.
    """
    one_of("scheme", scheme, SCHEMES)
    one_of("figure", figure, FIGURES)
    name, pages = _chosen(atlas, model, method)
    if damping is None and len(pages.dampings) > 1:
        if figure != FIGURES[0]:
            raise ValueError(f"{figure} is shown at one damping; give damping, {_dampings(pages)}")
        return pair_map(best_map(pages, name), scheme)
    return pair_map(damping_map(pages, name, figure, _column(pages, damping)), scheme)


def curve(
    model: Comparison | Bundle | str | Path,
    first: Any = None,
    second: Any = None,
    *,
    method: str | None = None,
    scheme: str = "light",
) -> go.Figure:
    """Draw a pair's figures over edit strength, with the strengths at which it merges cleanly.

    model: a comparison, of which it is the pair in the hand, merged alone; else a bundle, a model
    that ships by its name, or an .npz file, with two classes as `ws.compare` takes them. scheme:
    "light" or "dark".
    Raises ValueError as `ws.compare` does, and for a class that is shattered.
    """
    one_of("scheme", scheme, SCHEMES)
    if not isinstance(model, Comparison):
        model = compare(model, first, second, method=method)
    elif (first, second, method) != (None, None, None):
        raise ValueError("a comparison says which pair and method; give nothing beside it")
    workbench = Workbench({model.spec.model: model.bundle})
    return strength_figure(*curve_data(workbench, model), scheme)


def _chosen(
    given: PairAtlas | Sweep, model: str | None, method: str | None
) -> tuple[str, PairAtlas]:
    """Return what is meant: its model and method where they are known, and its atlas."""
    if isinstance(given, PairAtlas):
        if model is not None or method is not None:
            raise ValueError("model and method choose of a sweep; an atlas is of one already")
        return "", given
    if not isinstance(given, Sweep):
        raise ValueError(f"atlas must be a PairAtlas or a Sweep, got {shown(given)}")
    found = [
        (f"{name}, {by}", pages)
        for name, by, pages in given.parts
        if model in (None, name) and method in (None, by)
    ]
    if len(found) != 1:
        parts = "; ".join(f"{name} by {by}" for name, by, _ in given.parts)
        raise ValueError(f"choose one of the sweep's atlases with model and method: {parts}")
    return found[0]


def _column(pages: PairAtlas, damping: float | None) -> int:
    """Return the column of a damping, the only one where none is named."""
    if damping is None:
        return 0
    found = [at for at, one in enumerate(pages.dampings.tolist()) if one == damping]
    if not found:
        raise ValueError(f"damping must be {_dampings(pages)}; got {shown(damping)}")
    return found[0]


def _dampings(pages: PairAtlas) -> str:
    return f"one of {', '.join(f'{one:g}' for one in pages.dampings)}"
