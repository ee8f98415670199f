"""A finger's room: what is pressed on a phone is 44 pixels wide and high."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=200&sample=7"
# What is in sight and smaller. A mark's room is its label's; terms are words within a text, and the
# list of pairs and what plotly draws have rows and points of their own.
SMALL = """() => [...document.querySelectorAll(
    'a[href], button, input, select, summary, [role=slider], [role=tab]')]
  .filter(one => !one.matches('[data-term]') && !one.closest('.ag-root-wrapper'))
  .map(one => one.matches('[type=radio], [type=checkbox]')
    ? one.closest('label') ?? document.querySelector(`label[for="${one.id}"]`) ?? one : one)
  .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map(one => ({ one, ...one.getBoundingClientRect().toJSON() }))
  .filter(({ width, height }) => width && (width < 43.5 || height < 43.5))
  .map(({ one, width, height }) => `${one.tagName} ${one.id} ${one.className} ` +
    `${one.getAttribute('aria-label') ?? one.textContent.slice(0, 20)} ${width} x ${height}`)"""
WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def expect_room(lab: Lab, place: str) -> None:
    """Check what is in sight, and that nothing has become wider than the phone."""
    assert lab.page.evaluate(SMALL) == [], place
    assert lab.page.evaluate(WIDE) == 0, place


def test_whatever_is_pressed_has_a_fingers_room_on_a_phone(touched: Lab) -> None:
    lab = touched.open(QUERY)
    lab.expect_tables()
    expect_room(lab, "pair")
    button = lab.page.locator(f"#{ids.NARROW_BUTTON}")
    button.tap()
    expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_be_in_viewport()
    lab.page.locator(".options > summary").tap()
    expect_room(lab, "controls")
    button.tap()
    for name in (
        "curve",
        "confusion",
        "samples",
        "method",
        "verification",
        "collateral",
        "evidence",
    ):
        lab.open_tab(name)
        expect_room(lab, name)
    for view in ("Atlas", "Models"):
        lab.page.get_by_text(view, exact=True).first.tap()
        lab.expect_quiet()
        expect_room(lab, view)
    lab.page.get_by_role("button", name="Story").tap()
    expect(lab.page.locator(f"#{ids.STORY_TEXT}")).not_to_be_empty()
    expect_room(lab, "story")
    # What has less is found.
    lab.page.add_style_tag(content=f"#{ids.STORY_NEXT} {{ height: 30px; min-height: 0; }}")
    assert lab.page.evaluate(SMALL)
