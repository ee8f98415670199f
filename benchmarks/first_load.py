"""Navigation to both 3-D scenes painted, against a plain page: `python -m benchmarks.first_load`.

The plain page loads the same plotly.js and draws our page's own two scenes and two circles with
Plotly.newPlot. Both are served by waitress with the same compression, and opened in turn, each
time with an empty browser cache. Painted is two frames after both scenes are drawn with their
samples and to be seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.browser import SCENES_OPEN, chromium, open_lab, opening
from tests.browser.server import served

MOST_RATIO = 1.3


def main(arguments: list[str] | None = None) -> int:
    """Print both medians and their ratio; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_load")
    parser.add_argument("--repeats", type=int, default=5, help="loads of each, in turn (5)")
    options = parser.parse_args(arguments)
    with served() as address, chromium() as browser, TemporaryDirectory() as folder:
        lab = open_lab(browser, address, "")
        drawn = Path(folder, "figures.json")
        drawn.write_text(json.dumps(lab.evaluate("() => window.probe.figures()")))
        lab.close()
        with served(program=("-m", "benchmarks.plain_page", str(drawn))) as plain:
            pairs = [
                (opening(browser, plain, SCENES_OPEN), opening(browser, address, SCENES_OPEN))
                for _ in range(options.repeats + 1)
            ][1:]
    floor, ours = (median(values) for values in zip(*pairs, strict=True))
    ratio = median(page / bare for bare, page in pairs)
    print(f"plain page, four figures  {floor:6.2f} s   median of {options.repeats}")
    print(f"our page, both scenes     {ours:6.2f} s")
    print(f"ratio                     {ratio:6.2f}     bar {MOST_RATIO}")
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
