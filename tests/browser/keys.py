"""Press a key, and wait until the page has heard of it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect


def press_slider(thumb: Locator, key: str) -> None:
    """Press a key on a slider, and wait until the page has taken the step."""
    before = thumb.get_attribute("aria-valuetext") or ""
    thumb.press(key)
    expect(thumb).not_to_have_attribute("aria-valuetext", before)
