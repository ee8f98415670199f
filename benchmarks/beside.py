"""One person's clicks beside another's dear questions, in a server: `python -m benchmarks.beside`.

A server as `deploy/` has it, two workers of gunicorn behind nginx. Somebody clicks, each time an
edit that nobody asked for before; alone, and while another visitor's tabs ask without pause for
curves, evidence and methods, none of them asked before either.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from threading import Event, Thread
from urllib.parse import urlsplit

import numpy as np

from benchmarks.people import PATIENCE, posted, posts_of
from tests.server.processes import gunicorn, nginx
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec

MOST_RATIO = 2.0
TABS = 4
DEAR = (ids.CURVE_ASK, ids.EVIDENCE_ASK, ids.METHOD_ASK)


def query_of(random: Random, model: str, trim: bool = False) -> str:
    """Return a link's query of an edit that nobody asked for."""
    pair = sorted(random.sample(range(10), 2))
    spec = SurgerySpec(model, trim_outliers=trim)
    spec = spec.with_operation(classes=(pair[0], pair[1]), damping=random.random())
    return View(spec, points=1000).to_query()


def line_to(address: str, source: str) -> http.client.HTTPConnection:
    """Return a connection to a server from an address of this machine."""
    there = urlsplit(address)
    assert there.hostname
    return http.client.HTTPConnection(
        there.hostname, there.port, timeout=PATIENCE, source_address=(source, 0)
    )


def clicks(address: str, random: Random, seconds: float) -> list[float]:
    """Return the seconds of each of one person's clicks."""
    line = line_to(address, "127.1.0.1")
    post, taken = posts_of(line, [ids.ASK_STORE])[ids.ASK_STORE], []
    until = time.monotonic() + seconds
    for number in count():
        asked = {"id": number, "query": query_of(random, "mnist-16d")}
        start = time.monotonic()
        posted(line, post, asked)
        taken.append(time.monotonic() - start)
        if time.monotonic() > until:
            return taken
    raise AssertionError


def beside(address: str, random: Random, seconds: float) -> tuple[list[float], int]:
    """Return one person's clicks beside another's dear questions, and how many were answered.

    Raises ValueError where one of them was refused.
    """
    ended, answered = Event(), []
    faults: list[ValueError] = []

    def ask(seed: int) -> None:
        line, own = line_to(address, "127.1.0.2"), Random(seed)
        posts = list(posts_of(line, DEAR).values())
        while not ended.is_set():
            try:
                posted(line, own.choice(posts), query_of(own, "fashion-16d", trim=True))
            except ValueError as error:
                # Asked again a moment later, as the page does.
                if not str(error).startswith("503"):
                    faults.append(error)
                    return
                ended.wait(1.0)
            else:
                answered.append(1)

    tabs = [Thread(target=ask, args=(random.getrandbits(32),)) for _ in range(TABS)]
    for tab in tabs:
        tab.start()
    # The first question of a worker is its start.
    time.sleep(3)
    taken = clicks(address, random, seconds)
    ended.set()
    for tab in tabs:
        tab.join()
    if faults:
        raise faults[0]
    return taken, len(answered)


def main(arguments: list[str] | None = None) -> int:
    """Print both, and the ratio of their medians; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="of each, in turn (4)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of clicks in each (5)")
    options = parser.parse_args(arguments)
    random, alone, other, answered = Random(0), [], [], 0
    with (
        tempfile.TemporaryDirectory() as folder,
        gunicorn(Path(folder)) as (behind, _),
        nginx(Path(folder), behind) as address,
    ):
        clicks(address, random, 2.0)
        beside(address, random, 0.5)
        for _ in range(options.rounds):
            alone.append(clicks(address, random, options.seconds))
            taken, dear = beside(address, random, options.seconds)
            other.append(taken)
            answered += dear
    for name, rounds in (("alone", alone), ("beside", other)):
        all_of = [one for taken in rounds for one in taken]
        late = float(np.quantile(all_of, 0.95))
        print(
            f"{name:7s}{1e3 * median(all_of):7.1f} ms   p95 {1e3 * late:7.1f} ms   "
            f"{len(all_of):,} clicks"
        )
    ratio = median(median(mine) / median(floor) for mine, floor in zip(other, alone, strict=True))
    print(f"{answered} dear answers; ratio {ratio:.2f}, bar {MOST_RATIO}")
    return int(ratio > MOST_RATIO or not answered)


if __name__ == "__main__":
    sys.exit(main())
