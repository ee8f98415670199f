"""What the two scenes show, in words: same samples, axes, basis and camera, before and after."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output

from weight_surgery.components import ids
from weight_surgery.components.frames import one_line
from weight_surgery.components.text import in_percent
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Comparison, Motion, Workbench


def caption(comparison: Comparison, motion: Motion, shares: tuple[float, float]) -> str:
    """Say how much of the embeddings the axes hold."""
    dims = comparison.bundle.dims
    if dims <= 3:
        return f"All {dims} dimensions are drawn."
    before, after = shares
    return (
        f"3 of {dims} dimensions drawn ({', '.join(motion.scene.names)}): "
        f"{in_percent(before, 0)} of the variance before, {in_percent(after, 0)} after."
    )


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Say what the scenes of a view show; more than three dimensions leave a choice of axes."""
    view = ViewSpec.from_query(query)
    comparison = workbench.compare(view.surgery)
    words = caption(comparison, workbench.motion(view), workbench.shares_held(view)[0])
    return one_line(words), comparison.bundle.dims <= 3


def register(app: Dash, workbench: Workbench) -> None:
    """Rewrite the caption whenever what is measured changes."""
    app.callback(
        Output(ids.EMBEDDING_CAPTION, "children"),
        Output(ids.EMBEDDING_AXES, "disabled"),
        Input(ids.EDIT_STORE, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
