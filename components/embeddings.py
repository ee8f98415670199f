"""What the two scenes show, in words: same samples, axes, basis and camera, before and after."""

from __future__ import annotations

from weight_surgery.components.text import in_percent
from weight_surgery.core.workbench import Comparison, Motion


def caption(comparison: Comparison, motion: Motion, shares: tuple[float, float]) -> str:
    """Say how much of the embeddings the axes hold."""
    dims = comparison.bundle.dims
    around = "" if comparison.bundle.normalise else " around the mean"
    if dims <= 3:
        return f"All {dims} dimensions are drawn{around}."
    before, after = shares
    return (
        f"3 of {dims} dimensions ({', '.join(motion.scene.names)}){around}: "
        f"{in_percent(before, 0)} of the variance, then {in_percent(after, 0)}."
    )
