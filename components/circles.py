"""What the two unit circles show, in words: same samples, same plane."""

from __future__ import annotations

from math import acos, degrees
from typing import Any

import numpy as np
from dash import html

from weight_surgery.components.text import in_percent
from weight_surgery.core.workbench import Comparison, Motion

NO_ANGLE = "no angle"
# What the circle looks along, by its plane.
SEEN = {
    "surgery": "Along the edit",
    "seed": "In the plane of what is left after the edit",
}


def angle(first: np.ndarray, second: np.ndarray) -> str:
    """Write the angle between two centroids (2,) on the circle, in degrees."""
    if np.isnan(first).any() or np.isnan(second).any():
        return NO_ANGLE
    return f"{degrees(acos(float(np.clip(first @ second, -1, 1)))):.1f}°"


def gaps(comparison: Comparison, motion: Motion) -> tuple[str, str]:
    """Return how far the pair's centroids are apart on the circle, before and after."""
    samples, classes = len(motion.indices), comparison.spec.operation.classes
    if len(classes) == 1:
        return "", ""
    first, second = (samples + label for label in classes)
    damping = comparison.spec.operation.damping
    before, after = (
        angle(circle[first], circle[second])
        for circle in (motion.circle_before(), motion.circle_at(damping))
    )
    return before, after


def caption(comparison: Comparison, motion: Motion, shares: tuple[float, float]) -> str:
    """State the gap before and after, and how much of the embeddings the plane holds."""
    damping, samples = comparison.spec.operation.damping, len(motion.indices)
    before, after = gaps(comparison, motion)
    hidden_before, hidden_after = motion.hidden_before(), motion.hidden_at(damping)
    hidden = (
        f" Without an angle here, and hidden: {hidden_before:,} before and {hidden_after:,} after, "
        f"of {samples:,} samples."
        if hidden_before or hidden_after
        else ""
    )
    if not before:
        apart = ""
    elif NO_ANGLE in (before, after):
        # Neither centroid is seen in a plane that they lie across.
        apart = f"{_between(before)} before, {_between(after)} after; "
    elif damping == 1 and not comparison.spec.is_plan:
        apart = f"{before} apart, before and after; "
    else:
        apart = f"{before} apart before, {after} after; "
    return (
        f"{SEEN[motion.plane]}: {apart}{in_percent(shares[0], 0)} of the length is seen, then "
        f"{in_percent(shares[1], 0)}.{hidden}"
    )


def _between(gap: str) -> str:
    return "no angle between the centers" if gap == NO_ANGLE else f"{gap} apart"


def gap_view(gap: str) -> list[Any]:
    """Return what stands under a circle."""
    return [html.B(gap), html.Span(" apart" if "°" in gap else "")] if gap else []
