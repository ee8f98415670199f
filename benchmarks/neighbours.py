"""One visitor's clicks beside another who asks dear things: `python -m benchmarks.neighbours`.

All are threads of one process, as in a server: one of clicks, and one for each tab of the other
visitor. A click is an edit at a damping that nobody asked for before. Measured alone, beside the
other with a worker process, and beside the other without.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from statistics import median
from threading import Event, Thread

import numpy as np
from threadpoolctl import threadpool_limits

from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Resources, Workbench

MOST_RATIO = 2.0
CLICKED, DEAR = "mnist-16d", "lang-50"
TABS = 3
# Answers are not to be kept: each is asked for once.
ROOM = 64 * 2**20


def clicks(workbench: Workbench, asked: Iterator[int], seconds: float) -> list[float]:
    """Return the seconds of each of one visitor's clicks, one after the other."""
    spec, taken = workbench.default_spec(CLICKED), []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        damping = (next(asked) % 10**6) / 10**6
        start = time.perf_counter()
        workbench.compare(spec.with_operation(damping=damping)).verdict  # noqa: B018
        taken.append(time.perf_counter() - start)
    return taken


def dear(workbench: Workbench, tab: int) -> Iterator[Callable[[], object]]:
    """Return what a tab of the other's asks, without an end: nothing that was measured before."""
    spec = workbench.default_spec(DEAR)
    trimmed = replace(workbench.default_spec(CLICKED), trim_outliers=True)
    for number in count(tab + 1, TABS):
        damping = number / 10**6
        yield lambda at=damping: workbench.atlas(trimmed, (at, 0.5))  # type: ignore[misc]
        yield lambda at=damping: workbench.examination(spec.with_operation(damping=at))  # type: ignore[misc]
        yield lambda at=damping: workbench.plan_step(DEAR, "paper", at, 2)  # type: ignore[misc]
        yield lambda at=damping: workbench.recognition(spec.with_operation(damping=at))  # type: ignore[misc]


def beside(workbench: Workbench, asked: Iterator[int], seconds: float) -> tuple[list[float], int]:
    """Return the clicks' seconds beside the other visitor, and how much that one was answered."""
    ended, answered = Event(), []

    def ask(tab: int) -> None:
        for question in dear(workbench, tab):
            question()
            answered.append(1)
            if ended.is_set():
                return

    tabs = [Thread(target=ask, args=(tab,)) for tab in range(TABS)]
    for tab in tabs:
        tab.start()
    # The first question of a worker is its start.
    time.sleep(1)
    taken = clicks(workbench, asked, seconds)
    ended.set()
    for tab in tabs:
        tab.join()
    return taken, len(answered)


def row(name: str, taken: list[float], ratio: float, more: str = "") -> str:
    """Return one line of figures."""
    late = float(np.quantile(taken, 0.95))
    return (
        f"{name:28s} {1e3 * median(taken):7.1f} ms   p95 {1e3 * late:7.1f} ms   ratio {ratio:5.2f}"
        f"   {len(taken)} clicks{more}"
    )


def main() -> int:
    """Print every figure; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neighbours")
    parser.add_argument("--rounds", type=int, default=5, help="of each, in turn (5)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of clicks in each (4)")
    options = parser.parse_args()
    threadpool_limits(1)
    numbers = iter(np.random.default_rng(0).permutation(10**6).tolist())
    here = Workbench.from_folder(PRETRAINED, lazily=True, resources=Resources(ROOM))
    resources = Resources(ROOM, workers=1)
    there = Workbench.from_folder(PRETRAINED, lazily=True, resources=resources)
    try:
        for bench in (here, there):
            bench.compare(SurgerySpec(CLICKED))
            bench.recognition(bench.default_spec(DEAR))
        found: dict[str, list[list[float]]] = {"alone": [], "worker": [], "here": []}
        answered = {"worker": 0, "here": 0}
        for _ in range(options.rounds):
            found["alone"].append(clicks(there, numbers, options.seconds))
            for name, bench in (("worker", there), ("here", here)):
                taken, many = beside(bench, numbers, options.seconds)
                found[name].append(taken)
                answered[name] += many
    finally:
        there.close()
    rounds = {name: [median(taken) for taken in some] for name, some in found.items()}
    ratios = {
        name: median(mine / floor for mine, floor in zip(some, rounds["alone"], strict=True))
        for name, some in rounds.items()
    }
    all_of = {name: [one for taken in some for one in taken] for name, some in found.items()}
    print(row("alone", all_of["alone"], 1.0))
    for name, words in (("worker", "beside, one worker process"), ("here", "beside, no worker")):
        more = f", {answered[name]} dear answers"
        print(row(words, all_of[name], ratios[name], more))
    print(f"ratio with a worker {ratios['worker']:.2f}, bar {MOST_RATIO}")
    return 0 if ratios["worker"] <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
