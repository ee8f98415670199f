"""Merged-class weight surgery: take one direction out of one linear layer.

Source: Zehavi, Nitzan, Shamir, "Facial Misrecognition Systems: Simple Weight Manipulations Force
DNNs to Err Only on Specific Persons", arXiv 2301.03118. The method's five steps:

1. a, b: the unit centroids of the two classes (`core.centroids`);
2. direction = (a - b) / |a - b| (`merge_direction`);
3. U: an orthonormal basis whose first column is direction (`core.geometry`);
4. P = U diag(damping, 1, ..., 1) U^T = I - (1 - damping) direction direction^T (`projector`);
5. weight' = P weight and, by choice, bias' = P bias (`Surgery.edit`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.checks import real
from weight_surgery.core.geometry import unit_vector

COINCIDENT = 1e-6


def merge_direction(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the unit direction (d,) from centroid b to centroid a, both scaled to length 1.

    Raises ValueError when |a - b| < 1e-6: then there is nothing to project out.
    """
    a, b = unit_vector(a, "a"), unit_vector(b, "b")
    if a.shape != b.shape:
        raise ValueError(f"a and b must have the same length, got {a.size} and {b.size}")
    gap = np.linalg.norm(a - b)
    if gap < COINCIDENT:
        raise ValueError(
            f"the two centroids coincide (|a - b| = {gap:.1e}, at least {COINCIDENT:.0e} is "
            "needed): these classes are merged already; pick another pair"
        )
    return unit_vector(a - b, "a - b")


def shatter_direction(a: np.ndarray) -> np.ndarray:
    """Return the unit direction (d,) whose removal shatters the class of centroid a."""
    return unit_vector(a, "a")


def check_damping(damping: float) -> float:
    """Return damping as a float.

    Raises ValueError unless it is a number in [0, 1]: the share of the direction that is left.
    """
    return real("damping", damping, 0, 1)


def projector(direction: np.ndarray, damping: float) -> np.ndarray:
    """Return P (d, d), which scales `direction` by `damping` and leaves the rest as it is."""
    direction = unit_vector(direction, "direction")
    share = 1 - check_damping(damping)
    return np.eye(direction.size) - share * np.outer(direction, direction)


@dataclass(frozen=True, eq=False)
class Surgery:
    """A map that edits a head and moves its embeddings alike.

    direction (d,), scaled to length 1; damping in [0, 1], the share of the direction that is
    left; edit_bias: whether the bias is edited too (the paper) or left alone (the notebook).
    """

    direction: np.ndarray
    damping: float
    edit_bias: bool = True

    def __post_init__(self) -> None:
        direction = unit_vector(self.direction, "direction")
        direction.flags.writeable = False
        object.__setattr__(self, "direction", direction)
        object.__setattr__(self, "damping", check_damping(self.damping))

    @property
    def projector(self) -> np.ndarray:
        """P (d, d)."""
        return projector(self.direction, self.damping)

    def edit(self, weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the edited weight (d, h) and bias (d,), float64; the originals stay."""
        weight, bias = np.asarray(weight, float), np.array(bias, float)
        self._check(weight, bias)
        return self._damped(weight.T).T, self._damped(bias) if self.edit_bias else bias

    def embeddings(self, embeddings: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d) to where the edited head would have put them, float64.

        bias (d,): the unedited head's. With the bias kept, its share along the direction is a
        constant that the edit does not reach.
        """
        embeddings, bias = np.asarray(embeddings, float), np.asarray(bias, float)
        self._check(embeddings.T, bias)
        return self._damped(embeddings) if self.edit_bias else self._damped(embeddings, bias)

    def _damped(self, vectors: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        along = vectors @ self.direction
        constant = 0.0 if kept is None else kept @ self.direction
        # The part across and the part along are made apart: taking (1 - damping) of the latter
        # off the whole would cancel for embeddings that end near the origin.
        left = along - (1 - self.damping) * (along - constant)
        across = vectors - along[..., None] * self.direction
        return across + left[..., None] * self.direction

    def _check(self, columns: np.ndarray, bias: np.ndarray) -> None:
        dims = self.direction.size
        if columns.shape[0] != dims or bias.shape != (dims,):
            raise ValueError(
                f"the direction has {dims} dimensions; got {columns.shape[0]} and a bias of "
                f"shape {bias.shape}"
            )
