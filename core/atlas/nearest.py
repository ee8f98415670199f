"""The unedited network's closest decisions, and what rounding may hide of them.

A certificate compares a lead with 0, and may only do so where neither its own arithmetic nor that
of `ScoredBlock.read` can have made the sign. A product of d terms is good to (d + 8) eps of the
product of lengths. A lead is made of a few: rows with embeddings, rows with what the edit moves (at
most 1 + |left| |right| times as far), right with embeddings, offsets with a length. That is about
ten errors of the size of `rounding`, of which ROUNDING leaves room for 64. A certificate finds the
square of a length as a difference: what that rounds counts 1 / (2 LEAST_LENGTH) = 4 times.
"""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.paces import paces
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.edit import Edit
from weight_surgery.core.geometry import NORM_FLOOR

# Classes that are asked one by one.
NEAREST = 10
ROUNDING = 64
# An embedding that is brought to length 1 from less than this has no certificate.
SHORTEST = 1e-9
# Samples of a block that is looked through for its nearest classes.
BLOCK = 2**12


class Nearest:
    """What certificates ask of a bundle's test samples, made once for all edits.

    read (N,): the unedited reading; classes, gaps (n, N): the classes with the smallest leads
    behind it, and these; rest (N,): the next lead, inf without one; lengths, scale (N,): of
    embeddings, and what they are divided by before they are read; radius (N,): how far one may move
    before it can be read as another class; slowest (C,): how fast a class is caught up with at
    least, by that unit; stretches: whether a length
    decides anything, as it does where it divides what is read but not the offset.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.read = bundle.predictions_test
        self.lengths = np.linalg.norm(bundle.embeddings_test, axis=1)
        self.scale = np.ones_like(self.lengths)
        if bundle.normalise:
            np.maximum(self.lengths, NORM_FLOOR, out=self.scale)
        self.weight = bundle.classifier_weight.astype(float)
        self.offset = bundle.classifier_bias.astype(float)
        self.stretches = bundle.normalise and bool(np.ptp(self.offset))
        pace = paces(self.weight, self.offset if self.stretches else None)
        self.slowest = np.where(np.eye(len(pace), dtype=bool), np.inf, pace).min(axis=1)
        samples, count = len(self.read), min(NEAREST, len(self.offset) - 1)
        self.classes = np.empty((count, samples), np.intp)
        self.gaps = np.empty((count, samples))
        self.rest, self.radius = np.empty((2, samples))
        for start in range(0, samples, BLOCK):
            self._block(slice(start, start + BLOCK), count, pace)

    def _block(self, part: slice, count: int, pace: np.ndarray) -> None:
        logits, read = self.bundle.logits_test[part], self.read[part]
        rows = np.arange(len(read))
        gaps = logits[rows, read][:, None] - logits
        # The read class itself is no rival.
        gaps[rows, read] = np.inf
        self.radius[part] = (gaps / pace[read]).min(axis=1)
        # With the next one: behind all others that is the read class, at inf.
        order = np.argpartition(gaps, count, axis=1)
        nearest, following = order[:, :count], order[:, count]
        self.classes[:, part] = nearest.T
        self.gaps[:, part] = gaps[rows[:, None], nearest].T
        self.rest[part] = gaps[rows, following]

    def taken(self, edit: Edit) -> np.ndarray:
        """Return p (k, N): what an edit takes of each sample, as it is read."""
        return self.along(edit.right) - (edit.anchor @ edit.right)[:, None] / self.scale

    def along(self, columns: np.ndarray) -> np.ndarray:
        """Return the products (k, N) of samples, as they are read, with columns (d, k)."""
        # One by one: a product with a matrix of one column is several times slower.
        each = [self.bundle.embeddings_test @ column for column in columns.T.copy()]
        return np.array(each) / self.scale

    def rounding(self, edit: Edit) -> np.ndarray:
        """Return what rounding may hide of a lead (N,) after an edit, in `ScoredBlock`'s scores."""
        reach = self._stretch(edit) * (self.lengths + np.linalg.norm(edit.anchor))
        rows = np.linalg.norm(self.weight, axis=1).max()
        largest = np.abs(self.offset).max()
        if self.bundle.normalise:
            return 2 * self._unit_error * (rows + largest) * reach
        return 2 * self._unit_error * (rows * reach + largest)

    @property
    def _unit_error(self) -> float:
        return ROUNDING * (self.bundle.dims + 8) * float(np.finfo(float).eps)

    def _stretch(self, edit: Edit) -> float:
        return 1 + float(np.linalg.norm(edit.left) * np.linalg.norm(edit.right))

    def noise(self, edit: Edit) -> np.ndarray:
        """Return the same (N,) in logits, with what a length adds to a certificate."""
        noise = self.rounding(edit) / self.scale
        if self.stretches:
            far = self._stretch(edit) * (1 + np.linalg.norm(edit.anchor) / self.scale)
            noise += 2 * self._unit_error * np.abs(self.offset).max() * far * far
        if self.bundle.normalise:
            noise[self.lengths < SHORTEST] = np.inf
        return noise
