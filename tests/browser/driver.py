"""What a person does on the page, and what they can see there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.browser.chromium import MODULES
from weight_surgery.components import ids
from weight_surgery.components.theme import TEXT

WAIT = 60_000
# Milliseconds between looks at a page, of which so many in a row have to find it at rest.
LOOK, LOOKS = 200, 5
RESTED = "() => new Promise(done =>"
RESTED += " requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"
ANSWERED = """() => {
  const { question, answered } = window.modules?.store.lab.get() ?? {};
  return question && question.id === answered;
}"""
# A loaded machine is slow, not wrong.
expect.set_options(timeout=WAIT)
SCENES = (ids.EMBEDDING_BEFORE, ids.EMBEDDING_AFTER)
SCHEMES = ("light", "dark")
# What a tab has once it is filled.
FILLED = {
    "classes": f"#{ids.RECALL_TABLE} table",
    "curve": f"#{ids.CURVE_TABLE} table",
    "samples": f"#{ids.SAMPLES_PINNED} > *",
    "confusion": f"#{ids.CONFUSION_TABLE} table",
    "method": f"#{ids.METHOD_TABLE} table",
    "plan": f"#{ids.PLAN_STEPS} table",
    "verification": f"#{ids.VERIFICATION_NUMBERS} table",
    "collateral": f"#{ids.COLLATERAL_LIST} > *",
    "evidence": f"#{ids.EVIDENCE_TABLES} table",
}
# Every graph is drawn in the theme that is shown.
THEMED = """([scheme, ink]) =>
  document.documentElement.dataset.mantineColorScheme === scheme
  && [...document.querySelectorAll('.js-plotly-plot')].every(
    ({_fullLayout}) => !_fullLayout || _fullLayout.font.color === ink)"""
DRAWN = """ids => ids.every(id => {
  const graph = document.querySelector(`#${id} .js-plotly-plot`);
  return graph?._fullLayout?.scene?._scene && graph.data?.length > 3;
})"""


def is_question(url: str) -> bool:
    """Tell whether an address asks the server to compute something."""
    return "/_dash-update" in url or "/lab/samples" in url


def middle(place: Locator) -> tuple[float, float]:
    """Return where the middle of something on the page is, in pixels of the window."""
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Lab:
    """Drive one page; `faults` collects console messages, failed and off-origin requests."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        self.waiting: set[Request] = set()
        self.asked = 0
        page.set_default_timeout(WAIT)
        page.add_init_script(path=MODULES)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", self._request)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)
        page.on("response", lambda r: r.status >= 400 and self.faults.append(f"{r.status} {r.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        # A renderer in software says of itself that it is slow at reading pixels back.
        slow = "GL Driver Message (OpenGL, Performance" in message.text
        if message.type in ("error", "warning") and not slow:
            self.faults.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left takes its unanswered requests along.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}")

    def _request(self, request: Request) -> None:
        self.waiting.add(request)
        self.asked += 1
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"off origin: {request.url}")

    def _ended(self, request: Request) -> None:
        self.waiting.discard(request)

    def visit(self, query: str) -> None:
        """Open a link and wait for nothing."""
        self.page.goto(f"{self.address}/?{query}" if query else self.address)

    def open(self, query: str = "model=digits-3d&points=300") -> Lab:
        """Open a link and wait until both scenes are drawn."""
        self.visit(query)
        self.page.wait_for_function(DRAWN, arg=list(SCENES))
        self.page.wait_for_function("() => window.modules")
        expect(self.page.locator(f"#{ids.HEADLINE} .card")).to_have_count(5)
        return self

    def follow(self, query: str) -> None:
        """Go to a link in the page that is open, as Back and Forward do, until it is answered."""
        self.page.evaluate(
            "query => { history.pushState({}, '', `?${query}`);"
            "window.dispatchEvent(new PopStateEvent('popstate')); }",
            query,
        )
        self.page.wait_for_function(ANSWERED)

    def show_scheme(self, scheme: str) -> None:
        """Let the person's system be light or dark, and wait until the page is too."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.wait_for_function(THEMED, arg=[scheme, TEXT[scheme]])

    def choose(self, id: str, option: str) -> None:
        """Pick an option of a select by its label."""
        self.page.locator(f"input#{id}").click()
        self.page.get_by_role("option", name=option, exact=True).locator("visible=true").click()

    def open_tab(self, name: str, full: bool = True) -> Locator:
        """Choose a tab, at its full height or small; return its panel once it is filled."""
        self.page.locator(f"#{ids.BELOW_TABS}-tab-{name}").click()
        if full != (self.page.locator("html[data-full]").count() == 1):
            self.page.locator(f"#{ids.BELOW_OPEN}").click()
        panel = self.page.locator(f"#{ids.BELOW_TABS}-panel-{name}")
        expect(panel).to_be_visible()
        expect(panel.locator(FILLED[name]).first).to_be_attached()
        return panel

    def open_options(self) -> None:
        """Unfold what is set once in a while."""
        self.page.locator(".options > summary").click()

    def card(self, title: str) -> str:
        """Return the text of a headline card."""
        return self.page.locator(f"#{ids.HEADLINE} .card", has_text=title).inner_text()

    def expect_card(self, title: str, words: str) -> None:
        """Wait until a headline card says `words`."""
        card = self.page.locator(f"#{ids.HEADLINE} .card", has_text=title)
        expect(card).to_contain_text(words, timeout=WAIT)

    def expect_query(self, part: str) -> None:
        """Wait until the address holds `part`."""
        expect(self.page).to_have_url(re.compile(re.escape(part)))

    def expect_toast(self, words: str) -> None:
        """Wait until a toast says `words`."""
        toast = self.page.locator(".mantine-Notification-root", has_text=words)
        expect(toast.first).to_be_visible(timeout=WAIT)

    def expect_quiet(self) -> None:
        """Wait until the server has answered all, and has been asked nothing more for a while."""
        # What was just pressed may ask in a moment.
        calm, asked = 0, self.asked
        while calm < LOOKS:
            self.page.wait_for_timeout(LOOK)
            self.page.evaluate(RESTED)
            calm = calm + 1 if not self.waiting and self.asked == asked else 0
            asked = self.asked

    def expect_tables(self) -> None:
        """Wait until the tab that is open first, the last thing sent, is filled."""
        # It is asked for when it is on screen.
        self.page.locator(".tab-body").scroll_into_view_if_needed()
        expect(self.page.locator(FILLED["classes"])).to_have_count(1)

    def turn(self, id: str) -> None:
        """Drag a scene a little way from its middle, and let it go."""
        x, y = middle(self.page.locator(f"#{id}"))
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + 60, y + 20, steps=5)
        self.page.mouse.up()

    def camera(self, id: str) -> dict[str, float]:
        """Return where a scene's camera is, as drawn."""
        return self.page.evaluate(
            "id => document.querySelector(`#${id} .js-plotly-plot`)"
            "._fullLayout.scene._scene.getCamera().eye",
            id,
        )

    def trace(self, id: str, name: str | int, key: str) -> Any:
        """Return the customdata (or another plain key) of a graph's trace, by name or place."""
        return self.page.evaluate(
            "([id, name, key]) => { const { data } = document.querySelector("
            "`#${id} .js-plotly-plot`);"
            "return (data[name] ?? data.find(trace => trace.name === name))[key]; }",
            [id, name, key],
        )

    def expect_pair(self, id: str, first: str, second: str) -> None:
        """Wait until a scene or circle draws these two classes as the pair."""
        self.page.wait_for_function(
            "([id, ...classes]) => document.querySelector(`#${id} .js-plotly-plot`)"
            ".data.find(({name}) => name === 'pair')?.meta.classes?.join() === classes.join()",
            arg=[id, first, second],
        )

    def layout(self, id: str, path: str) -> Any:
        """Return a value of a graph's full layout by its dotted path."""
        return self.page.evaluate(
            "([id, path]) => path.split('.').reduce((value, key) => value?.[key], "
            "document.querySelector(`#${id} .js-plotly-plot`)._fullLayout)",
            [id, path],
        )

    def strong_pixels(self, id: str) -> float:
        """Return the share of a graph's pixels that have a clear color: 0 on a blank canvas."""
        shot = self.page.locator(f"#{id}").screenshot()
        pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("HSV"), dtype=int)
        return float((pixels[..., 1] > 80).mean())


@contextmanager
def on_phone(browser: Browser, address: str) -> Iterator[Lab]:
    """Yield the driver of a page on a phone, which has fingers and no pointer."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    lab = Lab(context.new_page(), address)
    yield lab
    context.close()
    assert lab.faults == []


@contextmanager
def driven(page: Page, base: str) -> Iterator[Lab]:
    """Give a page's driver; at the end nothing may have gone wrong unnoticed."""
    driver = Lab(page, base)
    yield driver
    assert driver.faults == []
