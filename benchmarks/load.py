"""Many people at once, each answer held against `compare`: `python -m benchmarks.load`.

Two workers of gunicorn behind nginx on this machine, as `deploy/` has them, and people who click
without pause, each from an address of their own. What can be answered is what the processors have
left beside the people themselves, by what the callbacks alone take of a processor for a click, of
as many clicks as each process has, since the first of a kind takes longer; once before and once
after, as speed drifts.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.people import Person, Question, questions, seconds_of
from tests.server.processes import gunicorn, nginx

LEAST_SHARE = 0.7
# Different clicks; each process keeps the answers to some of them.
CLICKS = 300
WORKERS = 2
# So many seconds of a few people first, with so many clicks that are not asked later: what is
# measured begins with nothing kept, in the servers as alone.
WARM = 5.0
FIRST_CLICKS = 100


def crowd(address: str, asked: list[Question], people: int, seconds: float) -> list[Person]:
    """Let people click for so many seconds."""
    until = time.monotonic() + seconds
    found = [Person(address, asked, number, until) for number in range(people)]
    for one in found:
        one.start()
    for one in found:
        one.join()
    return found


def count_of(people: list[Person]) -> int:
    """Return how often people clicked."""
    return sum(len(one.seconds) for one in people)


def percentile(people: list[Person], share: float) -> float:
    """Return so many milliseconds as a share of all clicks took at most."""
    seconds = [one for person in people for one in person.seconds]
    return 1000 * float(np.percentile(seconds, share)) if seconds else float("nan")


def own_seconds() -> float:
    """Return the processor's seconds that this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str] | None = None) -> int:
    """Print what people saw; exit code 1 for a wrong answer, an error or a missed bar."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args(arguments)
    found = questions(0, FIRST_CLICKS + CLICKS)
    first, asked = found[:FIRST_CLICKS], found[FIRST_CLICKS:]
    cores = len(os.sched_getaffinity(0))
    with (
        tempfile.TemporaryDirectory() as folder,
        gunicorn(Path(folder)) as (behind, _),
        nginx(Path(folder), behind) as address,
    ):
        # About so many a second has each worker.
        rate = count_of(crowd(address, first, 4, WARM)) / WARM / WORKERS
        alone = crowd(address, first, 1, WARM)
        alone_seconds = [seconds_of(asked, max(1, round(rate * options.seconds)))]
        before, start = own_seconds(), time.monotonic()
        people = crowd(address, asked, options.people, options.seconds)
        took, own = time.monotonic() - start, own_seconds() - before
    faults = Counter(fault for one in (*alone, *people) for fault in one.faults)
    clicks = count_of(people)
    alone_seconds.append(seconds_of(asked, max(1, round(clicks / WORKERS))))
    each = float(np.mean(alone_seconds))
    can = (cores * took - own) / each
    before_and_after = ", ".join(f"{1000 * one:.1f}" for one in alone_seconds)
    print(f"the callbacks alone: {before_and_after} ms of a processor a click")
    print(
        f"{options.people} people, {took:.0f} s, {cores} processors, of which they took {own:.0f} s"
    )
    print(
        f"{clicks:,} clicks, {clicks / took:.1f} a second; wrong or failed: {sum(faults.values())}"
    )
    for share in (50, 95):
        many, one = percentile(people, share), percentile(alone, share)
        print(f"p{share} {many:8,.0f} ms, alone {one:6,.0f} ms: {many / one:.0f} times as long")
    print(f"share of what the processors allow: {clicks / can:.2f} (at least {LEAST_SHARE})")
    for fault, count in faults.most_common(5):
        print(f"  {count} times {fault}", file=sys.stderr)
    return int(bool(faults) or clicks / can < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
