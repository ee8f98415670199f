"""Find a Chromium: `python -m tests.browser.chromium` prints its path, or fails."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The page's modules, for those who look into them.
MODULES = Path(__file__).parent / "modules.js"
# 3-D needs the software renderer named; without it a canvas can be blank and nobody told.
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The shell without a window around it, which playwright's own headless browser is too, takes two
# thirds of the work that a whole Chromium does.
NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)


def chromium_path() -> str | None:
    """Return CHROMIUM_PATH, else a Chromium of the system, else playwright's own, else None."""
    named = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if named:
        return named
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    path = chromium_path()
    print(path or "no Chromium found", file=sys.stdout if path else sys.stderr)
    sys.exit(0 if path else 1)
