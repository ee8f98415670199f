"""Tables of classes by classes, from which all pairs are ranked without touching an embedding.

With unit centroids a_i, a_j, g = |a_i - a_j| and direction = (a_i - a_j) / g, the paper's edit at
damping 0 takes q direction from the mean e of class k (at length 1 where the network normalises,
which no reading depends on), q = e.direction - beta, beta what a kept bias holds of the direction.
Class c then trails k by

    gap_k(c) - q (v_k - v_c).direction + (r - 1) (o_k - o_c)

with v, o the classifier's rows and offsets, gap the unedited lead, and r the length left, or 1
where lengths count. As |direction| = 1 and |r - 1| <= |q|, c cannot overtake while

    |q| < gap_k(c) / (|v_k - v_c| + |o_k - o_c|)

and k is safe below the least of these. Every product is a difference of two entries of a table.
"""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.paces import paces
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.geometry import unit

# Nearer to each other, or to being opposite, than this, a pair is left to the atlas itself.
LEAST_APART = 1e-3
# A lead counts only beyond the rounding of the two ways to it, here and in the atlas. A product of
# d terms is good to (d + 8) eps of the lengths' product, and the direction is a difference of
# length LEAST_APART or more, so (d + 8) eps / LEAST_APART bounds what one of them brings in. About
# ten meet in a lead; 64 leaves room.
ROUNDING = 64
# A mean shorter than this has no direction that rounding leaves alone.
SHORTEST = 1e-9


class ClassTables:
    """What is asked of a bundle's classes by every pair of them.

    labels (n,): the classes that can be merged; vectors (n, d): their centroids at length 1;
    edit_bias: whether the bias is edited too. Then known (C,): classes with fit samples; leaks
    (n, C), reach (n, C): products of centroids with unit means, and with rows; logits (C, C) of the
    means, a row a mean; noise (C,): what rounding may hide of a lead over each mean's rivals.
    rivals, safe, gaps (C, C): down, each class's rivals by the q at which they become one, that q,
    and the lead over them.
    """

    def __init__(
        self, bundle: Bundle, labels: np.ndarray, vectors: np.ndarray, edit_bias: bool
    ) -> None:
        means, counts = bundle.class_means_fit
        self.labels, self.vectors, self.known = labels, vectors, counts > 0
        weight, bias = bundle.classifier_weight.astype(float), bundle.bias.astype(float)
        self.offset = bundle.classifier_bias.astype(float)
        # Where lengths count the offset is added as it is, and equal ones decide nothing.
        self.stretches = bundle.normalise and bool(np.ptp(self.offset))
        lengths, units = np.linalg.norm(means, axis=1), unit(means)
        points = units if bundle.normalise else means
        # q = leak * factor - beta * share, without what is 1 or 0.
        self.factor = None if bundle.normalise else lengths
        self.bias = None if edit_bias or not bias.any() else vectors @ bias
        self.share = 1 / np.maximum(lengths, SHORTEST) if bundle.normalise else np.ones(len(means))
        self.leaks = vectors @ units.T
        self.reach = vectors @ weight.T
        self.logits = points @ weight.T + self.offset
        held = (0 if self.bias is None else np.linalg.norm(bias)) * self.share
        sizes = np.linalg.norm(points, axis=1) + held
        largest = np.linalg.norm(weight, axis=1).max() * sizes
        largest += np.abs(self.offset).max() * (1 + held)
        self.noise = 2 * largest * ROUNDING * (bundle.dims + 8) * np.finfo(float).eps / LEAST_APART
        # A mean of nothing stays nothing, unless a kept bias moves it.
        vague = (lengths < SHORTEST) & (means.any(axis=1) | (self.bias is not None))
        self.noise[vague] = np.inf
        self._order_rivals(weight)

    def _order_rivals(self, weight: np.ndarray) -> None:
        gaps = np.diag(self.logits)[:, None] - self.logits
        pace = paces(weight, self.offset if self.stretches else None)
        safe = (gaps - self.noise[:, None]) / pace
        np.fill_diagonal(safe, np.inf)
        safe[~self.known] = np.inf
        rivals = safe.argsort(axis=1)
        # Rivals down and classes across: a turn reads one row of each.
        self.rivals = rivals.T.copy()
        self.safe = np.take_along_axis(safe, rivals, axis=1).T.copy()
        self.gaps = np.take_along_axis(gaps, rivals, axis=1).T.copy()

    def taken(
        self, labels: np.ndarray, leak: np.ndarray, beta: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
        """Return q, r - 1 where it decides anything, and the noise, of some means (n,).

        leak (n,): their products with the pair's direction, at length 1; beta (n,): what a kept
        bias holds of it.
        """
        q = leak if self.factor is None else leak * self.factor.take(labels)
        held = None if beta is None else beta * self.share.take(labels)
        if held is not None:
            q = q - held
        noise = self.noise.take(labels)
        if not self.stretches:
            return q, None, noise
        square = np.maximum(1 - leak * leak, 0) + (0 if held is None else held * held)
        left = np.sqrt(square)
        # What rounds in a length's square is as much more of a short length.
        return q, left - 1, noise * (1 + 1 / np.maximum(left, SHORTEST))
