"""Methods that take the direction out, but choose by the data what is read as lying along it.

All are e' = e - (1 - s) direction right^T (e - anchor) with right^T direction = 1: the two classes
meet as in the paper's, and `right` decides what happens to everything else.
"""

from __future__ import annotations

import numpy as np

from weight_surgery.core.change import Change
from weight_surgery.core.methods.method import Merge, Method, needs_others, needs_room
from weight_surgery.core.surgery import Edit

# Below this length nothing of the direction is free of the other classes.
LEAST_FREE = 1e-6


def fit_least_squares(merge: Merge) -> Change:
    """Move all samples least: right = q / q^T direction, q = covariance^-1 direction."""
    direction = merge.direction
    free = np.linalg.solve(merge.statistics.covariance, direction)
    return _along(direction, free, np.zeros_like(direction))


def fit_bystander_optimal(merge: Merge) -> Change:
    """Move the other classes' samples least: their second moment takes the covariance's place.

    Without unit length it is taken about their mean, which then is the point that stays.
    """
    direction, centred = merge.direction, not merge.statistics.normalise
    moment = merge.statistics.bystander_moment(merge.classes, centred)
    anchor = np.zeros_like(direction)
    if centred:
        anchor = merge.statistics.bystander_mean(merge.classes)
    return _along(direction, np.linalg.solve(moment, direction), anchor)


def fit_protect(merge: Merge) -> Change:
    """Hold every other class's centroid where it is.

    Raises ValueError when nothing of the direction is orthogonal to them.
    """
    direction = merge.direction
    held = merge.statistics.centroids[merge.statistics.others(merge.classes)]
    free = direction - _onto_span(held, direction)
    # Once more: what rounding left of the first time is as large as a short remainder.
    free = free - _onto_span(held, free)
    if np.linalg.norm(free) < LEAST_FREE:
        raise ValueError(
            "the other classes' centroids hold the whole direction between these two, so it cannot "
            "be taken out without moving them; choose another method"
        )
    return _along(direction, free, np.zeros_like(direction))


def _along(direction: np.ndarray, free: np.ndarray, anchor: np.ndarray) -> Change:
    return Change(Edit(direction, free / (free @ direction), anchor, 0.0))


def _onto_span(rows: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Project vector (d,) onto the span of rows (k, d), which may depend on each other."""
    _, values, axes = np.linalg.svd(rows, full_matrices=False)
    kept = axes[values > np.finfo(float).eps * max(rows.shape) * values.max(initial=0)]
    return kept.T @ (kept @ vector)


LEAST_SQUARES = Method(
    name="least-squares",
    title="Least squares",
    summary="of all edits along that direction the one that moves all samples least",
    formula="e' = e − (1 − s) δ qᵀ e / qᵀδ, q = Σ⁻¹ δ",
    source="LEACE: Belrose et al., arXiv 2306.03819",
    fit=fit_least_squares,
)
BYSTANDER_OPTIMAL = Method(
    name="bystander-optimal",
    title="Easiest on the others",
    summary="of all edits along that direction the one that moves the other classes least",
    formula="e' = e − (1 − s) δ qᵀ(e − o) / qᵀδ, q = M⁻¹ δ, M the others' second moment",
    source="least squares over the other classes alone",
    fit=fit_bystander_optimal,
    refuses=needs_others,
)
PROTECT = Method(
    name="protect",
    title="Others held in place",
    summary="the centers of all other classes stay exactly where they are",
    formula="e' = e − (1 − s) δ qᵀ e / qᵀδ, q the part of δ orthogonal to the others' centers",
    source="an oblique projection along δ",
    fit=fit_protect,
    refuses=needs_room,
)
