"""A share of samples with its count and its Wilson interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

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
