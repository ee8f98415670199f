"""Two Dask workers against one, on this machine's cores: `python -m benchmarks.dask`.

The same blocks of the same pairs, kept in a new folder each time, by clusters that stand already;
one after the other in turn, and the atlas measured here without any of it for comparison. Two
workers need two cores: where others use them too, as the load says, the bar says nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields
from statistics import median

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.atlas import THREE, synthetic
from weight_surgery.core.atlas import PairAtlas, pair_atlas
from weight_surgery.core.atlas.cluster import on_this_machine
from weight_surgery.core.atlas.run import Executor, measure_blocks
from weight_surgery.core.bundle import Bundle

SAMPLES, CLASSES, MANY = 10_000, 50, 2
LEAST_SPEEDUP = 1.7


def arrays(atlas: PairAtlas) -> Iterator[np.ndarray]:
    """Give every array of an atlas."""
    for field in fields(PairAtlas):
        value = getattr(atlas, field.name)
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, dict):
            yield from value.values()


def same(one: PairAtlas, other: PairAtlas) -> bool:
    """Tell whether two atlases are the same to the bit."""
    pairs = zip(arrays(one), arrays(other), strict=True)
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def timed(bundle: Bundle, executor: Executor) -> tuple[float, PairAtlas]:
    """Return the seconds until all blocks are kept, and the atlas that they are."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        stored = measure_blocks(bundle, folder, THREE, executor=executor)
        return time.perf_counter() - start, stored.atlas()


def started(stack: ExitStack, workers: int) -> Executor:
    """Return a cluster of so many workers; print what its start took."""
    start = time.perf_counter()
    executor = stack.enter_context(on_this_machine(workers))
    print(f"{workers} Dask worker(s) started in {time.perf_counter() - start:.2f} s")
    return executor


def main() -> int:
    """Print every figure; exit code 1 when the bar is missed or a result differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dask")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each, in turn (3)")
    options = parser.parse_args()
    bundle = synthetic(SAMPLES, CLASSES)
    print(f"load of this machine's {os.cpu_count()} cores before: {os.getloadavg()[0]:.2f}")
    with threadpool_limits(1), ExitStack() as stack:
        one, many = started(stack, 1), started(stack, MANY)
        start = time.perf_counter()
        here = pair_atlas(bundle, THREE)
        alone = time.perf_counter() - start
        # A worker loads what it needs at its first block.
        alike = all(same(timed(bundle, executor)[1], here) for executor in (one, many))
        runs = []
        for _ in range(options.repeats):
            runs.append((timed(bundle, one)[0], timed(bundle, many)[0]))
            print(f"  one {runs[-1][0]:6.2f} s   {MANY} {runs[-1][1]:6.2f} s")
    speedup = median(slow / fast for slow, fast in runs)
    slow, fast = (median(values) for values in zip(*runs, strict=True))
    print(
        f"{len(here.pairs)} pairs of {bundle.name}: one worker {slow:.2f} s, {MANY} workers "
        f"{fast:.2f} s, {speedup:.2f} times as fast, bar {LEAST_SPEEDUP:g}; here without Dask "
        f"{alone:.2f} s; the same to the bit: {alike}"
    )
    print(f"load after: {os.getloadavg()[0]:.2f}")
    return 0 if alike and speedup >= LEAST_SPEEDUP else 1


if __name__ == "__main__":
    sys.exit(main())
