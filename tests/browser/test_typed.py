"""Numbers as they are typed: read as they are meant in any locale, or refused in words."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=200"


def test_a_typed_number_is_the_one_that_was_meant_or_is_refused(small: Lab) -> None:
    small.open(QUERY)
    small.open_options()
    damping = small.page.locator(f"input#{ids.DAMPING_INPUT}")
    damping.fill("0,5")
    damping.press("Enter")
    small.expect_query("op=merge:3-6:0.5")
    # Emptied to type another one, it is not answered; left so, it shows what holds.
    damping.fill("")
    damping.press("Tab")
    expect(damping).to_have_value("0.5")
    # Also while an answer is on its way.
    for typed, shown in (("0,25", "0.25"), ("0,75", "0.75"), ("0,5", "0.5")):
        damping.fill(typed)
        damping.press("Enter")
        # Emptied in the same breath, Dash would hear of the last value only.
        small.page.wait_for_function(
            "shown => window.modules.store.lab.get().view.damping === shown", arg=float(shown)
        )
        damping.fill("")
        damping.press("Tab")
        expect(damping).to_have_value(shown)
        small.expect_query(f"op=merge:3-6:{shown}")
    expect(small.page.locator(".mantine-Notification-root")).to_have_count(0)
    damping.fill("1,5")
    damping.press("Enter")
    small.expect_toast("damping must be a number from 0 to 1")
    expect(damping).to_have_value("1,5")
    points = small.page.locator(f"input#{ids.POINTS_INPUT}")
    points.fill("1.5")
    points.press("Enter")
    small.expect_toast("Points must be a whole number")
    # What was refused is settled, and its toast gone, as soon as it is not refused any more.
    points.fill("1e12")
    points.press("Enter")
    small.expect_toast("Points must lie in ")
    notes = small.page.locator(".mantine-Notification-root")
    expect(notes).to_have_count(1)
    verdict = small.page.locator(f"#{ids.VERDICT}").bounding_box()
    note = notes.bounding_box()
    assert verdict
    assert note
    assert note["y"] > verdict["y"] + verdict["height"]
    points.fill("1.000")
    points.press("Enter")
    small.expect_query("points=1000")
    expect(notes).to_have_count(0)
    small.expect_query("op=merge:3-6:0.5")


def test_a_field_that_is_entered_empty_shows_what_holds_and_a_sample_must_be_there(
    small: Lab,
) -> None:
    small.open(f"{QUERY}&tab=samples")
    small.open_options()
    for id, shown in ((ids.DAMPING_INPUT, "1e-05"), (ids.POINTS_INPUT, "200")):
        field = small.page.locator(f"input#{id}")
        field.fill("")
        field.press("Enter")
        expect(field).to_have_value(shown)
        expect(field).to_be_focused()
    expect(small.page.locator(".mantine-Notification-root")).to_have_count(0)
    # A sample that is not there is refused until one is named.
    field = small.page.locator(f"input#{ids.SAMPLES_INDEX}")
    field.fill("1e3")
    field.press("Enter")
    small.expect_toast("must lie in 0…449")
    field.fill("44")
    field.press("Enter")
    small.expect_query("sample=44")
    expect(small.page.locator(".mantine-Notification-root")).to_have_count(0)
