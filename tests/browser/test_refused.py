"""What a browser can refuse: the page works without it, and says so where it matters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driver import Lab
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=200"
# As with all cookies blocked, or third-party ones in a frame: even to look at it is an error.
NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {configurable: true, get() {
    throw new DOMException('Access is denied for this document.', 'SecurityError'); }});"""
NO_CLIPBOARD = """navigator.clipboard.writeText = () => Promise.reject(new Error('denied'));
document.execCommand = () => false;"""
NO_HISTORY = """history.pushState = history.replaceState = () => {
  throw new DOMException('too many steps', 'SecurityError'); };"""


def turn_single_keys(lab: Lab) -> None:
    lab.page.get_by_role("button", name="Keyboard shortcuts").click()
    lab.page.get_by_role("dialog").get_by_role("switch").press(" ")
    lab.page.keyboard.press("Escape")
    expect(lab.page.get_by_role("dialog")).to_have_count(0)


def test_single_keys_stay_off_until_they_are_turned_on_again(small: Lab) -> None:
    dialog = small.page.get_by_role("dialog")
    small.open(QUERY)
    turn_single_keys(small)
    small.open(QUERY)
    small.page.keyboard.press("?")
    expect(dialog).to_have_count(0)
    turn_single_keys(small)
    small.open(QUERY)
    small.page.keyboard.press("?")
    expect(dialog.get_by_role("switch")).to_be_checked()


@pytest.mark.parametrize("embed", ["", "&embed=1"])
def test_without_storage_the_page_works(small: Lab, embed: str) -> None:
    small.page.add_init_script(NO_STORAGE)
    small.open(QUERY + embed)
    expect(small.page.locator(f"#{ids.VERDICT}")).to_be_visible()
    if embed:
        return
    small.page.locator(f"#{ids.SCHEME_TOGGLE}").click()
    expect(small.page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    turn_single_keys(small)
    small.expect_toast("does not let it keep this switch")
    small.page.keyboard.press("?")
    expect(small.page.get_by_role("dialog")).to_have_count(0)
    # The kit says so too, to developers, and goes on.
    warned = "warning: [@mantine/core] Local storage color scheme manager was unable to save"
    small.faults[:] = [fault for fault in small.faults if not fault.startswith(warned)]


def test_what_cannot_be_copied_is_shown_and_an_address_that_cannot_be_written_stops_nothing(
    small: Lab,
) -> None:
    small.page.add_init_script(NO_CLIPBOARD)
    small.page.add_init_script(NO_HISTORY)
    small.open(QUERY)
    small.page.get_by_role("button", name="Share").click()
    small.page.locator(f"#{ids.LINK_BUTTON}").click()
    small.expect_toast("Copy this by hand")
    small.choose(ids.CLASS_A_SELECT, "4")
    small.expect_pair(ids.EMBEDDING_AFTER, "4", "6")
