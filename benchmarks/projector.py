"""The page's opening against TensorBoard's Projector: `python -m benchmarks.projector`.

The same 10,000 x 16 test embeddings (mnist-16d) in one Chromium, in turn, each time with an empty
browser cache, from navigation until they are on screen. The Projector is open when it has drawn all
points and its message is gone (projector_open.js); our page when both scenes and both circles are
drawn and the verdict is there (lab_open.js). Each server has been asked once before.

TensorBoard is installed from PyPI into a virtual environment of its own, unless it is there.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from benchmarks.browser import LAB_OPEN, PROJECTOR_OPEN, chromium, opened_page
from benchmarks.tensorboard import install, projector, write
from tests.browser.server import served
from weight_surgery.core.bundle import load_bundle
from weight_surgery.core.workbench import PRETRAINED

MODEL = "mnist-16d"
MOST_RATIOS = {2_000: 1.0, 10_000: 1.6}
HOME = Path("build", "projector")
# Of the picture's middle, the share that has color: none on a blank canvas.
LEAST_COLORED, STRONG = 0.01, 60


def seconds_to_open(browser: Browser, address: str, scripts: tuple[str, ...]) -> float:
    """Return the seconds until an address is open; a picture of it has to have points."""
    page, seconds = opened_page(browser, address, scripts)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("HSV")
    page.close()
    high, wide = picture.height, picture.width
    middle = np.asarray(picture.crop((wide // 4, high // 4, wide * 3 // 4, high * 3 // 4)))
    if (middle[..., 1] > STRONG).mean() < LEAST_COLORED:
        raise RuntimeError(f"{address} said that it was open, and its picture was blank")
    return seconds


def main(arguments: list[str] | None = None) -> int:
    """Print the medians and their ratios; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.projector")
    parser.add_argument("--repeats", type=int, default=4, help="openings of each, in turn (4)")
    parser.add_argument("--home", type=Path, default=HOME, help=f"TensorBoard's folder ({HOME})")
    options = parser.parse_args(arguments)
    python = install(options.home.absolute())
    with TemporaryDirectory() as folder, chromium() as browser:
        write(load_bundle(PRETRAINED / f"{MODEL}.npz"), Path(folder))
        with projector(python, Path(folder)) as rival, served() as lab:
            pages = [(rival, PROJECTOR_OPEN)] + [
                (f"{lab}/?model={MODEL}&points={points}", LAB_OPEN) for points in MOST_RATIOS
            ]
            turns = [
                [seconds_to_open(browser, *page) for page in pages]
                for _ in range(options.repeats + 1)
            ][1:]
    floor, *ours = map(median, zip(*turns, strict=True))
    print(f"Projector, 10,000 points    {floor:6.2f} s   median of {options.repeats}")
    met = True
    for at, (points, bar) in enumerate(MOST_RATIOS.items()):
        ratio = median(turn[at + 1] / turn[0] for turn in turns)
        met = met and ratio <= bar
        print(f"our page, {points:6,} a scene   {ours[at]:6.2f} s   ratio {ratio:5.2f}   bar {bar}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
