"""Verification of one pair over all dampings."""

from __future__ import annotations

from functools import cache

import numpy as np

from weight_surgery.core.affine import Line
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.geometry import NORM_FLOOR, unit
from weight_surgery.core.metrics.matches import Group
from weight_surgery.core.metrics.verification import (
    BENIGN_SAMPLES,
    PairShare,
    SamplePairs,
    Verification,
    attack_success,
    class_samples,
    first_of_each,
    genuine_accept,
)

# Shorter than this, or longer than one over it, float32 does not tell cosines.
SHORT = 1e-6


class Verifier:
    """What verification makes of the pairs of a bundle that has a threshold."""

    def __init__(self, bundle: Bundle, threshold: float) -> None:
        self.bundle = bundle
        self.threshold = threshold
        self.labels = bundle.labels_test
        self.benign = first_of_each(self.labels, len(bundle.class_names), BENIGN_SAMPLES)
        # Asked for by each class's many pairs.
        self.samples = cache(lambda label: class_samples(self.labels, label))
        self.unedited = cache(lambda label: Group(bundle.unit_embeddings_test[self.samples(label)]))

    def genuine(self, pair: tuple[int, int]) -> PairShare:
        """Return the unedited network's genuine accept of a pair."""
        first, second = map(self.unedited, pair)
        return genuine_accept(first, second, self.threshold)

    def attack(
        self, pair: tuple[int, int], change: Change, dampings: list[float]
    ) -> list[PairShare]:
        """Return the attack success alone at each damping."""
        lines = self._lines(pair, change)
        found = []
        for damping in dampings:
            first, second = (Group(unit(line.at(damping))) for line in lines)
            found.append(attack_success(first, second, self.threshold))
        return found

    def _lines(self, pair: tuple[int, int], change: Change) -> list[Line]:
        embeddings = self.bundle.embeddings_test
        return [change.head.line(embeddings[self.samples(label)]) for label in pair]

    def sweep(
        self, pair: tuple[int, int], change: Change, dampings: list[float]
    ) -> list[Verification]:
        """Return what is left of verification at each damping."""
        embeddings, threshold = self.bundle.embeddings_test, self.threshold
        first, second = self._lines(pair, change)
        chosen = self.benign[~np.isin(self.labels[self.benign], pair)]
        pairs = SamplePairs(self.labels[chosen])
        others = _Matching(change.head.line(embeddings[chosen]), embeddings[chosen], threshold)
        found = []
        for damping in dampings:
            a, b = (Group(unit(line.at(damping))) for line in (first, second))
            found.append(
                Verification(
                    attack_success(a, b, threshold),
                    genuine_accept(a, b, threshold),
                    pairs.accuracy(others.at(damping)),
                )
            )
        return found


class _Matching:
    """Which of some samples on lines match each other, at every damping.

    x and y match when their product across the line exceeds threshold |x| |y| minus their product
    along it: the first does not depend on the damping, and the rest is of low rank. Most pairs are
    settled in float32; a row with a pair within its error of the threshold is done in float64.
    """

    def __init__(self, line: Line, embeddings: np.ndarray, threshold: float) -> None:
        self.line, self.threshold = line, threshold
        # Cosines know no length, and near 1 float32 does not run out of numbers.
        self.whole = np.maximum(np.linalg.norm(embeddings, axis=1), NORM_FLOOR)[:, None]
        self.least = NORM_FLOOR / self.whole[:, 0]
        across = line.across / self.whole
        self.square = np.einsum("nd,nd->n", across, across)
        # A copy, because numpy makes a symmetric product of an array and its own transpose, slower.
        self.across = across.copy() @ across.T
        self.coarse = self.across.astype(np.float32)
        # Twice the bound on the error, in shares of |x| |y|, in any order of summing.
        self.error = (line.start.shape[1] + 8) * float(np.finfo(np.float32).eps)

    def at(self, damping: float) -> np.ndarray:
        """Return which match (n, n) at a damping."""
        moved = (self.line.start + damping * self.line.step) / self.whole
        lengths = np.sqrt(self.square + np.einsum("nk,nk->n", moved, moved))
        lengths = np.maximum(lengths, self.least)
        if lengths.min(initial=1) < SHORT or lengths.max(initial=1) > 1 / SHORT:
            return self._exactly(moved, lengths, np.ones(len(lengths), bool))
        left = np.column_stack([lengths, moved]).astype(np.float32)
        sure, maybe = (
            self.coarse > left @ np.column_stack([level * lengths, -moved]).T.astype(np.float32)
            for level in (self.threshold + self.error, self.threshold - self.error)
        )
        if np.count_nonzero(sure) != np.count_nonzero(maybe):
            unsure = (sure != maybe).any(axis=1)
            sure[unsure] = self._exactly(moved, lengths, unsure)
        return sure

    def _exactly(self, moved: np.ndarray, lengths: np.ndarray, rows: np.ndarray) -> np.ndarray:
        products = self.across[rows] + moved[rows] @ moved.T
        return products > self.threshold * np.multiply.outer(lengths[rows], lengths)
