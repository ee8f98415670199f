"""A real Firefox, driven through Marionette, and watched for anything that goes wrong."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from marionette_driver import By, Wait
from marionette_driver.geckoinstance import DesktopInstance
from marionette_driver.marionette import ActionSequence, Marionette, WebElement
from PIL import Image

from tests.browser.driver import DRAWN, FILLED, SCENES
from tests.browser.server import free_port
from tests.firefox.program import firefox_path, screen
from weight_surgery.components import ids

# Seconds: 3-D is drawn in software here, and a loaded machine is slow, not wrong.
WAIT = 60
SIZE = (1366, 768)
WATCH = (Path(__file__).parent / "watch.js").read_text()
HEARD = (Path(__file__).parent / "heard.js").read_text()
# In software too.
PREFERENCES = {"webgl.force-enabled": True}


class Firefox:
    """Drive one window.

    `faults()` tells errors that a page throws or leaves in a promise, errors and warnings that it
    writes to the console, and its requests that failed, were refused or left its origin. Warnings
    of Firefox itself (about WebGL, mostly) are not among them.
    """

    def __init__(self, marionette: Marionette, address: str) -> None:
        self.marionette = marionette
        self.address = address
        with marionette.using_context("chrome"):
            marionette.execute_script(WATCH, [address], sandbox="system")
        marionette.set_window_rect(width=SIZE[0], height=SIZE[1])
        inner = self.run("() => [innerWidth, innerHeight]")
        width, height = (2 * wanted - is_ for wanted, is_ in zip(SIZE, inner, strict=True))
        marionette.set_window_rect(width=width, height=height)
        self.wait("([w, h]) => innerWidth === w && innerHeight === h", list(SIZE))

    def faults(self) -> list[str]:
        """Return all that went wrong so far."""
        with self.marionette.using_context("chrome"):
            requests = self.marionette.execute_script("return window.faults", sandbox="system")
        return requests + self.marionette.execute_script(HEARD, sandbox="system")

    def run(self, function: str, argument: Any = None) -> Any:
        """Call a function of the page's own scripts' world, as playwright's evaluate does."""
        script = f"return ({function})(...arguments)"
        return self.marionette.execute_script(script, [argument], sandbox=None)

    def wait(self, function: str, argument: Any = None) -> Any:
        """Wait until a function returns something true; return that."""
        patience = Wait(self.marionette, timeout=WAIT)
        message = f"waited for {function} of {argument}"
        return patience.until(lambda _: self.run(function, argument), message=message)

    def open(self, query: str = "") -> None:
        """Open a link and wait until both scenes are drawn."""
        self.marionette.navigate(f"{self.address}/?{query}" if query else self.address)
        self.wait(DRAWN, list(SCENES))

    def find(self, selector: str, words: str = "") -> WebElement:
        """Return the element of a CSS selector that is shown and says just `words`, once it is."""
        return self.wait(
            "([selector, words]) => [...document.querySelectorAll(selector)].find(one =>"
            " one.checkVisibility({ visibilityProperty: true })"
            " && (!words || one.textContent.trim() === words))",
            [selector, words],
        )

    def click(self, selector: str, words: str = "") -> None:
        """Click an element as a person does."""
        self.find(selector, words).click()

    def choose(self, id: str, option: str) -> None:
        """Pick an option of a select by its label."""
        self.click(f"input#{id}")
        self.click("[role=option]", option)

    def open_tab(self, name: str) -> None:
        """Choose a tab under the scenes and wait until it is filled."""
        self.click(f"#{ids.BELOW_TABS}-tab-{name}")
        self.find(f"#{ids.BELOW_TABS}-panel-{name}")
        self.wait("selector => document.querySelector(selector)", FILLED[name])

    def mouse(self) -> ActionSequence:
        """Return what the mouse does next; `perform` does it."""
        return ActionSequence(self.marionette, "pointer", "mouse", {"pointerType": "mouse"})

    def drag(self, id: str, steps: list[tuple[int, int]]) -> None:
        """Press the button in the middle of an element and move it, in pixels from there."""
        middle = self.marionette.find_element(By.ID, id)
        mouse = self.mouse().pointer_move(0, 0, origin=middle).pointer_down()
        for x, y in steps:
            mouse.pointer_move(x, y, duration=100, origin=middle)
        mouse.pointer_up().perform()

    def press_in(self, id: str, x: float, y: float) -> None:
        """Point at a place of the window that is in a flat graph; click once it has noticed.

        As long as a person's finger does: plotly forgets what is pointed at when the button goes
        down, and finds it again when it goes up, but looks no oftener than every 50 ms.
        """
        self.mouse().pointer_move(int(x) - 2, int(y)).pointer_move(int(x), int(y)).perform()
        self.wait(
            "id => document.querySelector(`#${id} .js-plotly-plot`)._hoverdata?.length > 0", id
        )
        self.mouse().pointer_down().pause(100).pointer_up().perform()

    def expect_text(self, selector: str, words: str) -> None:
        """Wait until an element that is shown holds `words`."""
        self.wait(
            "([selector, words]) => [...document.querySelectorAll(selector)].some(one =>"
            " one.textContent.includes(words))",
            [selector, words],
        )

    def expect_query(self, part: str) -> None:
        """Wait until the address holds `part`."""
        self.wait("part => location.search.includes(part)", part)

    def strong_pixels(self, id: str) -> float:
        """Return the share of an element's pixels that have a clear color: 0 on a blank canvas."""
        element = self.marionette.find_element(By.ID, id)
        shot = self.marionette.screenshot(element=element, format="binary")
        pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("HSV"), dtype=int)
        return float((pixels[..., 1] > 80).mean())


def preferences(port: int, more: dict[str, Any]) -> str:
    """Return the file of a profile that keeps Firefox from its first run, and from the network."""
    usual = {**DesktopInstance.required_prefs, **DesktopInstance.desktop_prefs}
    chosen = {**usual, **PREFERENCES, **more, "marionette.port": port}
    return "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in chosen.items())


@contextmanager
def firefox(address: str, **more: Any) -> Iterator[Firefox]:
    """Start a Firefox of our own with a new profile, and end it whatever happens.

    more: preferences of Firefox, by name.
    """
    port = free_port()
    # Its processes for pages end a moment after it, and may still write.
    with screen() as told, TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(preferences(port, more))
        command = [firefox_path(), "-marionette", "-remote-allow-system-access", "-no-remote"]
        program = subprocess.Popen([*command, "-profile", profile], env={**os.environ, **told})
        try:
            marionette = Marionette(port=port, startup_timeout=WAIT)
            marionette.start_session()
            yield Firefox(marionette, address)
        finally:
            program.kill()
            program.wait()
