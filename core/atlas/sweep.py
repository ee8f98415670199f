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

from weight_surgery.core.atlas.scored import ScoredBlock
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.metrics import Counts

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

    def close(self, pair: tuple[int, int]) -> None:
        """Fill in what is read as its own group, once all else is counted."""
        counts, merged = self.counts, list(pair)
        counts.own[:] = counts.right
        counts.own[:, merged] = self.reads[:, :, merged].sum(axis=2)


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
        result, parts = self.empty(), self.parts()
        bystanders = int((~np.isin(self.bundle.labels_test, self.pair)).sum())
        divergence = np.empty((len(self.dampings), bystanders))
        start = 0
        for part in parts:
            self._block(part, result, divergence[:, start : start + len(part)])
            start += len(part)
        result.close(self.pair)
        if bystanders:
            result.divergence_mean[:] = divergence.mean(axis=1)
            result.divergence_p95[:] = np.percentile(divergence, 95, axis=1)
        return result

    def parts(self) -> list[np.ndarray]:
        """Return the test samples, bystanders first, in blocks that fit the cache."""
        inside = np.isin(self.bundle.labels_test, self.pair)
        order = np.argsort(inside, kind="stable")
        size = max(LEAST_BLOCK, BLOCK_ENTRIES // self.classes)
        return [order[start : start + size] for start in range(0, len(order), size)]

    def empty(self) -> Swept:
        """Return what is found before any sample is counted."""
        steps, labels = len(self.dampings), self.bundle.labels_test
        counts = Counts(
            np.bincount(labels, minlength=self.classes),
            *(np.zeros((steps, self.classes), int) for _ in range(2)),
            *(np.zeros(steps, int) for _ in range(3)),
        )
        reads = np.zeros((steps, 2, self.classes), int)
        return Swept(counts, reads, np.full(steps, np.nan), np.full(steps, np.nan))

    def _block(self, part: np.ndarray, result: Swept, divergence: np.ndarray) -> None:
        """Count a part of the samples, of which those in divergence (D, bystanders) come first."""
        block, counts, classes = ScoredBlock(self, part), result.counts, self.classes
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


class _Reference:
    """The unedited model's reading of a block's samples, for the divergence from it.

    What the edited logits of the other classes are under p is p's own mean of the parts they are
    made of, so that no damping needs all of them again.
    """

    def __init__(self, block: ScoredBlock, logits: np.ndarray) -> None:
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
