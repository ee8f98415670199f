"""Edits of low rank: the general form of which the paper's is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from weight_surgery.core.affine import AffineMap, Line, LinearEdit
from weight_surgery.core.checks import real


@dataclass(frozen=True, eq=False)
class Edit(LinearEdit):
    """An edit of low rank: e' = e - (1 - damping) left right^T (e - anchor).

    left, right (d, k); anchor (d,): the point that stays; damping in [0, 1]. A vector (d,) counts
    as one column. Raises ValueError for shapes that do not fit, and numbers that are not finite.
    """

    left: np.ndarray
    right: np.ndarray
    anchor: np.ndarray
    damping: float

    def __post_init__(self) -> None:
        anchor = np.array(self.anchor, float)
        left, right = (np.array(side, float) for side in (self.left, self.right))
        left, right = (side[:, None] if side.ndim == 1 else side for side in (left, right))
        if left.ndim != 2 or left.shape != right.shape or anchor.shape != left.shape[:1]:
            raise ValueError(
                "an edit needs left and right (d, k) and an anchor (d,), got "
                f"{left.shape}, {right.shape} and {anchor.shape}"
            )
        for name, array in (("left", left), ("right", right), ("anchor", anchor)):
            if not np.isfinite(array).all():
                raise ValueError(f"{name} must be finite; the embeddings do not bear this edit")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "damping", real("damping", self.damping, 0, 1))

    @property
    def map(self) -> AffineMap:
        """The affine map at this damping."""
        taken = (1 - self.damping) * self.left @ self.right.T
        return AffineMap(np.eye(len(self.anchor)) - taken, taken @ self.anchor)

    def at(self, damping: float) -> Edit:
        """Return the same edit at another damping."""
        return replace(self, damping=damping)

    def edit(self, weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the edited weight (d, h) and bias (d,), float64; the originals stay."""
        turned = replace(self, anchor=np.zeros_like(self.anchor))
        return turned.embeddings(np.asarray(weight, float).T).T, self.embeddings(bias)

    def line(self, embeddings: np.ndarray) -> Line:
        """Return where embeddings (N, d) are at every damping, float64."""
        embeddings = np.asarray(embeddings, float)
        if embeddings.shape[1] != len(self.anchor):
            raise ValueError(
                f"the edit has {len(self.anchor)} dimensions, the embeddings {embeddings.shape[1]}"
            )
        basis, start, step = self._rows
        constant = self.anchor @ step
        along = embeddings @ basis
        return Line(
            basis=basis,
            across=embeddings - along @ basis.T,
            start=embeddings @ start + constant,
            step=embeddings @ step - constant,
        )

    @cached_property
    def _rows(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The basis of what moves, and what is read of an embedding at damping 0, and more at 1."""
        if self.left.shape[1] == 1:
            basis = self.left / max(np.linalg.norm(self.left), np.finfo(float).tiny)
        else:
            basis = np.linalg.qr(self.left)[0]
        step = self.right @ (basis.T @ self.left).T
        return basis, basis - step, step
