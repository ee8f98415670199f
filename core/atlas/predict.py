"""What centroids alone predict, before anything is measured."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.surgery import Surgery


def cosine_at(
    t: float,
    surgery: Surgery,
    bias: np.ndarray,
    fitted: tuple[UnitCentroid, UnitCentroid],
) -> float:
    """Return the cosine after the edit in closed form, from the cosine t before.

    With the bias edited, ((1+t) - (1-t)s^2) / ((1+t) + (1-t)s^2); with it kept, the constant
    along the direction shifts both centroids (docs/definitions.md).
    """
    s = surgery.damping
    if surgery.edit_bias:
        return ((1 + t) - (1 - t) * s * s) / ((1 + t) + (1 - t) * s * s)
    first, second = (np.linalg.norm(centroid.mean) for centroid in fitted)
    shift = (1 - s) * float(bias.astype(float) @ surgery.direction)
    c2, h = (1 + t) / 2, np.sqrt((1 - t) / 2)
    u, v = s * h + shift / first, -s * h + shift / second
    return float((c2 + u * v) / np.sqrt((c2 + u * u) * (c2 + v * v)))
