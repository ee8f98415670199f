"""A plan in the page: steps as chips, taken, switched off, moved, left out; all of it undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver import Lab
from tests.browser.test_journeys import strict
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.planner import plan
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

FIRST, SECOND = Operation("merge", (3, 6), 0.0), Operation("merge", (1, 7), 0.0, "stretched")
SHATTER = Operation("shatter", (4,), 0.1)
BASE = "model=digits-16d&points=100"


def link(*operations: Operation) -> str:
    return "&".join([BASE, *(f"op={one.to_text()}" for one in operations)])


def spec_of(*operations: Operation, hand: int | None = None) -> SurgerySpec:
    return SurgerySpec("digits-16d", operations, hand=hand)


def shown_view(lab: Lab) -> View:
    return View.from_query(lab.page.url.split("?")[1])


def chips(lab: Lab) -> Locator:
    return lab.page.locator(".plan-chip")


def test_a_step_is_added_and_everything_is_of_the_whole_plan(lab: Lab, shipped: Workbench) -> None:
    lab.open(link(FIRST))
    expect(chips(lab)).to_have_count(0)
    lab.page.locator(f"#{ids.PLAN_MERGE}").click()
    expect(chips(lab)).to_have_count(2)
    lab.expect_quiet()
    view = shown_view(lab)
    assert len(view.surgery.operations) == 2
    assert view.color == "group"
    first, second = view.surgery.operations
    assert first == FIRST
    assert not set(first.classes) & set(second.classes)
    lab.expect_card("Strict accuracy", strict(shipped, view.surgery))
    lab.page.locator(f"#{ids.PLAN_SHATTER}").click()
    expect(chips(lab)).to_have_count(3)
    expect(lab.page.locator(f"input#{ids.CLASS_B_SELECT}").first).to_be_disabled()
    lab.expect_quiet()
    lab.expect_card("Strict accuracy", strict(shipped, shown_view(lab).surgery))


def test_steps_are_taken_switched_off_moved_and_left_out_and_all_is_undone(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(link(FIRST, SECOND, SHATTER))
    ops = [one.to_text() for one in (FIRST, SECOND, SHATTER)]

    def expect_ops(*texts: str, hand: int | None = None) -> None:
        query = "&".join(f"op={text}" for text in texts)
        lab.expect_query(query + ("" if hand is None else f"&hand={hand}") + "&bias=1")

    take = chips(lab).nth(0).locator(".plan-take")
    take.click()
    expect_ops(*ops, hand=0)
    expect(take).to_have_attribute("aria-pressed", "true")
    lab.expect_card("Strict accuracy", strict(shipped, spec_of(FIRST, SECOND, SHATTER)))
    chips(lab).nth(1).locator(".plan-toggle").click()
    expect_ops(ops[0], f"{ops[1]}:off", ops[2], hand=0)
    lab.expect_card("Strict accuracy", strict(shipped, spec_of(FIRST, SHATTER)))
    chips(lab).nth(0).locator(".plan-take").focus()
    lab.page.keyboard.press("Alt+ArrowRight")
    expect_ops(f"{ops[1]}:off", ops[0], ops[2], hand=1)
    expect(chips(lab).nth(1).locator(".plan-take")).to_be_focused()
    lab.page.keyboard.press("Delete")
    expect_ops(f"{ops[1]}:off", ops[2])
    lab.expect_card("Strict accuracy", strict(shipped, spec_of(SHATTER)))
    undo = lab.page.locator(f"#{ids.PLAN_UNDO}")
    undo.click()
    expect_ops(f"{ops[1]}:off", ops[0], ops[2], hand=1)
    lab.page.keyboard.press("Control+z")
    lab.page.keyboard.press("Control+z")
    expect_ops(*ops, hand=0)
    undo.click()
    expect_ops(*ops)
    expect(undo).to_be_disabled()
    lab.expect_card("Strict accuracy", strict(shipped, spec_of(FIRST, SECOND, SHATTER)))
    for _ in range(4):
        lab.page.keyboard.press("Control+Shift+z")
    expect_ops(f"{ops[1]}:off", ops[2])
    expect(lab.page.locator(f"#{ids.PLAN_REDO}")).to_be_disabled()


def test_a_step_is_dragged_to_another_place(lab: Lab) -> None:
    lab.open(link(FIRST, SECOND))
    chips(lab).nth(1).drag_to(chips(lab).nth(0))
    lab.expect_query(f"op={SECOND.to_text()}&op={FIRST.to_text()}&hand=0")


def test_what_cannot_be_done_is_refused_and_nothing_is_lost(lab: Lab) -> None:
    lab.open(link(FIRST, SHATTER))
    lab.choose(ids.CLASS_A_SELECT, "6")
    expect(lab.page.locator(".mantine-Notification-root")).to_contain_text("merged with another")
    lab.expect_query(f"op={FIRST.to_text()}&op={SHATTER.to_text()}")
    expect(chips(lab)).to_have_count(2)


def test_the_pictures_before_are_of_the_unedited_network(lab: Lab, shipped: Workbench) -> None:
    lab.open(link(FIRST, SECOND) + "&hand=0")
    view = shown_view(lab)
    motion = shipped.motion(view.surgery, view.scene)
    shown = lab.page.evaluate(
        "() => { const { samples, motion } = window.modules; const held = samples.held.motion;"
        " return ['scene', 'circle'].map(kind => motion[`${kind}At`](held, motion.UNEDITED)"
        ".map(column => [...column])); }"
    )
    for found, places in zip(shown, (motion.scene_before(), motion.circle_before()), strict=True):
        for axis, column in enumerate(found):
            assert column == pytest.approx(places[:, axis].tolist(), abs=1e-5, nan_ok=True)


def test_a_pair_from_elsewhere_is_opened_alone(lab: Lab) -> None:
    lab.open(link(FIRST, SECOND))
    lab.page.get_by_text("Models", exact=True).click()
    lab.page.locator(".model-card button").first.click()
    expect(lab.page.locator(f"#{ids.VERDICT}")).to_be_visible()
    expect(chips(lab)).to_have_count(0)


def test_the_planner_goes_step_by_step_and_a_level_becomes_the_plan(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(link(FIRST) + "&tab=plan")
    groups = lab.page.locator(f"#{ids.PLANNER_GROUPS}")
    groups.fill("6")
    lab.page.locator(f"#{ids.PLANNER_START}").click()
    status = lab.page.locator(f"#{ids.PLANNER_STATUS}")
    expect(status).to_contain_text("6 groups left")
    levels = lab.page.locator("[data-level]")
    expect(levels).to_have_count(4)
    found = plan(shipped.bundle("digits-16d"), 6)
    levels.nth(2).click()
    expect(chips(lab)).to_have_count(3)
    lab.expect_quiet()
    view = shown_view(lab)
    assert view.surgery.operations == found.operations[:3]
    right = found.accuracy[2]
    assert shipped.compare(view.surgery).after.merged_accuracy == right
    expect(lab.page.locator(f"#{ids.HEADLINE}")).to_contain_text(f"{right.successes:,}")
    expect(lab.page.locator(f"#{ids.PLAN_STEPS} tbody tr")).to_have_count(3)
    groups.fill("no")
    lab.page.locator(f"#{ids.PLANNER_START}").click()
    expect(status).to_contain_text("must be a whole number")
    expect(chips(lab)).to_have_count(3)


def test_the_planner_stops_when_it_is_told_to(lab: Lab) -> None:
    lab.open("model=mnist-16d&points=100&op=merge:3-6:0.0&tab=plan")
    button = lab.page.locator(f"#{ids.PLANNER_START}")
    button.click()
    expect(button).to_have_text("Stop")
    button.click()
    expect(button).to_have_text("Plan")
    expect(lab.page.locator(f"#{ids.PLANNER_STATUS}")).to_contain_text("Stopped.")
