"""The two unit circles, side by side: same samples, same plane."""

from __future__ import annotations

from math import acos, degrees

import dash_mantine_components as dmc
import numpy as np

from weight_surgery.components import ids
from weight_surgery.components.frames import as_table, twin_graphs
from weight_surgery.components.text import in_percent, pair_name
from weight_surgery.components.theme import GRAPH_CONFIG
from weight_surgery.core.workbench import Comparison, Motion

PLANES = [
    {"value": "surgery", "label": "Surgery plane"},
    {"value": "seed", "label": "Seed's plane"},
]
MEANING = {
    "surgery": "the plane of the direction (across) and the midpoint (up), where the gap closes",
    "seed": "the plane in which most of what is left after the edit lies, fitted at this damping",
}


def layout() -> dmc.Paper:
    """Return the panel with two empty circles."""
    return dmc.Paper(
        [
            dmc.Group(
                [
                    dmc.Title("Unit circle", order=2),
                    dmc.SegmentedControl(
                        id=ids.CIRCLE_PLANE,
                        data=PLANES,
                        value="surgery",
                        size="xs",
                        **{"aria-label": "Plane of the circles"},
                    ),
                ],
                justify="space-between",
            ),
            dmc.Text(id=ids.CIRCLE_CAPTION, className="caption", **{"aria-live": "polite"}),
            twin_graphs(
                ids.CIRCLE_BEFORE,
                ids.CIRCLE_AFTER,
                GRAPH_CONFIG,
                "circle",
                ids.CIRCLE_LIVE,
                "Unit circle",
                ids.CIRCLE_CAPTION,
            ),
            dmc.Text(
                "Draw around samples to mark them in every picture and to see their images; a "
                "double click lets go.",
                className="note",
            ),
            as_table(ids.CIRCLE_TABLE, "Unit circles"),
        ],
        className="panel",
    )


def angle(first: np.ndarray, second: np.ndarray) -> str:
    """Write the angle between two centroids (2,) on the circle, in degrees."""
    if np.isnan(first).any() or np.isnan(second).any():
        return "no angle"
    return f"{degrees(acos(float(np.clip(first @ second, -1, 1)))):.1f}°"


def caption(comparison: Comparison, motion: Motion, shares: tuple[float, float]) -> str:
    """State the gap before and after, and how much of the embeddings the plane holds."""
    damping, samples = comparison.spec.operation.damping, len(motion.indices)
    first, second = (samples + label for label in comparison.merged)
    before, after = (
        angle(circle[first], circle[second])
        for circle in (motion.circle_at(1.0), motion.circle_at(damping))
    )
    hidden_before, hidden_after = motion.hidden_at(1.0), motion.hidden_at(damping)
    hidden = (
        f" Without an angle here, and hidden: {hidden_before:,} before and {hidden_after:,} after, "
        f"of {samples:,} samples."
        if hidden_before or hidden_after
        else ""
    )
    apart = (
        f"are {before} apart, before and after"
        if damping == 1
        else f"are {before} apart before and {after} after"
    )
    return (
        f"The centroids of {pair_name(comparison)} {apart}, in {MEANING[motion.plane]}. It holds "
        f"{in_percent(shares[0], 1)} of all test samples' squared length before and "
        f"{in_percent(shares[1], 1)} after.{hidden}"
    )
