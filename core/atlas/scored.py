"""Some samples of a sweep, read at one damping after another."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weight_surgery.core.geometry import NORM_FLOOR
from weight_surgery.core.metrics.prototypes import EQUALLY_NEAR

if TYPE_CHECKING:
    from weight_surgery.core.atlas.sweep import Sweep


class ScoredBlock:
    """Some samples of a sweep, with all that does not depend on the damping.

    scores (C, B): of the damping that was read last, each sample's logits times its length, which
    are as good to find the largest of; place (k + 1, B), lengths (B,): the samples at that damping,
    on the line and, last, what their logits are to be divided by.
    """

    def __init__(self, sweep: Sweep, part: np.ndarray) -> None:
        self.sweep = sweep
        line = sweep.change.head.line(sweep.bundle.embeddings_test[part])
        # Samples across here too.
        self.start, self.step = line.start.T.copy(), line.step.T.copy()
        self.square = np.einsum("nd,nd->n", line.across, line.across)
        self.across = sweep.weight @ line.across.T
        self.line_across = line.across
        self.scores = np.empty_like(self.across)
        self.equal = np.empty(self.scores.shape, bool)
        # From the last class to the first, so that the largest marks the first of equals.
        small = np.int8 if len(self.equal) < 128 else np.int64
        self.marks = np.arange(len(self.equal), 0, -1, dtype=small)[:, None]

    def read(self, damping: float) -> np.ndarray:
        """Return the class (B,) that is read at a damping: the first of those with most."""
        sweep = self.sweep
        self.damping = damping
        moved = self.start + damping * self.step
        self.lengths = np.sqrt(self.square + np.einsum("kb,kb->b", moved, moved))
        scale = np.ones_like(self.lengths)
        if sweep.bundle.normalise:
            np.maximum(self.lengths, NORM_FLOOR, out=scale)
        self.place = np.vstack([moved, scale])
        scores = np.matmul(sweep.along, self.place, out=self.scores)
        scores += self.across
        for row in sweep.change.rows:
            scores[:] = row.at(damping).of(scores)
        self.best = scores.max(axis=0)
        np.equal(scores, self.best, out=self.equal)
        return len(self.marks) - (self.equal * self.marks).max(axis=0)

    @cached_property
    def _likeness_across(self) -> np.ndarray:
        return self.sweep.means.across @ self.line_across.T

    def lead(self, read: np.ndarray) -> np.ndarray:
        """Return how far (B,) each sample's class leads the next one, read (B,) having been read.

        In the scores' own units; the scores are lost.
        """
        self.scores[read, np.arange(len(read))] = -np.inf
        return self.best - self.scores.max(axis=0)

    def nearest(self, labels: np.ndarray) -> int:
        """Count samples whose nearest centroid, by cosine, is their own; the pair is one.

        At the damping that was read last, whose scores are lost.
        """
        sweep = self.sweep
        means = sweep.means.start + self.damping * sweep.means.step
        lengths = np.sqrt(sweep.means_square + np.einsum("ck,ck->c", means, means))
        # A column of nothing, because numpy multiplies by one alone far slower than by two.
        means = np.column_stack([means, np.zeros(len(means))])
        likeness = np.matmul(means, self.place, out=self.scores)
        likeness += self._likeness_across
        likeness *= 1 / np.maximum(lengths, NORM_FLOOR)[:, None]
        if not sweep.present.all():
            likeness[~sweep.present] = -np.inf
        first, second = sweep.pair
        np.maximum(likeness[first], likeness[second], out=likeness[first])
        likeness[second] = likeness[first]
        own = likeness[labels, np.arange(len(labels))]
        reach = EQUALLY_NEAR * self.lengths
        return int(np.count_nonzero(own >= likeness.max(axis=0) - reach))
