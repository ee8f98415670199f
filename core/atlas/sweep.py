"""One pair over all dampings, as array algebra: embeddings move on lines, so nothing is run anew.

An embedding is e(s) = r + basis c(s) with r orthogonal to the k columns of basis and c(s) on a
line (`core.affine.Line`). Logits are (W r + W basis c(s)) / |e(s)| + b with
|e(s)|^2 = |r|^2 + |c(s)|^2; prototypes likewise. W r is made once a pair and block, and each
damping only adds k outer products and scales. Arrays are (C, B), classes down and samples across,
because numpy's passes along the samples are then long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
        self.offset = bundle.classifier_bias.astype(float)[:, None]
        means, counts = bundle.class_means_fit
        self.present = counts > 0
        self.means = change.head.line(means)
        self.means_square = np.einsum("cd,cd->c", self.means.across, self.means.across)
        self.along = self.weight @ self.means.basis

    def count(self) -> Swept:
        """Go over all test samples: bystanders first, then the pair."""
        labels = self.bundle.labels_test
        inside = np.isin(labels, self.pair)
        bystanders, members = np.flatnonzero(~inside), np.flatnonzero(inside)
        result = self._empty(labels)
        divergence = np.empty((len(self.dampings), len(bystanders)))
        size = max(LEAST_BLOCK, BLOCK_ENTRIES // self.classes)
        for start in range(0, len(bystanders), size):
            part = bystanders[start : start + size]
            self._bystanders(part, result.counts, divergence[:, start : start + size])
        for start in range(0, len(members), size):
            self._members(members[start : start + size], result)
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

    def _bystanders(self, part: np.ndarray, result: Counts, divergence: np.ndarray) -> None:
        block = _Block(self, part)
        labels, before = self.bundle.labels_test[part], self.bundle.predictions_test[part]
        was_right = before == labels
        reference = _Reference(self.bundle.logits_test[part].T, self.pair)
        for step, damping in enumerate(self.dampings):
            logits, best, read = block.read(damping)
            right = read == labels
            result.right[step] += np.bincount(labels[right], minlength=self.classes)
            result.flips[step] += np.count_nonzero(read != before)
            result.harmful[step] += np.count_nonzero(was_right & ~right)
            divergence[step] = reference.divergence(logits, best)
            # Last: the nearest centroids are found in the buffer that holds the logits.
            result.prototypes[step] += block.nearest(damping, labels)

    def _members(self, part: np.ndarray, result: Swept) -> None:
        block = _Block(self, part)
        labels = self.bundle.labels_test[part]
        members = [labels == label for label in self.pair]
        for step, damping in enumerate(self.dampings):
            _, _, read = block.read(damping)
            result.counts.right[step] += np.bincount(labels[read == labels], minlength=self.classes)
            for which, member in enumerate(members):
                reads = np.bincount(read[member], minlength=self.classes)
                result.reads[step, which] += reads
            result.counts.prototypes[step] += block.nearest(damping, labels)


class _Block:
    """Some samples of a sweep, with all that does not depend on the damping."""

    def __init__(self, sweep: Sweep, part: np.ndarray) -> None:
        self.sweep = sweep
        line = sweep.change.head.line(sweep.bundle.embeddings_test[part])
        # Samples across here too.
        self.start, self.step = line.start.T.copy(), line.step.T.copy()
        self.square = np.einsum("nd,nd->n", line.across, line.across)
        self.logits_across = sweep.weight @ line.across.T
        self.likeness_across = sweep.means.across @ line.across.T
        self.buffer = np.empty_like(self.logits_across)
        self.equal = np.empty(self.buffer.shape, bool)

    def read(self, damping: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return logits (C, B) in a buffer, their largest (B,), and whose that is (B,)."""
        sweep = self.sweep
        moved = self.start + damping * self.step
        logits = _product(sweep.along, moved, self.buffer)
        logits += self.logits_across
        if sweep.bundle.normalise:
            logits /= np.maximum(self._lengths(moved), NORM_FLOOR)
        logits += sweep.offset
        for row in sweep.change.rows:
            logits[:] = replace(row, damping=damping).of(logits)
        best = logits.max(axis=0)
        np.equal(logits, best, out=self.equal)
        return logits, best, self._first_equal()

    def nearest(self, damping: float, labels: np.ndarray) -> int:
        """Count samples whose nearest centroid, by cosine, is their own; the pair is one."""
        sweep = self.sweep
        means = sweep.means.start + damping * sweep.means.step
        lengths = np.sqrt(sweep.means_square + np.einsum("ck,ck->c", means, means))
        moved = self.start + damping * self.step
        likeness = _product(means, moved, self.buffer)
        likeness += self.likeness_across
        likeness /= np.maximum(lengths, NORM_FLOOR)[:, None]
        likeness[~sweep.present] = -np.inf
        first, second = sweep.pair
        np.maximum(likeness[first], likeness[second], out=likeness[first])
        likeness[second] = likeness[first]
        own = likeness[labels, np.arange(len(labels))]
        reach = EQUALLY_NEAR * self._lengths(moved)
        return int(np.count_nonzero(own >= likeness.max(axis=0) - reach))

    def _lengths(self, moved: np.ndarray) -> np.ndarray:
        return np.sqrt(self.square + np.einsum("kb,kb->b", moved, moved))

    def _first_equal(self) -> np.ndarray:
        """Return the first class (B,) marked in `equal`, as argmax would."""
        first = np.zeros(self.equal.shape[1], np.int8 if len(self.equal) < 128 else np.int64)
        for label in range(len(self.equal) - 1, -1, -1):
            np.copyto(first, label, where=self.equal[label])
        return first


class _Reference:
    """The unedited model's reading of some bystanders, for the divergence from it."""

    def __init__(self, logits: np.ndarray, pair: tuple[int, int]) -> None:
        self.pair = pair
        top = logits.max(axis=0)
        log_total = top + np.log(np.exp(logits - top).sum(axis=0))
        merged = _joined(logits, pair)
        self.p = np.exp(logits - log_total)
        self.p[list(pair)] = 0
        self.p_merged = np.exp(merged - log_total)
        own = np.einsum("cb,cb->b", self.p, logits) + self.p_merged * merged
        self.entropy = own - log_total

    def divergence(self, logits: np.ndarray, best: np.ndarray) -> np.ndarray:
        """Return KL(p || p') (B,) with the pair's probabilities summed; overwrites logits."""
        cross = np.einsum("cb,cb->b", self.p, logits)
        cross += self.p_merged * _joined(logits, self.pair)
        logits -= best
        np.exp(logits, out=logits)
        log_total = best + np.log(logits.sum(axis=0))
        return np.maximum(self.entropy - cross + log_total, 0)


def _joined(logits: np.ndarray, pair: tuple[int, int]) -> np.ndarray:
    first, second = logits[pair[0]], logits[pair[1]]
    return np.maximum(first, second) + np.log1p(np.exp(-np.abs(first - second)))


def _product(columns: np.ndarray, rows: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Multiply (C, k) with (k, B) into a buffer (C, B); one column is an outer product."""
    if columns.shape[1] == 1:
        return np.multiply.outer(columns[:, 0], rows[0], out=out)
    return np.matmul(columns, rows, out=out)
