"""What an operation changes of a network: its head, its classifier, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from weight_surgery.core.affine import LinearEdit
from weight_surgery.core.bundle import Bundle


@dataclass(frozen=True)
class RowAverage:
    """An edit of the classifier: the rows and offsets of some classes move to their mean.

    classes: two or more; damping in [0, 1], the share of their difference that is left.
    """

    classes: tuple[int, ...]
    damping: float

    def at(self, damping: float) -> RowAverage:
        """Return the same edit at another damping."""
        return replace(self, damping=damping)

    def of(self, values: np.ndarray) -> np.ndarray:
        """Return values (C, ...), a row a class, with those of the classes averaged, float64.

        At damping 0 they are the same to the bit, so that the first of the classes is read.
        """
        values, rows = np.array(values, float), list(self.classes)
        mean = values[rows].mean(axis=0)
        values[rows] = mean + self.damping * (values[rows] - mean)
        return values


@dataclass(frozen=True, eq=False)
class Change:
    """One operation's edits of a network, at one damping; `rows` where the classifier is edited."""

    head: LinearEdit
    rows: RowAverage | None = None

    @property
    def damping(self) -> float:
        """The share of what the operation would take that is left."""
        return self.head.damping

    def at(self, damping: float) -> Change:
        """Return the same change at another damping."""
        rows = None if self.rows is None else self.rows.at(damping)
        return Change(self.head.at(damping), rows)

    def embeddings(self, embeddings: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d), float64."""
        return self.head.embeddings(embeddings)

    def classify(
        self, bundle: Bundle, embeddings: np.ndarray, units: np.ndarray | None = None
    ) -> np.ndarray:
        """Map moved embeddings (N, d) to the changed network's logits (N, C).

        units (N, d): these at length 1, if known.
        """
        logits = bundle.classify(embeddings, units)
        return logits if self.rows is None else self.rows.of(logits.T).T

    def classify_at(
        self, bundle: Bundle, dampings: Sequence[float], embeddings: np.ndarray
    ) -> np.ndarray:
        """Map embeddings (D, N, d), moved at dampings (D,), to logits (D, N, C)."""
        logits = bundle.classify(embeddings)
        if self.rows is None:
            return logits
        each = (self.rows.at(damping) for damping in dampings)
        return np.stack([rows.of(one.T).T for rows, one in zip(each, logits, strict=True)])
