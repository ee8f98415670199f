"""What an operation changes of a network: its head, its classifier, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from weight_surgery.core.affine import AffineMap, Framed, LinearEdit
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.geometry import unit
from weight_surgery.core.repair import Prototypes


@dataclass(frozen=True)
class RowAverage:
    """An edit of the classifier: the rows and offsets of some classes move to their mean.

    classes: two or more; damping in [0, 1], the share of their difference that is left; held:
    whether it stays at its damping whatever another edit's is.
    """

    classes: tuple[int, ...]
    damping: float
    held: bool = False

    def at(self, damping: float) -> RowAverage:
        """Return the same edit at another damping."""
        return self if self.held else replace(self, damping=damping)

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
    """Edits of a network's head and its classifier, at one damping.

    rows: of the classifier; repair: what it is re-estimated from instead, if it is.
    """

    head: LinearEdit
    rows: tuple[RowAverage, ...] = ()
    repair: Prototypes | None = None

    @property
    def damping(self) -> float:
        """The share of what the operation would take that is left."""
        return self.head.damping

    def at(self, damping: float) -> Change:
        """Return the same change at another damping."""
        rows = tuple(row.at(damping) for row in self.rows)
        return Change(self.head.at(damping), rows, self.repair)

    def between(self, earlier: Sequence[Change], later: Sequence[Change]) -> Change:
        """Return this change with others before and after it, which stay as they are."""
        if not earlier and not later:
            return self
        dims = len(self.head.map.offset)
        before, after = (_map_of(some, dims) for some in (earlier, later))
        rows = [
            [replace(row, held=True) for one in some for row in one.rows]
            for some in (earlier, later)
        ]
        return Change(Framed(before, self.head, after), (*rows[0], *self.rows, *rows[1]))

    def embeddings(self, embeddings: np.ndarray) -> np.ndarray:
        """Move embeddings (..., d), float64."""
        return self.head.embeddings(embeddings)

    def averaged(self, values: np.ndarray) -> np.ndarray:
        """Return a classifier's values (C, ...), a row a class, averaged as `rows` say."""
        for row in self.rows:
            values = row.of(values)
        return values

    def classifier(self, weight: np.ndarray, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return a classifier's weight (C, d) and offset (C,) as they are afterwards."""
        if self.repair:
            return self.repair.classifier(self.head)
        return self.averaged(weight), self.averaged(offset)

    def classify(
        self, bundle: Bundle, embeddings: np.ndarray, units: np.ndarray | None = None
    ) -> np.ndarray:
        """Map moved embeddings (N, d) to the changed network's logits (N, C).

        units (N, d): these at length 1, if known.
        """
        if self.repair:
            weight, offset = self.repair.classifier(self.head)
            if self.repair.normalise:
                embeddings = unit(embeddings) if units is None else units
            return (embeddings @ weight.T + offset)[:, self.repair.groups]
        logits = bundle.classify(embeddings, units)
        return self.averaged(logits.T).T if self.rows else logits

    def classify_at(
        self, bundle: Bundle, dampings: Sequence[float], embeddings: np.ndarray
    ) -> np.ndarray:
        """Map embeddings (D, N, d), moved at dampings (D,), to logits (D, N, C).

        Of a change that averages rows at most, as those of an atlas.
        """
        logits = bundle.classify(embeddings)
        if not self.rows:
            return logits
        each = (self.at(damping) for damping in dampings)
        return np.stack([one.averaged(some.T).T for one, some in zip(each, logits, strict=True)])


def _map_of(changes: Sequence[Change], dims: int) -> AffineMap:
    found = AffineMap.identity(dims)
    for change in changes:
        found = found.then(change.head)
    return found
