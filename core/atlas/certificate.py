"""A certificate that an edit leaves a sample's reading as it is, without any of its logits.

With u a sample's embedding, at length 1 where the network normalises, v, o the classifier's rows
and offsets, p = right^T (u - anchor), a = v left and r the length of u - (1 - s) left p, or 1 where
lengths count, class k overtakes the class y that is read only if

    gap_k - (1 - s) p.(a_y - a_k) - (1 - r) (o_y - o_k) <= 0,

gap_k being the unedited lead over k. That is asked of the pair's two classes, whose a are the
largest, and of the NEAREST with the smallest gaps; of all others at once with the gap of the next
one and the extremes of a and o. The pair's own samples get none: they are meant to move.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.atlas.nearest import Nearest
from weight_surgery.core.edit import Edit

# Samples of a block: its arrays of a dozen classes fit the cache.
BLOCK = 2**12
# Left of an embedding; see `Nearest`.
LEAST_LENGTH = 1 / 8


@dataclass(frozen=True, eq=False)
class Reach:
    """How far the rows of a classifier reach along what an edit moves.

    along (C, k): v left; low, high (k,), least, most: of all classes but the pair's, the extremes
    of that and of the offset.
    """

    along: np.ndarray
    low: np.ndarray
    high: np.ndarray
    least: float
    most: float

    @classmethod
    def of(cls, nearest: Nearest, edit: Edit, pair: tuple[int, int]) -> Reach:
        """Return the reach of an edit that merges a pair."""
        along = nearest.weight @ edit.left
        others = np.delete(np.arange(len(along)), pair)
        # Of nothing the extremes may be anything: what is left is at inf.
        some = along[others] if len(others) else np.zeros((1, along.shape[1]))
        offset = nearest.offset[others] if len(others) else np.zeros(1)
        return cls(along, some.min(axis=0), some.max(axis=0), offset.min(), offset.max())


def certify(
    nearest: Nearest, edit: Edit, pair: tuple[int, int], dampings: list[float]
) -> np.ndarray:
    """Return which test samples (D, N) surely keep their reading at dampings (D,).

    edit: the pair's, at any damping. Of the pair's own classes none is certified.
    """
    taken = nearest.taken(edit)
    # |left p|, as |triangle p|.
    moved = np.linalg.norm(np.linalg.qr(edit.left)[1] @ taken, axis=0)
    noise = nearest.noise(edit)
    room = nearest.radius - noise / nearest.slowest[nearest.read]
    safe = (1 - np.array(dampings))[:, None] * moved < room
    inside = np.isin(nearest.bundle.labels_test, pair)
    reach, asked = Reach.of(nearest, edit, pair), np.flatnonzero(~safe.all(axis=0) & ~inside)
    for start in range(0, len(asked), BLOCK):
        part = asked[start : start + BLOCK]
        each = _Asked(nearest, edit, reach, pair, part, taken[:, part])
        for step, damping in enumerate(dampings):
            safe[step, part] |= each.lead(1 - damping) > noise[part]
    safe[:, inside] = False
    return safe


class _Asked:
    """A block of samples with all that does not depend on the damping.

    taken (k, B): p; gaps (n, B), and the differences (k, n, B) and (n, B) of what classes reach
    along the edit and of their offsets.
    """

    def __init__(
        self,
        nearest: Nearest,
        edit: Edit,
        reach: Reach,
        pair: tuple[int, int],
        part: np.ndarray,
        taken: np.ndarray,
    ) -> None:
        self.reach, self.taken, read = reach, taken, nearest.read[part]
        self.rest = nearest.rest[part]
        logits = nearest.bundle.logits_test
        own = logits[part, read]
        behind = (own - logits[part, label] for label in pair)
        self.gaps = np.vstack([nearest.gaps[:, part], *behind])
        classes = np.vstack([nearest.classes[:, part], *(np.full(len(read), k) for k in pair)])
        # One of the pair that is read is no rival of itself.
        self.gaps[classes == read] = np.inf
        self.own = reach.along[read].T
        self.along = self.own[:, None] - reach.along.T[:, classes]
        self.offset = None
        if nearest.stretches:
            self.own_offset = nearest.offset[read]
            self.offset = self.own_offset - nearest.offset[classes]
            units = nearest.bundle.embeddings_test[part] / nearest.scale[part, None]
            self.across = edit.left.T @ units.T
            self.gram = edit.left.T @ edit.left

    def lead(self, share: float) -> np.ndarray:
        """Return how far (B,) the class that is read stays ahead at least, share being 1 - s."""
        moved = share * self.taken
        lead = self.gaps - np.einsum("kb,knb->nb", moved, self.along)
        reach = self.reach
        rest = self.rest - np.maximum(
            moved * (self.own - reach.low[:, None]), moved * (self.own - reach.high[:, None])
        ).sum(axis=0)
        if self.offset is None:
            return np.minimum(lead.min(axis=0), rest)
        square = 1 - 2 * np.einsum("kb,kb->b", moved, self.across)
        square += np.einsum("kb,kl,lb->b", moved, self.gram, moved)
        left = np.sqrt(np.maximum(square, 0))
        shorter = 1 - left
        lead -= shorter * self.offset
        rest -= np.maximum(
            shorter * (self.own_offset - reach.least), shorter * (self.own_offset - reach.most)
        )
        found = np.minimum(lead.min(axis=0), rest)
        # A length found as a small difference is not good enough.
        return np.where(left < LEAST_LENGTH, -np.inf, found)
