"""Count one pair over all dampings, scoring only the samples whose certificate fails."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.certificate import certify
from weight_surgery.core.atlas.nearest import Nearest
from weight_surgery.core.atlas.scored import ScoredBlock
from weight_surgery.core.atlas.sweep import BLOCK_ENTRIES, LEAST_BLOCK, Sweep, Swept
from weight_surgery.core.edit import Edit


def edit_of(sweep: Sweep) -> Edit:
    """Return the edit of a sweep, of which certificates are known.

    Raises ValueError for a change of another form.
    """
    change = sweep.change
    if not isinstance(change.head, Edit) or change.rows or change.repair:
        raise ValueError(
            "this method does more than move embeddings along a few directions, so that there is "
            "no certificate for a sample; choose another, or measure it with counts_only=False"
        )
    return change.head


def count_certified(sweep: Sweep, nearest: Nearest) -> tuple[Swept, np.ndarray]:
    """Count as `Sweep.count` does, to the last sample, but for prototypes and divergence.

    Returns also how many bystanders (D,) were scored, for want of a certificate. Raises ValueError
    for a method that has none.
    """
    counted = _Counted(sweep, nearest, edit_of(sweep))
    return counted.swept, counted.scored


class _Counted:
    """One pair while it is counted.

    safe (D, N): samples with a certificate; scored (D,): bystanders without; noise (N,): what
    rounding may hide of a score's lead.
    """

    def __init__(self, sweep: Sweep, nearest: Nearest, edit: Edit) -> None:
        self.sweep, bundle = sweep, sweep.bundle
        self.labels, self.before = bundle.labels_test, bundle.predictions_test
        self.inside = np.isin(self.labels, sweep.pair)
        self.safe = certify(nearest, edit, sweep.pair, sweep.dampings)
        self.scored = np.count_nonzero(~self.safe & ~self.inside, axis=1)
        self.noise = nearest.rounding(edit)
        self.swept = sweep.empty()
        right = self.before == self.labels
        for step, safe in enumerate(self.safe):
            kept = np.bincount(self.labels[safe & right], minlength=sweep.classes)
            self.swept.counts.right[step] += kept
        close = self._score(np.flatnonzero(~self.safe.all(axis=0)))
        if close.any():
            self._settle(close)
        self.swept.close(sweep.pair)

    def _score(self, doubtful: np.ndarray) -> np.ndarray:
        """Count samples without a certificate; return those (D, N) that are left as too close."""
        close = np.zeros(self.safe.shape, bool)
        size = max(LEAST_BLOCK, BLOCK_ENTRIES // self.sweep.classes)
        for start in range(0, len(doubtful), size):
            part = doubtful[start : start + size]
            block = ScoredBlock(self.sweep, part)
            for step, damping in enumerate(self.sweep.dampings):
                read = block.read(damping)
                clear = block.lead(read) > self.noise[part]
                asked = ~self.safe[step, part]
                close[step, part[asked & ~clear]] = True
                self._add(step, part[asked & clear], read[asked & clear])
        return close

    def _settle(self, close: np.ndarray) -> None:
        """Count samples (D, N) that rounding decides, each in the very block of `Sweep.count`."""
        for part in self.sweep.parts():
            if not close[:, part].any():
                continue
            block = ScoredBlock(self.sweep, part)
            for step in np.flatnonzero(close[:, part].any(axis=1)).tolist():
                read = block.read(self.sweep.dampings[step])
                asked = close[step, part]
                self._add(step, part[asked], read[asked])

    def _add(self, step: int, samples: np.ndarray, read: np.ndarray) -> None:
        """Count samples, at one damping, as they are read."""
        swept, counts, classes = self.swept, self.swept.counts, self.sweep.classes
        labels, inside = self.labels[samples], self.inside[samples]
        right = read == labels
        counts.right[step] += np.bincount(labels[right], minlength=classes)
        before, others = self.before[samples], ~inside
        counts.flips[step] += np.count_nonzero(others & (read != before))
        counts.harmful[step] += np.count_nonzero(others & (before == labels) & ~right)
        member = (labels[inside] == self.sweep.pair[1]) * classes
        reads = np.bincount(member + read[inside], minlength=2 * classes)
        swept.reads[step] += reads.reshape(2, classes)
