"""Blocks of an atlas measured by processes of this machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from weight_surgery.core.atlas.blocks import Pairs
from weight_surgery.core.atlas.build import Choices
from weight_surgery.core.atlas.pool import AtlasPool, WorkerEnded
from weight_surgery.core.atlas.run import Executor, Measured
from weight_surgery.core.bundle import Bundle

# So many of its workers may end at one block.
MOST_ENDS = 3


def by_processes(workers: int = 2) -> Executor:
    """Return what measures blocks by so many processes, started for a run and ended with it.

    Where one is killed its block is measured again, by new ones. Raises ValueError, when it
    measures, for a number outside 1…64, and for a block at which three ended.
    """

    def measure(bundle: Bundle, choices: Choices, blocks: Mapping[str, Pairs]) -> Measured:
        left, ends = dict(blocks), Counter[str]()
        while left:
            keys = list(left)
            try:
                with AtlasPool(bundle, min(workers, len(keys))) as pool:
                    for place, atlas in pool.each(choices, dict(enumerate(left.values()))):
                        del left[keys[place]]
                        yield keys[place], atlas
            except WorkerEnded as error:
                key = keys[error.block]
                ends[key] += 1
                if ends[key] == MOST_ENDS:
                    raise ValueError(too_often(blocks[key], MOST_ENDS)) from error

    return measure


def too_often(pairs: Pairs, ends: int) -> str:
    """Say that a block cannot be measured."""
    first = "-".join(map(str, pairs[0]))
    named = f"pair {first}" if len(pairs) == 1 else f"{len(pairs)} pairs from {first} on"
    return (
        f"{ends} workers ended while they measured the {named}; perhaps there is too little memory "
        "for them: start fewer at a time, and the same command again"
    )
