"""The page in the dark before it has run, in contrast themes, and on paper."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from tests.browser.driver import SCHEMES, Lab
from weight_surgery.components import ids

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


def ink(place: Locator, dark: bool) -> float:
    """Return the share of a place's pixels that are far from the theme's ground."""
    brightness = pixels(place.screenshot()).sum(axis=2) / 3
    return float(((brightness > 128) if dark else (brightness < 128)).mean())


def test_a_contrast_theme_shows_names_states_and_marks(small: Lab) -> None:
    small.page.emulate_media(forced_colors="active", color_scheme="light")
    small.open(f"{QUERY}&color=class")
    small.open_options()
    for scheme in SCHEMES:
        small.show_scheme(scheme)
        expect_contrast(small, scheme)


def expect_contrast(small: Lab, scheme: str) -> None:
    """Check that a name, what is on or chosen, and the legend's marks are seen in a theme."""
    label = small.page.locator(".twin-label.axis:not(.covered)").first
    assert 0 < ink(label, scheme == "dark") < 0.5

    def look(selector: str) -> np.ndarray:
        picture = pixels(small.page.locator(selector).first.screenshot())
        return picture[4:-4, 4:-4].mean(axis=(0, 1))

    track = ".mantine-Switch-root:has(#{}) .mantine-Switch-track"
    choices = f"#{ids.VIEW_TABS} .mantine-SegmentedControl-label"
    tabs = f"#{ids.BELOW_TABS} [role=tab]"
    for chosen, other in (
        (track.format(ids.BIAS_SWITCH), track.format(ids.TRIM_SWITCH)),
        (f"{choices}[data-active]", f"{choices}:not([data-active])"),
        (f"{tabs}[aria-selected=true]", f"{tabs}[aria-selected=false]"),
    ):
        assert np.abs(look(chosen) - look(other)).max() > 30, chosen
    marks = small.page.locator(f"#{ids.EMBEDDING_LEGEND} .mark")
    assert marks.count() == 3
    rail = small.page.locator(f"#{ids.DAMPING_SLIDER} .mantine-Slider-track")
    for place in (*marks.all(), rail):
        assert np.ptp(pixels(place.screenshot())) > 60, place


@pytest.mark.parametrize("view", ["pair", "atlas"])
def test_on_paper_the_view_is_named_whole_and_without_controls(small: Lab, view: str) -> None:
    shown = small.page.locator(f"#{ids.EMBEDDING_AFTER}")
    named = "digits-3d · 3 and 6 merged · damping 1e-05"
    if view == "atlas":
        shown, named = small.page.locator(f"#{ids.ATLAS_MAP}"), "digits-3d · all pairs"
    small.open(f"{QUERY}&view={view}")
    if view == "atlas":
        expect(small.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    line = small.page.locator(f"#{ids.SHARE_LINE}")
    expect(line).to_contain_text(named)
    before = shown.bounding_box()
    small.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    small.page.emulate_media(media="print")
    # A4 on its side, at 96 dots an inch, less its margins.
    small.page.set_viewport_size({"width": 1047, "height": 718})
    expect(line).to_be_visible()
    for away in (".skip-link", ".side-panel", ".header-actions", f"#{ids.EMBEDDING_RESET}"):
        expect(small.page.locator(away).first).to_be_hidden()
    expect(small.page.locator(".header")).to_have_css("position", "static")
    mark = small.page.locator(f"#{ids.EMBEDDING_LEGEND} .mark").first
    expect(mark).to_have_css("print-color-adjust", "exact")
    # The view fills the page's width, and what is drawn shrinks with it.
    frame = ".atlas" if view == "atlas" else ".panel"
    panel = small.page.locator(f"#page-{view}-view {frame}").first.bounding_box()
    after = shown.bounding_box()
    assert panel
    assert before
    assert after
    assert 900 < panel["width"] < 1047
    assert after["width"] < before["width"]
    assert panel["x"] <= after["x"]
    assert after["x"] + after["width"] <= panel["x"] + panel["width"]
    if view == "pair":
        assert after["width"] / before["width"] == pytest.approx(970 / 1135, abs=0.06)
    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert small.page.evaluate(wide) == 0


def test_what_is_dark_on_the_screen_is_white_on_paper_and_keeps_its_hues(small: Lab) -> None:
    small.page.emulate_media(color_scheme="dark")
    small.open(f"{QUERY}&sample=7")
    small.expect_tables()
    small.show_scheme("dark")
    assert pixels(small.page.screenshot()).sum(axis=2).mean() < DARK * 1.2
    small.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    small.page.emulate_media(media="print", color_scheme="dark")
    small.page.set_viewport_size({"width": 1047, "height": 718})
    shown = pixels(small.page.screenshot())
    assert shown.sum(axis=2).mean() > 3 * 220
    assert (shown[-4:, -4:] == 255).all()
    # What is said is dark on it, in the figures too.
    assert 0.01 < ink(small.page.locator(".verdict-sentence"), dark=False) < 0.5
    assert 0.005 < ink(small.page.locator(f"#{ids.CIRCLE_AFTER}"), dark=False) < 0.3
    blue, orange = (
        pixels(small.page.locator(f"#{ids.EMBEDDING_LEGEND} .mark").nth(at).screenshot())
        for at in (0, 1)
    )
    assert blue[..., 2].astype(int).sum() > blue[..., 0].sum()
    assert orange[..., 0].sum() > orange[..., 2].sum()
