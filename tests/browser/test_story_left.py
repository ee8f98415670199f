"""The story left before its step has come, and begun anew from within."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.test_story import begin, press
from weight_surgery.components import ids


def test_who_leaves_while_the_first_step_is_on_its_way_has_left(lab: Lab) -> None:
    begin(lab)
    lab.page.keyboard.press("Escape")
    lab.expect_quiet()
    before = lab.page.url
    assert "story" not in before
    lab.page.evaluate(
        f"() => {{ document.getElementById('{ids.STORY_BUTTON}').click();"
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})); }"
    )
    lab.expect_quiet()
    expect(lab.page.locator(f"#{ids.STORY_BAR}")).to_be_hidden()
    expect(lab.page).to_have_url(before)


def test_the_storys_button_leads_back_to_the_first_step_from_what_was_changed_in_it(
    lab: Lab,
) -> None:
    begin(lab)
    lab.expect_quiet()
    first = lab.page.url
    thumb = lab.page.locator(f"#{ids.DAMPING_SLIDER} [role=slider]")
    thumb.focus()
    thumb.press("ArrowRight")
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_visible()
    expect(lab.page).not_to_have_url(first)
    lab.expect_quiet()
    press(lab, ids.STORY_BUTTON)
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_hidden()
    lab.expect_quiet()
    expect(lab.page).to_have_url(first)
