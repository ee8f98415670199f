"""The method's five steps with one edit's own numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.geometry import orthonormal_basis


@dataclass(frozen=True, eq=False)
class Steps:
    """Every array of the method, float64.

    a, b, direction (d,); gap: |a - b|; of a shatter b is None and the gap 0; basis U, scaling S and
    projector P (d, d), which for another method than the paper's is its matrix, with its offset
    (d,); weight and edited_weight (d, h); bias and edited_bias (d,); singular_values of both
    (min(d, h),); rank, edited_rank: numerical, at numpy.linalg.matrix_rank's tolerance.
    """

    a: np.ndarray
    b: np.ndarray | None
    gap: float
    direction: np.ndarray
    basis: np.ndarray
    scaling: np.ndarray
    projector: np.ndarray
    offset: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    edited_weight: np.ndarray
    edited_bias: np.ndarray
    singular_values: np.ndarray
    edited_singular_values: np.ndarray
    rank: int
    edited_rank: int


def steps_of(comparison: Comparison) -> Steps:
    """Return the arrays of the operation in the hand, on the head that those before it left."""
    bundle, plan = comparison.bundle, comparison.plan
    change = plan.step.change
    a, *rest = (centroid.vector for centroid in comparison.fitted)
    b = rest[0] if rest else None
    weight, bias = bundle.weight.astype(float), bundle.bias.astype(float)
    if plan.hand:
        weight, bias = plan.until(plan.hand).head.edit(weight, bias)
    edited_weight, edited_bias = change.head.edit(weight, bias)
    scaling = np.eye(bundle.dims)
    scaling[0, 0] = change.damping
    return Steps(
        a=a,
        b=b,
        gap=0.0 if b is None else float(np.linalg.norm(a - b)),
        direction=comparison.direction,
        basis=orthonormal_basis(comparison.direction),
        scaling=scaling,
        projector=change.head.map.matrix,
        offset=change.head.map.offset,
        weight=weight,
        bias=bias,
        edited_weight=edited_weight,
        edited_bias=edited_bias,
        singular_values=np.linalg.svd(weight, compute_uv=False),
        edited_singular_values=np.linalg.svd(edited_weight, compute_uv=False),
        rank=int(np.linalg.matrix_rank(weight)),
        edited_rank=int(np.linalg.matrix_rank(edited_weight)),
    )
