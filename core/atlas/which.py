"""Which pairs of a model a run measures: all of a few classes, of many those that promise most."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import comb

from weight_surgery.core.atlas.build import Choices, measure_pairs
from weight_surgery.core.atlas.rank import rank_pairs
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import integer
from weight_surgery.core.fitting import usable_pairs

# Nobody waits for all pairs of more classes than these.
MOST_CLASSES = 100


def check_classes(bundle: Bundle, choices: Choices) -> None:
    """Raise ValueError for a bundle of more than 100 classes, with what all its pairs would take.

    Two of them are measured for that.
    """
    classes = len(bundle.class_names)
    if classes > MOST_CLASSES:
        pairs = comb(classes, 2)
        raise ValueError(
            f"{bundle.name} has {classes:,} classes, which are {pairs:,} pairs: about "
            f"{_words(pairs * seconds_a_pair(bundle, choices))} of one core; say with --top how "
            "many of the most promising to measure, or --all"
        )


def most_promising(
    bundle: Bundle, top: int, progress: Callable[[int, int], None]
) -> list[tuple[int, int]]:
    """Return so many pairs that promise most by `rank_pairs`, the first of them first."""
    integer("--top", top, 1)
    return rank_pairs(bundle, progress=progress).promising(top)


def seconds_a_pair(bundle: Bundle, choices: Choices) -> float:
    """Return how long a pair takes one core here, once what all pairs share is made."""
    first, *others = usable_pairs(bundle)
    unedited = Unedited(bundle)
    measure_pairs(unedited, choices, [first])
    start = time.perf_counter()
    measure_pairs(unedited, choices, [others[-1] if others else first])
    return time.perf_counter() - start


def _words(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(1.0, seconds):.0f} seconds"
