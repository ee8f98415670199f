"""The yardstick: what could any edit of this layer do? Not a closed form, but fitted."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.affine import AffineMap, Blend
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import NORM_FLOOR
from weight_surgery.core.methods.method import Merge, Method

STEPS = 60


def fit_fitted(merge: Merge) -> Change:
    """Search the map A (I - direction direction^T) e + o that classifies the merged classes best.

    Minimises the mean cross-entropy, the two classes as one, through the frozen classifier:
    L-BFGS from A = I and o = 0, at most 60 steps. progress is called with (steps done, 60);
    whatever it raises ends the search.
    """
    from scipy.optimize import minimize

    direction = merge.direction
    kept = np.eye(merge.statistics.dims) - np.outer(direction, direction)
    problem = _Problem(merge, merge.statistics.raw @ kept)
    done = 0

    def step(_: np.ndarray) -> None:
        nonlocal done
        done += 1
        merge.progress(done, STEPS)

    start = np.append(np.eye(merge.statistics.dims).ravel(), np.zeros(merge.statistics.dims))
    found = minimize(
        problem, start, jac=True, method="L-BFGS-B", callback=step, options={"maxiter": STEPS}
    )
    matrix, offset = problem.split(found.x)
    return Change(Blend(AffineMap(matrix @ kept, offset), 0.0))


class _Problem:
    """The merged cross-entropy of a map, and its gradient."""

    def __init__(self, merge: Merge, projected: np.ndarray) -> None:
        statistics = merge.statistics
        self.projected = projected
        self.normalise = statistics.normalise
        self.network = merge.network
        self.wanted = merge.partition.same[statistics.labels]

    def split(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        dims = self.projected.shape[1]
        return values[: dims * dims].reshape(dims, dims), values[dims * dims :]

    def __call__(self, values: np.ndarray) -> tuple[float, np.ndarray]:
        matrix, offset = self.split(values)
        moved = self.projected @ matrix.T + offset
        lengths = np.ones((len(moved), 1))
        if self.normalise:
            lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), NORM_FLOOR)
        units = moved / lengths
        logits = units @ self.network.weight.T + self.network.offset
        logits -= logits.max(axis=1, keepdims=True)
        weights = np.exp(logits)
        hoped = np.where(self.wanted, weights, 0.0)
        right, whole = hoped.sum(axis=1, keepdims=True), weights.sum(axis=1, keepdims=True)
        right = np.maximum(right, np.finfo(float).tiny)
        loss = float(np.mean(np.log(whole) - np.log(right)))
        back = (weights / whole - hoped / right) @ self.network.weight / len(moved)
        if self.normalise:
            back = (back - np.einsum("nd,nd->n", back, units)[:, None] * units) / lengths
        return loss, np.append((back.T @ self.projected).ravel(), back.sum(axis=0))


FITTED = Method(
    name="fitted",
    title="Fitted",
    summary="searched for, not derived: what any edit of this layer could do",
    formula="e' = A (I − δδᵀ) e + o, A and o by 60 steps of L-BFGS on the merged cross-entropy",
    source="a yardstick, fitted on the fit split through the frozen classifier",
    fit=fit_fitted,
    searches=True,
)
