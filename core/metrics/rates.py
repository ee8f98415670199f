"""Shares of samples with their counts: one with its Wilson interval, and a mean of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod, sqrt
from typing import Any

# The 97.5 % point of the normal distribution.
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """successes of total samples as a share, with its Wilson 95 % interval low…high.

    Without samples the value is None and the interval is everything: 0…1.
    """

    value: float | None
    successes: int
    total: int
    low: float
    high: float

    @classmethod
    def of(cls, successes: int, total: int) -> Rate:
        """Count `successes` of `total` samples.

        Raises ValueError unless 0 <= successes <= total.
        """
        successes, total = int(successes), int(total)
        if not 0 <= successes <= total:
            raise ValueError(f"successes must lie in 0…{total}, got {successes}")
        if total == 0:
            return cls(None, 0, 0, 0.0, 1.0)
        share = successes / total
        low, high = wilson(share, total)
        return cls(share, successes, total, low, high)

    @cached_property
    def exact(self) -> Fraction | None:
        """The share as a fraction, or None without samples."""
        return Fraction(self.successes, self.total) if self.total else None


@dataclass(frozen=True)
class MeanShare:
    """The mean of several classes' shares, so that a large class counts no more than a small one.

    successes, totals: one a class. It has no interval, and no value when a class has no samples.
    """

    successes: tuple[int, ...]
    totals: tuple[int, ...]

    @cached_property
    def exact(self) -> Fraction | None:
        """The mean as a fraction, or None."""
        if not self.totals or not all(self.totals):
            return None
        return Fraction(*mean_parts(self.successes, self.totals))

    @property
    def value(self) -> float | None:
        """The mean, or None."""
        exact = self.exact
        return None if exact is None else float(exact)


def mean_parts(successes: Iterable[Any], totals: Sequence[int]) -> tuple[Any, int]:
    """Return the mean of shares of totals > 0 as (parts, whole), in whole numbers.

    successes: one a total, each a number or an array of them; parts are alike.
    """
    whole = prod(totals)
    shares = zip(successes, totals, strict=True)
    return sum(right * (whole // total) for right, total in shares), len(totals) * whole


def wilson(share: float, total: int) -> tuple[float, float]:
    """Return the Wilson score interval at 95 % of a share in [0, 1] of total > 0 samples.

    E. B. Wilson, JASA 22 (1927) 209-212.
    """
    scale = 1 + Z95**2 / total
    centre = (share + Z95**2 / (2 * total)) / scale
    half = Z95 * sqrt(share * (1 - share) / total + Z95**2 / (4 * total**2)) / scale
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return low, high
