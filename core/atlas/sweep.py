"""One pair over all dampings, as array algebra: embeddings move on lines, so nothing is run anew.

An embedding is e(s) = r + basis c(s) with r orthogonal to the k columns of basis and c(s) on a
line (`core.affine.Line`). Logits are (W r + W basis c(s)) / |e(s)| + b with
|e(s)|^2 = |r|^2 + |c(s)|^2; prototypes likewise. W r is made once a pair and block, and each
damping only adds a product of rank k + 1, the last for b |e(s)|: which logit is largest does not
depend on the length that all are divided by. Arrays are (C, B), classes down and samples across,
because numpy's passes along the samples are then long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import NORM_FLOOR
from weight_surgery.core.metrics import Counts
from weight_surgery.core.metrics.prototypes import EQUALLY_NEAR

# Entries of a (C, B) block: 1 MB in float64, so that a damping's few passes stay in the cache.
BLOCK_ENTRIES = 2**17
LEAST_BLOCK = 256


@dataclass(frozen=True, eq=False)
class Swept:
    """What one pair's sweep found, over dampings (D,).

    counts: all that figures are defined on; reads (D, 2, C): what the samples of the pair's two
    classes are read as; divergence_mean, divergence_p95 (D,), NaN without bystanders.
    """

    counts: Counts
    reads: np.ndarray
    divergence_mean: np.ndarray
    divergence_p95: np.ndarray


class Sweep:
    """Sweep one pair of a bundle over dampings, block by block."""

    def __init__(
        self, bundle: Bundle, pair: tuple[int, int], change: Change, dampings: list[float]
    ) -> None:
        self.bundle = bundle
        self.pair = pair
        self.change = change
        self.dampings = dampings
        self.classes = len(bundle.class_names)
        self.weight = bundle.classifier_weight.astype(float)
        means, counts = bundle.class_means_fit
        self.present = counts > 0
        self.means = change.head.line(means)
        self.means_square = np.einsum("cd,cd->c", self.means.across, self.means.across)
        # What logits read of a sample's place on the line, and of its length: the offset.
        offset = bundle.classifier_bias.astype(float)
        self.along = np.column_stack([self.weight @ self.means.basis, offset])

    def count(self) -> Swept:
        """Go over all test samples: bystanders first, then the pair."""
        labels = self.bundle.labels_test
        inside = np.isin(labels, self.pair)
        bystanders = np.flatnonzero(~inside)
        order = np.concatenate([bystanders, np.flatnonzero(inside)])
        result = self._empty(labels)
        divergence = np.empty((len(self.dampings), len(bystanders)))
        size = max(LEAST_BLOCK, BLOCK_ENTRIES // self.classes)
        for start in range(0, len(order), size):
            part = order[start : start + size]
            self._block(part, result, divergence[:, start : start + size])
        counts, pair = result.counts, list(self.pair)
        counts.own[:] = counts.right
        counts.own[:, pair] = result.reads[:, :, pair].sum(axis=2)
        if len(bystanders):
            result.divergence_mean[:] = divergence.mean(axis=1)
            result.divergence_p95[:] = np.percentile(divergence, 95, axis=1)
        return result

    def _empty(self, labels: np.ndarray) -> Swept:
        steps = len(self.dampings)
        counts = Counts(
            np.bincount(labels, minlength=self.classes),
            *(np.zeros((steps, self.classes), int) for _ in range(2)),
            *(np.zeros(steps, int) for _ in range(3)),
        )
        reads = np.zeros((steps, 2, self.classes), int)
        return Swept(counts, reads, np.full(steps, np.nan), np.full(steps, np.nan))

    def _block(self, part: np.ndarray, result: Swept, divergence: np.ndarray) -> None:
        """Count a part of the samples, of which those in divergence (D, bystanders) come first."""
        block, counts, classes = _Block(self, part), result.counts, self.classes
        others = divergence.shape[1]
        labels, before = self.bundle.labels_test[part], self.bundle.predictions_test[part]
        was_right, before = before[:others] == labels[:others], before[:others]
        member = (labels[others:] == self.pair[1]) * classes
        reference = _Reference(block, self.bundle.logits_test[part].T)
        for step, damping in enumerate(self.dampings):
            read = block.read(damping)
            right = read == labels
            counts.right[step] += np.bincount(labels[right], minlength=classes)
            reads = np.bincount(member + read[others:], minlength=2 * classes)
            result.reads[step] += reads.reshape(2, classes)
            if others:
                counts.flips[step] += np.count_nonzero(read[:others] != before)
                counts.harmful[step] += np.count_nonzero(was_right & ~right[:others])
                divergence[step] = reference.divergence()[:others]
            # Last: the nearest centroids are found in the buffer that holds the scores.
            counts.prototypes[step] += block.nearest(labels)


class _Block:
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
        self.likeness_across = sweep.means.across @ line.across.T
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
        likeness += self.likeness_across
        likeness *= 1 / np.maximum(lengths, NORM_FLOOR)[:, None]
        if not sweep.present.all():
            likeness[~sweep.present] = -np.inf
        first, second = sweep.pair
        np.maximum(likeness[first], likeness[second], out=likeness[first])
        likeness[second] = likeness[first]
        own = likeness[labels, np.arange(len(labels))]
        reach = EQUALLY_NEAR * self.lengths
        return int(np.count_nonzero(own >= likeness.max(axis=0) - reach))


class _Reference:
    """The unedited model's reading of a block's samples, for the divergence from it.

    What the edited logits of the other classes are under p is p's own mean of the parts they are
    made of, so that no damping needs all of them again.
    """

    def __init__(self, block: _Block, logits: np.ndarray) -> None:
        """logits (C, B): the unedited ones of the block's samples."""
        self.block = block
        pair = list(block.sweep.pair)
        top = logits.max(axis=0)
        log_total = top + np.log(np.exp(logits - top).sum(axis=0))
        merged = _joined(*logits[pair])
        p = np.exp(logits - log_total)
        p[pair] = 0
        self.p_merged = np.exp(merged - log_total)
        own = np.einsum("cb,cb->b", p, logits) + self.p_merged * merged
        self.entropy = own - log_total
        self.across = np.einsum("cb,cb->b", p, block.across)
        self.along = block.sweep.along.T @ p

    def divergence(self) -> np.ndarray:
        """Return KL(p || p') (B,) with the pair's probabilities summed; overwrites the scores."""
        block, scores = self.block, self.block.scores
        best, scale = block.best, block.place[-1]
        cross = (self.across + np.einsum("kb,kb->b", self.along, block.place)) / scale
        cross += self.p_merged * _joined(*scores[list(block.sweep.pair)] / scale)
        scores -= best
        scores *= 1 / scale
        np.exp(scores, out=scores)
        log_total = best / scale + np.log(scores.sum(axis=0))
        return np.maximum(self.entropy - cross + log_total, 0)


def _joined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.maximum(first, second) + np.log1p(np.exp(-np.abs(first - second)))
