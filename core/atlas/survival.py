"""Which class means outlive the edit of a pair: those in doubt, rival by rival, exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from weight_surgery.core.atlas.class_tables import LEAST_APART, ClassTables

# Entries of a block, 2 MB in float64: more leave the cache, and at fewer two threads that change
# after every pass wait for each other.
BLOCK_ENTRIES = 2**18
# So few means, or after so many rivals, all the rest of these are looked at in one go.
FEW, TURNS = 64, 20


class Block(NamedTuple):
    """What is known of the pairs (B,) of one class with some others.

    lost: class means that are no longer read right; unsure: pairs that rounding could decide;
    square, worst, worst_class: of the leak into bystanders the sum of squares, the largest and
    whose that is.
    """

    lost: np.ndarray
    unsure: np.ndarray
    square: np.ndarray
    worst: np.ndarray
    worst_class: np.ndarray


def survive(tables: ClassTables, first: int, others: slice) -> Block:
    """Answer the pairs of one class with some others, all by their place in tables.labels."""
    pairs = _Pairs(tables, first, others)
    lost = pairs.members()
    leak, rows = pairs.leak, pairs.rows
    # What is left are bystanders.
    leak[:, pairs.first] = 0
    leak[rows, pairs.others] = 0
    size = np.abs(leak)
    worst_class = size.argmax(axis=1)
    worst = size[rows, worst_class]
    square = np.einsum("bc,bc->b", leak, leak)
    lost += pairs.bystanders(size)
    return Block(lost, pairs.unsure, square, worst, worst_class)


class _Pairs:
    """The pairs (B,) of one block.

    leak, along (B, C): each class's unit mean, and row, along a pair's direction; beta (B,).
    """

    def __init__(self, tables: ClassTables, first: int, others: slice) -> None:
        vectors, labels = tables.vectors, tables.labels
        self.tables = tables
        self.first, self.others = int(labels[first]), labels[others]
        gap, middle = (
            np.linalg.norm(some, axis=1)
            for some in (vectors[first] - vectors[others], vectors[first] + vectors[others])
        )
        self.unsure = np.minimum(gap, middle) < LEAST_APART
        scale = 1 / np.maximum(gap, LEAST_APART)
        self.leak = (tables.leaks[first] - tables.leaks[others]) * scale[:, None]
        self.along = (tables.reach[first] - tables.reach[others]) * scale[:, None]
        bias = tables.bias
        self.beta = None if bias is None else (bias[first] - bias[others]) * scale
        self.rows = np.arange(len(gap))

    def members(self) -> np.ndarray:
        """Return how many (B,) of a pair's own two means are read as neither."""
        lost = np.zeros(len(self.rows), int)
        both = (np.full(len(lost), self.first), self.others)
        for own in both:
            scores, noise = self._scores(self.rows, own)
            best = np.maximum(*(scores[self.rows, label] for label in both))
            for label in both:
                scores[self.rows, label] = -np.inf
            lost += self._judge(self.rows, best - scores.max(axis=1), noise)
        return lost

    def bystanders(self, size: np.ndarray) -> np.ndarray:
        """Return how many (B,) of the other means are lost; size (B, C): that of the leak."""
        tables, beta = self.tables, self.beta
        taken = size if tables.factor is None else size * tables.factor
        if beta is not None:
            leak = self.leak if tables.factor is None else self.leak * tables.factor
            taken = np.abs(leak - beta[:, None] * tables.share)
        at_risk = taken >= tables.safe[0]
        at_risk[:, self.first] = False
        at_risk[self.rows, self.others] = False
        return self._settle(at_risk)

    def _settle(self, at_risk: np.ndarray) -> np.ndarray:
        """Compare means at risk (B, C) with their rivals, the first to overtake first."""
        tables, classes = self.tables, at_risk.shape[1]
        rows = np.repeat(self.rows, np.count_nonzero(at_risk, axis=1))
        flat = np.flatnonzero(at_risk)
        labels = flat - rows * classes
        q, extra, noise = self._taken(rows, labels)
        along, own = self.along.ravel(), self.along.take(flat)
        lost = np.zeros(len(self.rows), int)
        turn = 0
        while turn < min(classes, TURNS) and len(rows) > FEW:
            rival = tables.rivals[turn].take(labels)
            lead = own - along.take(rows * classes + rival)
            lead *= -q
            lead += tables.gaps[turn].take(labels)
            if extra is not None:
                lead += extra * (tables.offset.take(labels) - tables.offset.take(rival))
            lost += self._judge(rows, lead, noise)
            keep = lead > noise
            turn += 1
            if turn < classes:
                keep &= np.abs(q) >= tables.safe[turn].take(labels)
            left = np.flatnonzero(keep)
            rows, labels, own = rows.take(left), labels.take(left), own.take(left)
            q, noise = q.take(left), noise.take(left)
            extra = None if extra is None else extra.take(left)
        for start in range(0, len(rows) if turn < classes else 0, len(self.rows)):
            part = slice(start, start + len(self.rows))
            lost += self._compare(rows[part], labels[part])
        return lost

    def _compare(self, rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Compare some means with all their rivals at once."""
        scores, noise = self._scores(rows, labels)
        places = np.arange(len(rows))
        best = scores[places, labels]
        scores[places, labels] = -np.inf
        return self._judge(rows, best - scores.max(axis=1), noise)

    def _judge(self, rows: np.ndarray, lead: np.ndarray, noise: np.ndarray) -> np.ndarray:
        """Count, by row (B,), leads that are lost; note the rows of those that may be either."""
        behind = lead < -noise
        clear = behind | (lead > noise)
        if not clear.all():
            self.unsure[rows[~clear]] = True
        return np.bincount(rows[behind], minlength=len(self.rows))

    def _taken(
        self, rows: np.ndarray, labels: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
        beta = None if self.beta is None else self.beta.take(rows)
        return self.tables.taken(labels, self.leak[rows, labels], beta)

    def _scores(self, rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the logits (n, C) of some means, times the length left, and their noise (n,)."""
        q, extra, noise = self._taken(rows, labels)
        along = self.along if rows is self.rows else self.along[rows]
        scores = along * -q[:, None]
        scores += self.tables.logits[labels]
        if extra is not None:
            scores += extra[:, None] * self.tables.offset
        return scores, noise
