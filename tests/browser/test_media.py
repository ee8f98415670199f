"""The page in the dark before it has run, in contrast themes, and on paper."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Route, expect

from tests.browser.driver import Lab

QUERY = "model=digits-3d&points=200"
# The sum of a dark pixel's three channels.
DARK = 3 * 64


def pixels(image: bytes) -> np.ndarray:
    """Return a picture (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(image)).convert("RGB"), dtype=int)


def test_a_dark_page_is_dark_before_its_scripts_have_run(small: Lab) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    small.page.emulate_media(color_scheme="dark")
    small.page.route("**/*js*", hold)
    small.page.goto(f"{small.address}/?{QUERY}", wait_until="commit")
    expect(small.page.locator("body")).to_have_css("background-color", "rgb(18, 22, 28)")
    assert small.page.locator("html[data-mantine-color-scheme]").count() == 0
    assert pixels(small.page.screenshot()).sum(axis=2).mean() < DARK
    assert held
    for route in held:
        route.abort()
    small.faults.clear()
