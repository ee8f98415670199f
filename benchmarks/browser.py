"""A Chromium with software rendering, our page in it, and a bare one beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from tests.browser.chromium import ARGUMENTS, MODULES, chromium_path

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1366, "height": 768}
# What says when a page is open, by the kind of page.
SCENES_OPEN = ("scenes_open.js",)
LAB_OPEN = ("scenes_open.js", "lab_open.js")
PROJECTOR_OPEN = ("projector_open.js",)
# A rival is not to wait for an address outside this machine.
LOCAL = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
PATIENCE = 120_000
PLOTLY = "() => [...document.scripts].map(one => one.src).find(one => one.includes('plotly'))"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the tests."""
    path = chromium_path()
    if path is None:
        raise ValueError("there is no Chromium here; run `make browser`, or set CHROMIUM_PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, LOCAL])
        yield browser
        browser.close()


def _watch(page: Page, scripts: tuple[str, ...]) -> None:
    page.set_default_timeout(PATIENCE)
    for script in (*scripts, "opened.js"):
        page.add_init_script(path=HERE / script)


def opened_page(browser: Browser, address: str, scripts: tuple[str, ...]) -> tuple[Page, float]:
    """Open an address with an empty cache; return the page and the seconds until it is open."""
    page = browser.new_page(viewport=SIZE)
    _watch(page, scripts)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.openedAt", polling=100)
    return page, float(page.evaluate("() => window.openedAt"))


def opening(browser: Browser, address: str, scripts: tuple[str, ...]) -> float:
    """Return the seconds from navigation until an address is open, with an empty cache."""
    page, seconds = opened_page(browser, address, scripts)
    page.close()
    return seconds


def open_lab(browser: Browser, address: str, query: str) -> Page:
    """Open our page and wait until all it asks for on opening is there."""
    page = browser.new_page(viewport=SIZE)
    _watch(page, LAB_OPEN)
    page.add_init_script(path=HERE / "probe.js")
    page.add_init_script(path=MODULES)
    page.goto(f"{address}/?{query}")
    page.wait_for_function("() => window.openedAt && window.modules")
    page.wait_for_function("() => document.querySelector('.rank')?.textContent")
    page.wait_for_load_state("networkidle")
    return page


def open_bare(browser: Browser, lab: Page) -> Page:
    """Open a page of our page's origin: the same plotly.js, four empty graphs, nothing else."""
    html = (HERE / "bare.html").read_text().replace("PLOTLY", lab.evaluate(PLOTLY))
    page = browser.new_page(viewport=SIZE)
    page.set_default_timeout(PATIENCE)
    page.add_init_script(path=HERE / "probe.js")

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route("**/bare", answer)
    page.goto(lab.evaluate("() => `${window.location.origin}/bare`"))
    page.wait_for_function("() => window.Plotly")
    return page
