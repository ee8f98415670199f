"""Measure how quickly the page answers, as ratios to bare plotly in the same Chromium.

A drag step: all that the page does as the damping moves, against `Plotly.restyle` of the same
graphs with the same arrays. A class change: from the click to both scenes and circles painted, less
one round trip, against `Plotly.react` of the same four figures, as large, in a page with nothing
else on it. Hover: from the event to the painted card, at rest.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median

from playwright.sync_api import Page

from benchmarks.browser import chromium, open_bare, open_lab
from tests.browser.server import served
from weight_surgery.components import ids

POINTS = (2_000, 10_000)
# A round trip, in ms.
SLACK = 60
# After which nothing of the last change is left to do, in ms.
REST = 2_000
# The bar of a class change is for 2,000 points.
MOST_DRAG, MOST_CHANGE, MOST_HOVER = 1.15, {2_000: 0.8}, 150
DAMPINGS = [0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.0] * 3
CLICKED = """() => {
  addEventListener("click", () => { window.clicked = performance.now(); },
    { capture: true, once: true });
  window.painted = window.probe.drawn(window.probe.graphs(), () => window.clicked);
}"""
HOVER = """at => window.probe.timed(() => {
  const [graph] = window.probe.graphs();
  const { customdata } = graph.data.find(({ name }) => name === "pair");
  graph.emit("plotly_hover", { points: [{ customdata: customdata[at] }] });
})"""
HOVERED = range(5)


def drag(lab: Page) -> list[tuple[float, float]]:
    """Return (ours, bare) ms of drag steps."""
    return [tuple(pair) for pair in lab.evaluate("all => window.probe.dragSteps(all)", DAMPINGS)]


def change(lab: Page, name: str) -> float:
    """Choose another class B by a click; return the ms until all four pictures are painted."""
    lab.locator(f"input#{ids.CLASS_B_SELECT}").click()
    option = lab.get_by_role("option", name=name, exact=True).locator("visible=true")
    lab.evaluate(CLICKED)
    option.click()
    spent = float(lab.evaluate("() => window.painted"))
    lab.wait_for_load_state("networkidle")
    return spent


def changes(lab: Page, bare: Page, repeats: int) -> list[tuple[float, float]]:
    """Return (ours, bare) ms of class changes, each bare one with the figures ours has drawn."""
    pairs = []
    for turn in range(repeats + 1):
        ours = change(lab, "7" if turn % 2 == 0 else "6") - SLACK
        figures = lab.evaluate("() => window.probe.figures()")
        floor = float(bare.evaluate("figures => window.probe.react(figures)", figures))
        if turn:
            pairs.append((ours, floor))
    return pairs


def met(name: str, pairs: list[tuple[float, float]], bar: float | None) -> bool:
    """Print the medians of (ours, bare) and of their ratios; tell whether the bar is met."""
    ours, floor = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(one / two for one, two in pairs)
    print(f"{name:16} {ours:8.0f}  {floor:8.0f} ms {ratio:8.2f}   {bar or 'none'}")
    return bar is None or ratio <= bar


def main(arguments: list[str] | None = None) -> int:
    """Run `python -m benchmarks.page`; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--repeats", type=int, default=6, help="class changes measured (6)")
    parser.add_argument("--model", default="mnist-16d", help="model shown (mnist-16d)")
    options = parser.parse_args(arguments)
    all_met = []
    print(f"{options.model:16}     ours      bare       ratio   bar")
    with served() as address, chromium() as browser:
        for points in POINTS:
            lab = open_lab(browser, address, f"model={options.model}&points={points}")
            bare = open_bare(browser, lab)
            pairs = changes(lab, bare, options.repeats)
            all_met.append(met(f"{points:6,} drag step", drag(lab), MOST_DRAG))
            all_met.append(met(f"{points:6,} change", pairs, MOST_CHANGE.get(points)))
            lab.wait_for_timeout(REST)
            spent = median(float(lab.evaluate(HOVER, at)) for at in HOVERED)
            all_met.append(spent <= MOST_HOVER)
            print(f"{points:6,} hover     {spent:8.0f}           ms            {MOST_HOVER}")
            lab.close()
            bare.close()
    print(f"(a change less {SLACK} ms for a round trip)")
    return 0 if all(all_met) else 1


if __name__ == "__main__":
    sys.exit(main())
