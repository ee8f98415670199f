"""Methods that project along the difference of the unit centroids: the paper's, and stretched.

Source: Zehavi, Nitzan, Shamir, arXiv 2301.03118, and the first author's thesis of 2023, 8.2.2.
"""

from __future__ import annotations

import numpy as np

from weight_surgery.core.change import Change
from weight_surgery.core.geometry import MIDPOINT_FLOOR
from weight_surgery.core.methods.method import Merge, Method, needs_unit_length
from weight_surgery.core.surgery import Edit, Surgery


def fit_paper(merge: Merge) -> Change:
    """Take the direction out; with the bias kept it is the point that stays."""
    return Change(Surgery(merge.unit_direction, 0.0, merge.edit_bias).of(merge.network.bias))


def fit_stretched(merge: Merge) -> Change:
    """Take the direction out and stretch along the midpoint until it has length 1 again.

    Raises ValueError for antipodal centroids, which have no midpoint.
    """
    direction = merge.unit_direction
    midpoint = (merge.centroids[0].vector + merge.centroids[1].vector) / 2
    length = float(np.linalg.norm(midpoint))
    if length < MIDPOINT_FLOOR:
        raise ValueError(
            "the two centroids point in opposite directions, so there is no midpoint to stretch; "
            "choose another method"
        )
    along = midpoint / length
    left = np.column_stack([direction, along])
    right = np.column_stack([direction, -(1 / length - 1) * along])
    return Change(Edit(left, right, np.zeros_like(direction), 0.0))


def paper_cosine(merge: Merge, damping: float) -> float:
    """Return the cosine after the edit in closed form, from the cosine t before.

    With the bias edited, ((1+t) - (1-t)s^2) / ((1+t) + (1-t)s^2); with it kept, the constant
    along the direction shifts both centroids (docs/definitions.md).
    """
    first, second = merge.centroids
    t, s = _cosine_before(merge), damping
    if merge.edit_bias:
        return ((1 + t) - (1 - t) * s * s) / ((1 + t) + (1 - t) * s * s)
    constant = (1 - s) * float(merge.network.bias @ merge.unit_direction)
    c2, h = (1 + t) / 2, np.sqrt((1 - t) / 2)
    u = s * h + constant / np.linalg.norm(first.mean)
    v = -s * h + constant / np.linalg.norm(second.mean)
    return float((c2 + u * v) / np.sqrt((c2 + u * u) * (c2 + v * v)))


def stretched_cosine(merge: Merge, damping: float) -> float:
    """Return the cosine after the edit: (m^2 - s^2 h^2) / (m^2 + s^2 h^2).

    m: the midpoint's length, from that before at damping 1 to 1 at damping 0; h: half the gap.
    """
    t, s = _cosine_before(merge), damping
    length, half = np.sqrt((1 + t) / 2), s * np.sqrt((1 - t) / 2)
    now = length + (1 - s) * (1 - length)
    return float((now * now - half * half) / (now * now + half * half))


def _cosine_before(merge: Merge) -> float:
    first, second = (centroid.vector for centroid in merge.centroids)
    return float(np.clip(first @ second, -1, 1))


PAPER = Method(
    name="paper",
    title="As the paper does it",
    summary="takes the direction between the two classes out, and touches nothing else",
    formula="e' = e − (1 − s) δ δᵀ e",
    source="Zehavi, Nitzan, Shamir, arXiv 2301.03118",
    fit=fit_paper,
    cosine=paper_cosine,
    foresees_leak=True,
)
STRETCHED = Method(
    name="stretched",
    title="Stretched",
    summary="the same, and the point between the two is moved back out to where classes lie",
    formula="e' = e − (1 − s) (δ δᵀ − (1/ρ − 1) m̂ m̂ᵀ) e",
    source="the first author's thesis, 2023, section 8.2.2",
    fit=fit_stretched,
    refuses=needs_unit_length,
    cosine=stretched_cosine,
)
