"""A server of our own, a Chromium with software rendering, and a bare page beside ours."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from tests.browser.chromium import chromium_path

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
]
SIZE: ViewportSize = {"width": 1366, "height": 768}


@contextmanager
def served() -> Iterator[str]:
    """Start `python app.py` on a free port; yield its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=HERE.parent,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}/health").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the tests."""
    path = chromium_path()
    if path is None:
        raise ValueError("there is no Chromium here; run `make browser`, or set CHROMIUM_PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def open_lab(browser: Browser, address: str, query: str) -> Page:
    """Open our page and wait until all it asks for on opening is there."""
    page = browser.new_page(viewport=SIZE)
    page.set_default_timeout(120_000)
    page.add_init_script(path=HERE / "probe.js")
    page.goto(f"{address}/?{query}")
    page.wait_for_function("() => window.labSamples?.held.state")
    page.wait_for_function("() => document.querySelector('.rank')?.textContent")
    page.wait_for_load_state("networkidle")
    return page


def open_bare(browser: Browser, address: str, plotly: str) -> Page:
    """Open a page of the same origin: the same plotly.js, four empty graphs, nothing else."""
    html = (HERE / "bare.html").read_text().replace("PLOTLY", plotly)
    page = browser.new_page(viewport=SIZE)
    page.set_default_timeout(120_000)
    page.add_init_script(path=HERE / "probe.js")

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route("**/bare", answer)
    page.goto(f"{address}/bare")
    page.wait_for_function("() => window.Plotly")
    return page
