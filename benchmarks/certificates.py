"""Counts with certificates against scoring every sample: `python -m benchmarks.certificates`.

100 classes in families, 50,000 samples, 256 dimensions; some pairs of one family and some of two,
each measured both ways in turn. What both share (means, neighbors, the unedited logits) is made
once a model, and its time is printed beside.
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.families import FAMILY, families
from weight_surgery.core.atlas import PairAtlas
from weight_surgery.core.atlas.build import Choices, measure_pairs
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.methods import METHODS

CLASSES, SAMPLES = 100, 50_000
MOST_SCORED, LEAST_RATIO = 0.10, 5.0
DAMPINGS = ((0.0,), (0.0, 0.1, 0.3))
# By name, whether offsets differ and whether embeddings are brought to length 1.
MODELS = {
    "the bar's": (0.0, True),
    "with offsets": (1.0, True),
    "that keeps lengths": (0.0, False),
}


class Found(NamedTuple):
    """One pair both ways: seconds, the share of bystanders scored, and whether counts are equal."""

    whole: float
    certified: float
    scored: float
    same: bool


def some_pairs(count: int) -> list[tuple[int, int]]:
    """Return as many pairs of one family as of two."""
    draw = np.random.default_rng(1)
    pairs = []
    for at in range(count):
        first = int(draw.integers(CLASSES))
        own = first // FAMILY
        others = [k for k in range(CLASSES) if k != first and (k // FAMILY == own) == (at % 2 == 0)]
        second = int(draw.choice(others))
        pairs.append((min(first, second), max(first, second)))
    return pairs


def equal(whole: PairAtlas, certified: PairAtlas) -> bool:
    """Tell whether all that was counted both ways is the same, verdicts included."""
    counted = [name for name, values in certified.values.items() if not np.isnan(values).all()]
    return bool(
        {"told_apart", "attack_success", "flip_rate", "bystander_accuracy"} <= set(counted)
        and all(
            np.array_equal(whole.values[name], certified.values[name])
            for name in counted
            if name != "scored"
        )
        and np.array_equal(whole.met, certified.met)
        and np.array_equal(whole.verdict, certified.verdict)
        and np.array_equal(whole.landing_class, certified.landing_class)
    )


def both_ways(unedited: Unedited, choices: Choices, pair: tuple[int, int]) -> Found:
    """Measure a pair with and without certificates."""
    start = time.perf_counter()
    whole = measure_pairs(unedited, choices, [pair])
    middle = time.perf_counter()
    certified = measure_pairs(unedited, choices._replace(counts_only=True), [pair])
    end = time.perf_counter()
    scored = float(certified.values["scored"].max())
    return Found(middle - start, end - middle, scored, equal(whole, certified))


def report(unedited: Unedited, method: str, pairs: list[tuple[int, int]]) -> bool:
    """Print a method at each set of dampings; return whether bars are met."""
    met = True
    for dampings in DAMPINGS:
        choices = Choices(list(dampings), True, False, "fit", METHODS[method])
        found = [both_ways(unedited, choices, pair) for pair in pairs]
        ratio = median(one.whole / one.certified for one in found)
        most, same = max(one.scored for one in found), all(one.same for one in found)
        print(
            f"  {method:18} {len(dampings)} damping(s)  counts {'equal' if same else 'DIFFER'}  "
            f"scored {100 * min(one.scored for one in found):5.2f} to {100 * most:5.2f} %  "
            f"every sample {1000 * median(one.whole for one in found):6.1f} ms a pair, "
            f"certified {1000 * median(one.certified for one in found):5.1f} ms, "
            f"{ratio:5.1f} times quicker"
        )
        met = met and same and most <= MOST_SCORED and ratio >= LEAST_RATIO
    return met


def main() -> int:
    """Print every figure; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.certificates")
    parser.add_argument("--pairs", type=int, default=12, help="pairs of each model (12)")
    options = parser.parse_args()
    pairs, met = some_pairs(options.pairs), True
    print(f"bars: counts equal, at most {100 * MOST_SCORED:g} % scored, {LEAST_RATIO:g} times")
    with threadpool_limits(1):
        for name, (offset, normalise) in MODELS.items():
            unedited = Unedited(families(CLASSES, SAMPLES, offset=offset, normalise=normalise))
            start = time.perf_counter()
            _ = unedited.nearest
            once = time.perf_counter() - start
            print(f"a model {name}: {SAMPLES:,} samples, {once:.2f} s once for its certificates")
            methods = ("paper", "stretched") if normalise else ("paper", "absorb")
            for method in methods:
                met = report(unedited, method, pairs) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
