"""What the edit changed sample by sample: flips, McNemar's test, divergence."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.metrics.rates import Rate

# A difference that chance alone makes at least so often is inside the noise.
NOISE = 0.05


@dataclass(frozen=True)
class Flips:
    """Bystanders read differently after; harmful: those that were right and are wrong now."""

    rate: Rate
    harmful: Rate


@dataclass(frozen=True)
class McNemar:
    """McNemar's exact test on paired right and wrong answers.

    lost: right before, wrong after; gained: the reverse; p_value: two-sided, 1 without change.
    """

    lost: int
    gained: int
    p_value: float

    @classmethod
    def between(cls, right_before: np.ndarray, right_after: np.ndarray) -> McNemar:
        """Test two boolean arrays (N,) of the same samples."""
        lost = int((right_before & ~right_after).sum())
        gained = int((~right_before & right_after).sum())
        return cls(lost, gained, min(1.0, 2 * fair_tail(min(lost, gained), lost + gained)))

    @property
    def is_noise(self) -> bool:
        """Whether chance alone would often make such a difference."""
        return self.p_value >= NOISE


@dataclass(frozen=True)
class Divergence:
    """KL divergence from before to after over bystanders; None when there are none."""

    mean: float | None
    p95: float | None


def fair_tail(heads: int, tosses: int) -> float:
    """Return the chance of at most `heads` in so many tosses of a fair coin.

    The last term from whole numbers, and the sum of the others as multiples of it: nearer than
    scipy's bdtr, and without scipy, whose import would make the first click wait.
    """
    falling = np.arange(heads, 0, -1) / np.arange(tosses - heads + 1, tosses + 1)
    return comb(tosses, heads) / 2**tosses * float(1 + falling.cumprod().sum())


def count_flips(
    labels: np.ndarray, before: np.ndarray, after: np.ndarray, among: np.ndarray
) -> tuple[int, int]:
    """Count samples `among` (N,) bool read differently, and those of them that were right.

    labels, and predictions before and after (N,).
    """
    flipped = among & (before != after)
    return int(flipped.sum()), int((flipped & (before == labels)).sum())


def divergence_between(before: np.ndarray, after: np.ndarray, partition: Partition) -> Divergence:
    """Return KL(p || p') over rows of logits (N, C), the probabilities of each group summed."""
    if not len(before):
        return Divergence(None, None)
    log_p, log_q = _log_merged(before, partition), _log_merged(after, partition)
    # Rounding can leave a divergence of nothing at -1e-17.
    values = np.maximum(np.einsum("cn,cn->n", np.exp(log_p), log_p - log_q), 0.0)
    return Divergence(float(values.mean()), float(np.percentile(values, 95)))


def _log_merged(logits: np.ndarray, partition: Partition) -> np.ndarray:
    """Return log-probabilities (G, N), those of each group summed, joined groups last."""
    # Classes down, samples across: numpy reduces a long side far faster than a short one.
    log_p = np.array(logits.T, order="C")
    log_p -= log_p.max(axis=0)
    log_p -= np.log(np.exp(log_p).sum(axis=0))
    joined = [np.logaddexp.reduce(log_p[list(group)]) for group in partition.joined]
    return np.vstack([log_p[~partition.merged], *joined])
