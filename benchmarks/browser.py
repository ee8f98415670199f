"""A Chromium with software rendering, our page in it, and a bare one beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from tests.browser.chromium import ARGUMENTS, MODULES, chromium_path

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1366, "height": 768}


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
    page.add_init_script(path=MODULES)
    page.goto(f"{address}/?{query}")
    page.wait_for_function("() => window.modules?.samples.held.state")
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
