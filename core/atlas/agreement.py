"""Predicted before measured: how well centroids alone foresaw a damping's figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.atlas.table import PairAtlas


@dataclass(frozen=True)
class Agreement:
    """How predictions and measurements of the same pairs agree at one damping.

    recall_by_norm: Spearman's rank correlation of retained norm with merged recall; change_by_leak:
    of the largest leak among bystanders with the worst bystander's change. None where either side
    has no variation. landing_right of pairs: landing classes foreseen; cosine_error: the largest
    error of the cosine foreseen. None also where the method foresees no such thing.
    """

    pairs: int
    recall_by_norm: float | None
    change_by_leak: float | None
    landing_right: int
    cosine_error: float | None


def agreement_at(atlas: PairAtlas, column: int) -> Agreement:
    """Compare predictions with measurements at one damping, over the pairs that bear it."""
    known = np.isfinite(atlas.cosine[:, column])
    largest = atlas.largest_leak
    change = atlas.worst_bystander_change[:, column]
    foreseen = known & np.isfinite(atlas.retained_norm)
    both = known & np.isfinite(change) & np.isfinite(largest)
    landed = atlas.landing_class[:, column] == atlas.predicted_landing_class[:, column]
    error = np.abs(atlas.cosine[:, column] - atlas.predicted_cosine[:, column])
    error = error[np.isfinite(error)]
    return Agreement(
        pairs=int(known.sum()),
        recall_by_norm=spearman(
            atlas.retained_norm[foreseen], atlas.merged_recall[foreseen, column]
        ),
        change_by_leak=spearman(largest[both], change[both]),
        landing_right=int((landed & known).sum()),
        cosine_error=float(error.max()) if error.size else None,
    )


def spearman(one: np.ndarray, other: np.ndarray) -> float | None:
    """Return Spearman's rank correlation, or None where either side has no variation."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)
