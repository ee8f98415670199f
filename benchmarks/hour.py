"""An hour's clicks, compressed: memory of the server and of a page: `python -m benchmarks.hour`.

An hour of somebody who clicks every two seconds is 1,800 clicks. The server answers many times as
many, of different edits of four models; a page is used as often. Both are to be flat: in the second
half of the clicks no more memory is held than in the first, but for a tenth.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import CDPSession

from benchmarks.browser import chromium, open_lab
from benchmarks.people import click, posts_of, questions
from tests.server.processes import waitress

MOST_GROWTH = 1.10
QUESTIONS = 600
LOOKS = 20


def server_memory(clicks: int) -> list[float]:
    """Return the megabytes that a server holds, each time a twentieth of the clicks is answered."""
    asked, chosen = questions(1, QUESTIONS), random.Random(1)
    found = []
    with tempfile.TemporaryDirectory() as folder, waitress(Path(folder)) as (address, pid):
        there, server = urlsplit(address), psutil.Process(pid)
        line = http.client.HTTPConnection(str(there.hostname), there.port, timeout=60)
        posts = posts_of(line)
        for number in range(1, clicks + 1):
            question = chosen.choice(asked)
            if not click(line, posts, question):
                raise RuntimeError(f"a wrong answer for {question.query}")
            if number % (clicks // LOOKS) == 0:
                found.append(server.memory_info().rss / 2**20)
    return found


def page_memory(clicks: int) -> list[float]:
    """Return the megabytes of a page's heap, garbage left out, as often as that of the server."""
    found = []
    with (
        tempfile.TemporaryDirectory() as folder,
        waitress(Path(folder)) as (address, _),
        chromium() as browser,
    ):
        lab = open_lab(browser, address, "model=mnist-16d&points=2000")
        session = lab.context.new_cdp_session(lab)
        session.send("HeapProfiler.enable")
        classes = cycle((label, other) for label in range(10) for other in range(10))
        for number in range(1, clicks + 1):
            first, second = next(pair for pair in classes if pair[0] != pair[1])
            damping = round(0.05 * (number % 20), 2)
            query = f"model=mnist-16d&op=merge:{first}-{second}:{damping}&points=2000"
            lab.evaluate(
                "query => { history.pushState({}, '', `?${query}`);"
                "window.dispatchEvent(new PopStateEvent('popstate')); }",
                query,
            )
            lab.wait_for_function(
                "edit => window.modules.store.lab.get().reads?.edit.includes(edit)",
                arg=f"merge:{first}-{second}:",
            )
            if number % (clicks // LOOKS) == 0:
                found.append(heap_of(session))
    return found


def heap_of(session: CDPSession) -> float:
    """Return the megabytes that a page's program holds, once nothing is left to be collected."""
    session.send("HeapProfiler.collectGarbage")
    used: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return float(used["usedSize"]) / 2**20


def flatness(found: list[float]) -> float:
    """Return how many times as much is held at most in the second half as in the first."""
    half = len(found) // 2
    return max(found[half:]) / max(found[:half])


def main(arguments: list[str] | None = None) -> int:
    """Print what is held over time; exit code 1 where it grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hour", description=__doc__)
    parser.add_argument("--clicks", type=int, default=6000, help="of the server (6000)")
    parser.add_argument("--page-clicks", type=int, default=400, help="in the page (400)")
    options = parser.parse_args(arguments)
    missed = 0
    for name, found in (
        (f"server, {options.clicks:,} clicks", server_memory(options.clicks)),
        (f"page, {options.page_clicks:,} clicks", page_memory(options.page_clicks)),
    ):
        print(f"{name}: MB {' '.join(f'{one:.0f}' for one in found)}")
        print(f"  second half against first: {flatness(found):.2f} (at most {MOST_GROWTH:.2f})")
        missed += flatness(found) > MOST_GROWTH
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
