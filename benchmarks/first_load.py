"""Navigation to both 3-D scenes painted, against a plain page: `python -m benchmarks.first_load`.

The plain page loads the same plotly.js and draws our page's own two scenes and two circles with
Plotly.newPlot. Both are served by waitress with the same compression, and opened in turn, each
time with an empty browser cache. Painted is two frames after both scenes are drawn and to be seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from benchmarks.browser import SIZE, chromium, open_lab
from tests.browser.server import served

MOST_RATIO = 1.6
# A timer looks, because asking for frames would have the page paint them.
PAINTED = """(() => {
  const isDrawn = (graph) =>
    graph.data.length > 3 &&
    graph._fullLayout.scene._scene?.glplot?.objects.length > 3 &&
    getComputedStyle(graph).visibility === "visible";
  function look() {
    const scenes = [...document.querySelectorAll(".js-plotly-plot")].filter(
      (graph) => graph._fullLayout?.scene,
    );
    if (scenes.length < 2 || !scenes.every(isDrawn)) return setTimeout(look, 5);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        window.paintedAt = performance.now();
      }),
    );
  }
  look();
})();"""
FIGURES = """() => {
  const { GRAPHS, graphOf } = window.modules.samples;
  return window.probe.figures().map((figure, at) => {
    const { width, height } = graphOf(GRAPHS[at]).getBoundingClientRect();
    const { displaylogo, displayModeBar, responsive, scrollZoom } = graphOf(GRAPHS[at])._context;
    const config = { displaylogo, displayModeBar, responsive, scrollZoom };
    return { ...figure, width, height, config };
  });
}"""


def figures_of(browser: Browser, address: str) -> list[dict[str, Any]]:
    """Return our page's scenes and circles as it has drawn them."""
    lab = open_lab(browser, address, "")
    figures: list[dict[str, Any]] = lab.evaluate(FIGURES)
    lab.close()
    return figures


def first_load(browser: Browser, address: str) -> float:
    """Return the seconds from navigation to both scenes painted, with an empty cache."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(PAINTED)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.paintedAt", polling=100)
    painted = float(page.evaluate("() => window.paintedAt"))
    context.close()
    return painted / 1000


def main(arguments: list[str] | None = None) -> int:
    """Print both medians and their ratio; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_load")
    parser.add_argument("--repeats", type=int, default=5, help="loads of each, in turn (5)")
    options = parser.parse_args(arguments)
    with served() as lab, chromium() as browser, TemporaryDirectory() as folder:
        drawn = Path(folder, "figures.json")
        drawn.write_text(json.dumps(figures_of(browser, lab)))
        with served(program=("-m", "benchmarks.plain_page", str(drawn))) as plain:
            first_load(browser, plain), first_load(browser, lab)
            pairs = [
                (first_load(browser, plain), first_load(browser, lab))
                for _ in range(options.repeats)
            ]
    floor, ours = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(page / bare for bare, page in pairs)
    print(f"plain page, four figures  {floor:6.2f} s   median of {options.repeats}")
    print(f"our page, both scenes     {ours:6.2f} s")
    print(f"ratio                     {ratio:6.2f}     bar {MOST_RATIO}")
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
