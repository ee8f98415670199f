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
    points.fill("1.000")
    points.press("Enter")
    small.expect_query("points=1000")
    small.expect_query("op=merge:3-6:0.5")
