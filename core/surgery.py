"""Merged-class weight surgery: take one direction out of one linear layer.

Source: Zehavi, Nitzan, Shamir, "Facial Misrecognition Systems: Simple Weight Manipulations Force
DNNs to Err Only on Specific Persons", arXiv 2301.03118. The method's five steps:

1. a, b: the unit centroids of the two classes (`core.centroids`);
2. direction = (a - b) / |a - b| (`merge_direction`);
3. U: an orthonormal basis whose first column is direction (`core.geometry`);
4. P = U diag(damping, 1, ..., 1) U^T = I - (1 - damping) direction direction^T (`projector`);
5. weight' = P weight and, by choice, bias' = P bias (`Surgery.edit`).

That is one of the edits of the form e' = e - (1 - damping) left right^T (e - anchor): `Edit`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.checks import real
from weight_surgery.core.edit import Edit
from weight_surgery.core.geometry import unit_vector

__all__ = [
    "Edit",
    "Surgery",
    "check_damping",
    "merge_direction",
    "projector",
    "shatter_direction",
]

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
    """The paper's edit, before it meets a head.

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

    def of(self, bias: np.ndarray) -> Edit:
        """Return the edit of a head with this bias (d,): a bias that is kept is its anchor."""
        bias = np.asarray(bias, float)
        if bias.shape != self.direction.shape:
            raise ValueError(
                f"the direction has {self.direction.size} dimensions; got a bias of shape "
                f"{bias.shape}"
            )
        anchor = np.zeros_like(bias) if self.edit_bias else bias
        return Edit(self.direction, self.direction, anchor, self.damping)

    def edit(self, weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the edited weight (d, h) and bias (d,), float64; the originals stay."""
        edited, moved = self.of(bias).edit(weight, bias)
        return edited, moved if self.edit_bias else np.array(bias, float)

    def embeddings(self, embeddings: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d) to where the edited head would have put them, float64.

        bias (d,): the unedited head's. With the bias kept, its share along the direction is a
        constant that the edit does not reach.
        """
        return self.of(bias).embeddings(embeddings)
