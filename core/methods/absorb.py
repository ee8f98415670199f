"""One class moved onto another, every other class's mean held in place."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.change import Change
from weight_surgery.core.methods.method import (
    Merge,
    Method,
    needs_others,
    needs_raw_length,
    needs_room,
)
from weight_surgery.core.statistics import Statistics
from weight_surgery.core.surgery import Edit


def fit_absorb(merge: Merge) -> Change:
    """Move the second class's mean onto the first's, and read least of the others' spread.

    e' = e - (1 - s) (m_j - m_i) q^T (e - m_i), with q^T (m_k - m_i) = 0 for every other class k,
    q^T (m_j - m_i) = 1 and q^T W q least, W the others' covariance within classes.
    Raises ValueError when the means leave no such q.
    """
    start, end = (centroid.mean for centroid in merge.centroids)
    others = merge.statistics.others(merge.classes)
    fixed = np.vstack([merge.statistics.centroids[others] - start, end - start]).T
    wanted = np.append(np.zeros(len(others)), 1.0)
    spread = np.linalg.solve(merge.statistics.within(merge.classes), fixed)
    gram = fixed.T @ spread
    if np.linalg.matrix_rank(fixed) < fixed.shape[1]:
        raise ValueError(
            "the classes' means lie in fewer dimensions than there are classes, so one cannot be "
            "moved with the others held; choose another method"
        )
    right = spread @ np.linalg.solve(gram, wanted)
    return Change(Edit(end - start, right, start, 0.0))


def refuses(statistics: Statistics) -> str:
    """Refuse networks that normalise, or have two classes, or too few dimensions."""
    return needs_raw_length(statistics) or needs_others(statistics) or needs_room(statistics)


ABSORB = Method(
    name="absorb",
    title="One moved onto the other",
    summary="the second class moves onto the first, the means of all others stay",
    formula="e' = e − (1 − s) (μⱼ − μᵢ) qᵀ(e − μᵢ), qᵀ(μₖ − μᵢ) = 0, qᵀ(μⱼ − μᵢ) = 1, qᵀWq least",
    source="a constrained least-squares projection",
    fit=fit_absorb,
    refuses=refuses,
)
