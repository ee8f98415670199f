"""One pair over all dampings, as array algebra: the edit is rank one, so nothing is run anew.

For an embedding e with p = e.direction and the part across r = e - p direction, the edit leaves r
and scales p to p' = p - (1 - s)(p - beta). Logits are (W r + p' W direction) / |e'| + b with
|e'|^2 = |r|^2 + p'^2; prototypes likewise. W r is made once a pair and block, and each damping only
adds a row vector and scales. Arrays are (C, B), classes down and samples across, because numpy's
passes along the samples are then long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.geometry import NORM_FLOOR
from weight_surgery.core.metrics.prototypes import EQUALLY_NEAR
from weight_surgery.core.surgery import Surgery

# Entries of a (C, B) block: 1 MB in float64, so that a damping's few passes stay in the cache.
BLOCK_ENTRIES = 2**17
LEAST_BLOCK = 256


@dataclass(frozen=True, eq=False)
class Counts:
    """What one pair's sweep counted, over dampings (D,).

    right (D, C): samples of each class read as their label; reads (D, 2, C): what the samples of
    the pair's two classes are read as; flips, harmful (D,): bystanders; prototypes (D,): samples
    whose nearest centroid is their own; divergence_mean, divergence_p95 (D,), NaN without
    bystanders.
    """

    right: np.ndarray
    reads: np.ndarray
    flips: np.ndarray
    harmful: np.ndarray
    prototypes: np.ndarray
    divergence_mean: np.ndarray
    divergence_p95: np.ndarray


class Sweep:
    """Sweep one pair of a bundle over dampings, block by block."""

    def __init__(self, bundle: Bundle, pair: tuple[int, int], surgeries: list[Surgery]) -> None:
        self.bundle = bundle
        self.pair = pair
        self.surgeries = surgeries
        self.classes = len(bundle.class_names)
        self.direction = surgeries[0].direction
        bias = bundle.bias.astype(float)
        self.constant = 0.0 if surgeries[0].edit_bias else float(bias @ self.direction)
        self.weight = bundle.classifier_weight.astype(float)
        self.offset = bundle.classifier_bias.astype(float)[:, None]
        self.along = self.weight @ self.direction
        means, counts = bundle.class_means_fit
        self.present = counts > 0
        self.means_along = means @ self.direction
        self.means_across = means - self.means_along[:, None] * self.direction
        self.means_square = np.einsum("cd,cd->c", self.means_across, self.means_across)

    def count(self) -> Counts:
        """Go over all test samples: bystanders first, then the pair."""
        labels = self.bundle.labels_test
        inside = np.isin(labels, self.pair)
        bystanders, members = np.flatnonzero(~inside), np.flatnonzero(inside)
        steps = len(self.surgeries)
        result = Counts(
            right=np.zeros((steps, self.classes), int),
            reads=np.zeros((steps, 2, self.classes), int),
            flips=np.zeros(steps, int),
            harmful=np.zeros(steps, int),
            prototypes=np.zeros(steps, int),
            divergence_mean=np.full(steps, np.nan),
            divergence_p95=np.full(steps, np.nan),
        )
        divergence = np.empty((steps, len(bystanders)))
        size = max(LEAST_BLOCK, BLOCK_ENTRIES // self.classes)
        for start in range(0, len(bystanders), size):
            part = bystanders[start : start + size]
            self._bystanders(part, result, divergence[:, start : start + size])
        for start in range(0, len(members), size):
            self._members(members[start : start + size], result)
        if len(bystanders):
            result.divergence_mean[:] = divergence.mean(axis=1)
            result.divergence_p95[:] = np.percentile(divergence, 95, axis=1)
        return result

    def _bystanders(self, part: np.ndarray, result: Counts, divergence: np.ndarray) -> None:
        block = _Block(self, part)
        labels, before = self.bundle.labels_test[part], self.bundle.predictions_test[part]
        was_right = before == labels
        reference = _Reference(self.bundle.logits_test[part].T, self.pair)
        for step, surgery in enumerate(self.surgeries):
            logits, best, read = block.read(surgery.damping)
            right = read == labels
            result.right[step] += np.bincount(labels[right], minlength=self.classes)
            result.flips[step] += np.count_nonzero(read != before)
            result.harmful[step] += np.count_nonzero(was_right & ~right)
            divergence[step] = reference.divergence(logits, best)
            # Last: the nearest centroids are found in the buffer that holds the logits.
            result.prototypes[step] += block.nearest(surgery.damping, labels)

    def _members(self, part: np.ndarray, result: Counts) -> None:
        block = _Block(self, part)
        labels = self.bundle.labels_test[part]
        members = [labels == label for label in self.pair]
        for step, surgery in enumerate(self.surgeries):
            _, _, read = block.read(surgery.damping)
            result.right[step] += np.bincount(labels[read == labels], minlength=self.classes)
            for which, member in enumerate(members):
                reads = np.bincount(read[member], minlength=self.classes)
                result.reads[step, which] += reads
            result.prototypes[step] += block.nearest(surgery.damping, labels)


class _Block:
    """Some samples of a sweep, with all that does not depend on the damping."""

    def __init__(self, sweep: Sweep, part: np.ndarray) -> None:
        self.sweep = sweep
        embeddings = sweep.bundle.embeddings_test[part]
        self.p = embeddings @ sweep.direction
        across = embeddings - self.p[:, None] * sweep.direction
        self.square = np.einsum("nd,nd->n", across, across)
        self.logits_across = sweep.weight @ across.T
        self.likeness_across = sweep.means_across @ across.T
        self.buffer = np.empty_like(self.logits_across)
        self.equal = np.empty(self.buffer.shape, bool)

    def moved(self, along: np.ndarray, damping: float) -> np.ndarray:
        """Return p' of p."""
        return along - (1 - damping) * (along - self.sweep.constant)

    def read(self, damping: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return logits (C, B) in a buffer, their largest (B,), and whose that is (B,)."""
        moved = self.moved(self.p, damping)
        logits = np.multiply.outer(self.sweep.along, moved, out=self.buffer)
        logits += self.logits_across
        if self.sweep.bundle.normalise:
            logits /= np.maximum(np.sqrt(self.square + moved * moved), NORM_FLOOR)
        logits += self.sweep.offset
        best = logits.max(axis=0)
        np.equal(logits, best, out=self.equal)
        return logits, best, self._first_equal()

    def nearest(self, damping: float, labels: np.ndarray) -> int:
        """Count samples whose nearest centroid, by cosine, is their own; the pair is one."""
        sweep = self.sweep
        means_moved = self.moved(sweep.means_along, damping)
        lengths = np.maximum(np.sqrt(sweep.means_square + means_moved**2), NORM_FLOOR)
        moved = self.moved(self.p, damping)
        likeness = np.multiply.outer(means_moved, moved, out=self.buffer)
        likeness += self.likeness_across
        likeness /= lengths[:, None]
        likeness[~sweep.present] = -np.inf
        first, second = sweep.pair
        np.maximum(likeness[first], likeness[second], out=likeness[first])
        likeness[second] = likeness[first]
        reach = EQUALLY_NEAR * np.sqrt(self.square + moved * moved)
        own = likeness[labels, np.arange(len(labels))]
        return int(np.count_nonzero(own >= likeness.max(axis=0) - reach))

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
