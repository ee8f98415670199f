"""Threads of one process that compute: alone, all at once, in turn: `python -m benchmarks.turns`.

The processor's time of a click, its callbacks alone, with one thread, with eight at once, and with
eight of which one computes at a time, as a server has them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from statistics import median
from threading import Thread

from threadpoolctl import threadpool_limits

from benchmarks.people import Question, clicks_of, questions
from weight_surgery.core.workbench import PRETRAINED, Workbench
from weight_surgery.core.workbench.computing import Computing

MOST_RATIO = 1.2
THREADS = 8
QUESTIONS = 300


def seconds(
    page: Workbench, asked: Sequence[Question], clicks: int, threads: int, in_turn: bool
) -> float:
    """Return the processor's seconds of a click of so many threads; in_turn: one at a time."""
    computing = Computing(60.0) if in_turn else None

    def some(seed: int) -> None:
        for click in clicks_of(page, asked, clicks // threads, seed):
            if computing is not None:
                computing.enter()
            click()
            if computing is not None:
                computing.leave()

    found = [Thread(target=some, args=(seed,)) for seed in range(threads)]
    start = time.process_time()
    for one in found:
        one.start()
    for one in found:
        one.join()
    return (time.process_time() - start) / clicks


def main(arguments: list[str] | None = None) -> int:
    """Print every figure; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of each, in turn (3)")
    parser.add_argument("--clicks", type=int, default=800, help="of each round (800)")
    options = parser.parse_args(arguments)
    threadpool_limits(1)
    asked = questions(0, QUESTIONS)
    page = Workbench.from_folder(PRETRAINED)
    # Its room is full then, as a server's.
    seconds(page, asked, 3 * QUESTIONS, 1, False)
    kinds = {"one thread": (1, False), "all at once": (THREADS, False), "in turn": (THREADS, True)}
    rounds = [
        {name: seconds(page, asked, options.clicks, *kind) for name, kind in kinds.items()}
        for _ in range(options.rounds)
    ]
    ratios = {name: median(one[name] / one["one thread"] for one in rounds) for name in kinds}
    for name, ratio in ratios.items():
        each = 1000 * median(one[name] for one in rounds)
        print(f"{name:12s} {each:6.1f} ms of a processor a click, {ratio:.2f} times one thread's")
    print(f"in turn {ratios['in turn']:.2f}, bar {MOST_RATIO}")
    return int(ratios["in turn"] > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
