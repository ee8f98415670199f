"""What an ellipsis cuts is whole when it is pointed at and when it has the focus."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.driver import Lab
from weight_surgery.components import ids

QUERY = "model=digits-16d&points=100"
CARD = f"#{ids.GLOSSARY_CARD}"
IS_CUT = "one => one.scrollWidth > one.clientWidth"
# Every text that is cut and offers neither a title nor a card of its own.
SILENT = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.scrollWidth > one.clientWidth
    && getComputedStyle(one).textOverflow === "ellipsis"
    && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter(one => {
    one.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    return !one.closest("[title]") && !one.matches(".chip-title, .twin-label");
  }).map(one => `${one.id} ${one.className}`)"""


def expect_whole(lab: Lab, place: Locator) -> None:
    """Check that a cut text says all of its words, by pointer and by key, and Escape ends it."""
    assert place.evaluate(IS_CUT)
    words = place.text_content() or ""
    lab.page.locator("h1").click()
    place.hover(position={"x": 2, "y": 4})
    expect(place).to_have_attribute("title", words.strip())
    lab.page.keyboard.press("Tab")
    expect(place).to_have_attribute("tabindex", "0")
    place.focus()
    card = lab.page.locator(CARD)
    expect(card).to_have_text(words.strip())
    expect(card).to_be_in_viewport(ratio=1)
    lab.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    lab.page.locator("h1").click()


def test_what_is_cut_is_whole_when_pointed_at_and_when_it_has_the_focus(still: Lab) -> None:
    lab = still.open(QUERY)
    lab.page.set_viewport_size({"width": 1100, "height": 768})
    for id in (ids.EMBEDDING_CAPTION, ids.CIRCLE_CAPTION):
        expect_whole(lab, lab.page.locator(f"#{id}"))
    assert lab.page.evaluate(SILENT) == []
    lab.open_tab("curve", full=False)
    expect_whole(lab, lab.page.locator(f"#{ids.CURVE_CAPTION}"))
    # By a click, too, which is what a finger does.
    place = lab.page.locator(f"#{ids.CIRCLE_CAPTION}")
    place.click(position={"x": 300, "y": 9})
    expect(lab.page.locator(CARD)).to_have_text(place.text_content() or "")
    # A figure's name is whole in what is behind it.
    card = lab.page.locator(f"#{ids.HEADLINE} .card").last
    card.focus()
    title = card.locator(".card-title").text_content() or ""
    expect(card.locator(".card-details")).to_contain_text(title)
    # What is not cut is no stop on the way.
    lab.page.set_viewport_size({"width": 1920, "height": 1080})
    lab.page.locator("h1").click()
    lab.page.keyboard.press("Tab")
    expect(place).not_to_have_attribute("tabindex", "0")
    expect(place).not_to_have_attribute("title", place.text_content() or "")
    # While presenting, too.
    lab.page.set_viewport_size({"width": 1100, "height": 768})
    lab.follow(f"{QUERY}&present=1")
    expect(lab.page.locator("html[data-present]")).to_have_count(1)
    place = lab.page.locator(f"#{ids.EMBEDDING_CAPTION}")
    expect(place).to_contain_text("dimensions")
    expect_whole(lab, place)
