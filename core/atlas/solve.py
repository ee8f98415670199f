"""Which damping to take: intervals that are clean, and the one that reaches a cosine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from weight_surgery.core.atlas.table import clean_runs
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.geometry import cosine
from weight_surgery.core.specs import DEFAULT_METHOD

REFINED = 1e-3


def clean_intervals(
    dampings: np.ndarray,
    clean: np.ndarray,
    is_clean: Callable[[float], bool] | None = None,
) -> list[tuple[float, float]]:
    """Return the runs of clean dampings on a rising grid (D,), lowest first; possibly none.

    is_clean: asked between the grid's points to refine the upper end of the topmost run to 1e-3.
    """
    runs = clean_runs(dampings, clean)
    if not runs or is_clean is None:
        return runs
    low, high = runs[-1]
    beyond = dampings[dampings > high]
    if beyond.size:
        runs[-1] = (low, _last_clean(high, float(beyond.min()), is_clean))
    return runs


def _last_clean(clean: float, dirty: float, is_clean: Callable[[float], bool]) -> float:
    while dirty - clean > REFINED:
        middle = (clean + dirty) / 2
        if is_clean(middle):
            clean = middle
        else:
            dirty = middle
    return clean


def damping_for_cosine(comparison: Comparison, target: float) -> float:
    """Return the damping at which the pair's centroids reach a target cosine.

    As the paper does it, bias edited, sqrt((1+t)(1-target) / ((1-t)(1+target))) for
    t <= target <= 1, t the cosine before; else the largest root found numerically.
    Raises ValueError when no damping reaches it.
    """
    t = comparison.before.cosine
    if not np.isfinite(target) or not -1 <= target <= 1:
        raise ValueError(f"a cosine lies between -1 and 1, got {target}")
    spec = comparison.spec
    if spec.edit_bias and spec.operation.method == DEFAULT_METHOD:
        if target < t or target == -1:
            raise ValueError(
                f"a cosine of {target:.4f} cannot be reached: it is {t:.4f} before the edit, and "
                "less damping only raises it; choose a target between these and 1"
            )
        return float(min(1.0, np.sqrt((1 + t) * (1 - target) / ((1 - t) * (1 + target)))))
    return _numerical_root(comparison, target)


def _numerical_root(comparison: Comparison, target: float) -> float:
    from scipy.optimize import brentq

    if comparison.merge is None:
        raise ValueError("a class that is shattered has no other to be near to; choose a merge")
    means = comparison.plan.step.change.head.line(comparison.merge.means)

    def miss(damping: float) -> float:
        first, second = means.at(damping)
        return cosine(first, second) - target

    grid = np.linspace(0, 1, 201)
    values = np.array([miss(float(damping)) for damping in grid])
    exact = np.flatnonzero(np.abs(values) < 1e-12)
    crossings = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    roots = [float(grid[at]) for at in exact]
    roots += [float(brentq(miss, grid[at], grid[at + 1], xtol=1e-12)) for at in crossings]
    if not roots:
        low, high = values.min() + target, values.max() + target
        raise ValueError(
            f"a cosine of {target:.4f} cannot be reached by this edit: over all dampings it lies "
            f"between {low:.4f} and {high:.4f}; choose a target there, or another edit"
        )
    return max(roots)
