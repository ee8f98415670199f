"""Frames a second while a scene is dragged and its twin follows: `python -m benchmarks.rotation`.

Our page against a page with the same two scenes, as large, linked by relayouting the one to where
the other is dragged. Both are turned in turn by the same pointer, in one Chromium. A frame counts
when a scene was drawn from another side; of the two scenes, the one with fewer.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from itertools import count
from statistics import median

from playwright.sync_api import Page

from benchmarks.browser import HERE, chromium, open_bare, open_lab
from tests.browser.server import served

POINTS = 10_000
LEAST_RATIO = 0.9
SECONDS = 8.0
# Pixels and, of a whole turn, the share between two places of the pointer.
RADIUS, STEP = 60, 1 / 48


def turned(page: Page) -> float:
    """Drag the first scene around for a while; return the frames a second."""
    page.bring_to_front()
    box = page.evaluate("() => window.rotation.scenes()[0].getBoundingClientRect().toJSON()")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x + RADIUS, y)
    page.mouse.down()
    page.evaluate("() => window.rotation.rate()")
    end = time.perf_counter() + SECONDS
    for turn in count(1):
        angle = 2 * math.pi * STEP * turn
        page.mouse.move(x + RADIUS * math.cos(angle), y + RADIUS * math.sin(angle))
        if time.perf_counter() > end:
            break
    rate = float(page.evaluate("() => window.rotation.rate()"))
    page.mouse.up()
    page.wait_for_timeout(500)
    return rate


def main(arguments: list[str] | None = None) -> int:
    """Print both medians and their ratio; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rotation")
    parser.add_argument("--repeats", type=int, default=4, help="turns of each, in turn (4)")
    parser.add_argument("--model", default="mnist-16d", help="model shown (mnist-16d)")
    options = parser.parse_args(arguments)
    with served() as address, chromium() as browser:
        lab = open_lab(browser, address, f"model={options.model}&points={POINTS}")
        bare = open_bare(browser, lab)
        bare.evaluate("figures => window.probe.react(figures)", lab.evaluate("probe.figures()"))
        for page in (lab, bare):
            page.add_script_tag(path=HERE / "rotation.js")
            page.evaluate("() => window.rotation.watch()")
        bare.evaluate("() => window.rotation.link()")
        turned(bare), turned(lab)
        pairs = [(turned(bare), turned(lab)) for _ in range(options.repeats)]
    floor, ours = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(page / bare for bare, page in pairs)
    print(f"{POINTS:,} points a scene, {options.model}")
    print(f"two bare scenes, linked  {floor:6.1f} frames a second   median of {options.repeats}")
    print(f"our page's scenes        {ours:6.1f}")
    print(f"ratio                    {ratio:6.2f}   bar {LEAST_RATIO}")
    return 0 if ratio >= LEAST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
