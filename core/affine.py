"""Edits of a linear layer as affine maps of its embeddings, and the line they move on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class AffineMap:
    """A map of embeddings e to matrix e + offset, and of a head alike.

    matrix (d, d), offset (d,), float64.
    """

    matrix: np.ndarray
    offset: np.ndarray

    def __post_init__(self) -> None:
        matrix, offset = np.array(self.matrix, float), np.array(self.offset, float)
        if offset.ndim != 1 or matrix.shape != (offset.size, offset.size):
            raise ValueError(
                f"a map needs a matrix (d, d) and an offset (d,), got {matrix.shape} and "
                f"{offset.shape}"
            )
        for name, array in (("matrix", matrix), ("offset", offset)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def identity(cls, dims: int) -> AffineMap:
        """Return the map of `dims` dimensions that changes nothing."""
        return cls(np.eye(dims), np.zeros(dims))

    def embeddings(self, embeddings: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d), float64."""
        return np.asarray(embeddings, float) @ self.matrix.T + self.offset

    def edit(self, weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the weight (d, h) and bias (d,) whose embeddings are the moved ones."""
        return self.matrix @ np.asarray(weight, float), self.embeddings(bias)

    def then(self, other: AffineMap | LinearEdit) -> AffineMap:
        """Return this map followed by another."""
        after = other if isinstance(other, AffineMap) else other.map
        return AffineMap(after.matrix @ self.matrix, after.embeddings(self.offset))


@dataclass(frozen=True, eq=False)
class Line:
    """Where embeddings are at every damping s: across + (start + s step) basis^T.

    basis (d, k): orthonormal columns, the only directions in which anything moves; across (N, d):
    the part orthogonal to them; start, step (N, k). The parts are kept apart because their sum
    cancels for embeddings that end near the origin.
    """

    basis: np.ndarray
    across: np.ndarray
    start: np.ndarray
    step: np.ndarray

    def at(self, damping: float | np.ndarray) -> np.ndarray:
        """Return the embeddings (N, d) at a damping, or at each of several: (D, N, d)."""
        share = np.asarray(damping)[..., None, None]
        return self.across + (self.start + share * self.step) @ self.basis.T


class LinearEdit(ABC):
    """An edit of a linear layer that damping takes back: all at 0, nothing at 1.

    At every damping it is an affine map, and embeddings move on lines between the two.
    """

    damping: float

    @property
    @abstractmethod
    def map(self) -> AffineMap:
        """The affine map at this damping."""

    @abstractmethod
    def at(self, damping: float) -> LinearEdit:
        """Return the same edit at another damping."""

    @abstractmethod
    def line(self, embeddings: np.ndarray) -> Line:
        """Return where embeddings (N, d) are at every damping, float64."""

    def embeddings(self, embeddings: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d) to where the edited head would have put them, float64."""
        embeddings = np.asarray(embeddings, float)
        rows = embeddings.reshape(-1, embeddings.shape[-1])
        return self.line(rows).at(self.damping).reshape(embeddings.shape)

    def edit(self, weight: np.ndarray, bias: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the edited weight (d, h) and bias (d,), float64; the originals stay."""
        moved = self.embeddings(np.vstack([np.zeros(len(bias)), np.asarray(weight, float).T]))
        return (moved[1:] - moved[0]).T, self.embeddings(bias)

    def then(self, other: AffineMap | LinearEdit) -> AffineMap:
        """Return this edit, at its damping, followed by another."""
        return self.map.then(other)


@dataclass(frozen=True, eq=False)
class Blend(LinearEdit):
    """An edit that takes embeddings all the way to where any affine map puts them."""

    whole: AffineMap
    damping: float

    @property
    def map(self) -> AffineMap:
        """The affine map at this damping."""
        left = 1 - self.damping
        matrix = left * self.whole.matrix + self.damping * np.eye(self.whole.offset.size)
        return AffineMap(matrix, left * self.whole.offset)

    def at(self, damping: float) -> Blend:
        """Return the same edit at another damping."""
        return Blend(self.whole, damping)

    def line(self, embeddings: np.ndarray) -> Line:
        """Return where embeddings (N, d) are at every damping: all of them may move."""
        start = self.whole.embeddings(embeddings)
        return Line(np.eye(start.shape[1]), np.zeros_like(start), start, embeddings - start)


@dataclass(frozen=True, eq=False)
class Framed(LinearEdit):
    """An edit between two maps that stay as they are, whatever its damping."""

    before: AffineMap
    inner: LinearEdit
    after: AffineMap

    @property
    def damping(self) -> float:  # type: ignore[override]
        """The inner edit's damping."""
        return self.inner.damping

    @property
    def map(self) -> AffineMap:
        """The affine map at this damping."""
        return self.before.then(self.inner).then(self.after)

    def at(self, damping: float) -> Framed:
        """Return the same edit at another damping."""
        return Framed(self.before, self.inner.at(damping), self.after)

    def line(self, embeddings: np.ndarray) -> Line:
        """Return where embeddings (N, d) are at every damping."""
        line = self.inner.line(self.before.embeddings(embeddings))
        basis, turn = np.linalg.qr(self.after.matrix @ line.basis)
        still = self.after.embeddings(line.across)
        along = still @ basis
        return Line(
            basis=basis,
            across=still - along @ basis.T,
            start=line.start @ turn.T + along,
            step=line.step @ turn.T,
        )
