"""Another way to merge, chosen beside the strength or in the table of all of them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.test_journeys import strict
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import METHODS, Workbench

SPEC = SurgerySpec("digits-16d").with_operation(damping=0.0)
QUERY = "model=digits-16d&op=merge:3-6:0.0"


def test_a_method_is_chosen_by_its_list_or_its_row_and_everything_is_measured_by_it(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    lab.expect_card("Strict accuracy", strict(shipped, SPEC))
    lab.choose(ids.METHOD_SELECT, METHODS["stretched"].title)
    lab.expect_query("op=merge:3-6:0.0:stretched&bias=1")
    stretched = SPEC.with_operation(method="stretched")
    lab.expect_card("Strict accuracy", strict(shipped, stretched))
    assert strict(shipped, stretched) != strict(shipped, SPEC)
    lab.open_options()
    switch = lab.page.locator(f"#{ids.BIAS_SWITCH}")
    expect(switch).to_be_disabled()
    expect(lab.page.locator(".options")).to_contain_text("only the paper's can leave it")
    lab.choose(ids.METHOD_SELECT, METHODS["paper"].title)
    expect(switch).to_be_enabled()
    lab.expect_card("Strict accuracy", strict(shipped, SPEC))
    expect_the_bias_to_be_left_no_longer(lab)
    lab.follow(QUERY)
    expect(switch).to_be_enabled()
    lab.expect_tables()
    expect_what_cannot_be_had(lab)
    expect_rows_to_choose(lab, shipped)


def expect_the_bias_to_be_left_no_longer(lab: Lab) -> None:
    """Check that who leaves the bias alone does so no longer with another method."""
    lab.follow(f"{QUERY}&bias=0")
    expect(lab.page.locator(f"#{ids.BIAS_SWITCH}")).not_to_be_checked()
    lab.choose(ids.METHOD_SELECT, METHODS["protect"].title)
    lab.expect_query("op=merge:3-6:0.0:protect&bias=1")
    expect(lab.page.locator(".mantine-Notification-root")).to_have_count(0)


def expect_what_cannot_be_had(lab: Lab) -> None:
    """Check that what a model does not allow cannot be chosen, and says why."""
    lab.page.locator(f"input#{ids.METHOD_SELECT}").click()
    refused = lab.page.get_by_role("option", name=METHODS["absorb"].title)
    expect(refused).to_have_attribute("data-combobox-disabled", "true")
    lab.page.keyboard.press("Escape")
    lab.open_tab("method", full=False)
    expect(lab.page.locator(f"#{ids.METHOD_TABLE}")).to_contain_text("to one length afterwards")


def expect_rows_to_choose(lab: Lab, shipped: Workbench) -> None:
    """Check that a row of the table chooses its method by mouse and by keys."""
    row = lab.page.locator("button[data-method='least-squares']")
    row.click()
    lab.expect_query("op=merge:3-6:0.0:least-squares")
    lab.expect_card("Strict accuracy", strict(shipped, SPEC.with_operation(method="least-squares")))
    expect(lab.page.locator("button[aria-pressed=true]")).to_have_attribute(
        "data-method", "least-squares"
    )
    field = lab.page.locator(f"input#{ids.METHOD_SELECT}").first
    expect(field).to_have_value(METHODS["least-squares"].title)
    searched = lab.page.locator("button[data-method='fitted']")
    expect(lab.page.locator(f"#{ids.METHOD_TABLE}")).to_contain_text("choose it to measure it")
    searched.focus()
    searching = "document.documentElement.hasAttribute('data-searching')"
    assert not lab.page.evaluate(searching)
    lab.page.evaluate(
        "() => { window.searched = false; new MutationObserver(() => {"
        f" window.searched ||= {searching}; }})"
        ".observe(document.documentElement, {attributes: true}); }"
    )
    lab.page.keyboard.press("Enter")
    lab.expect_query("op=merge:3-6:0.0:fitted")
    lab.page.wait_for_function(f"() => window.searched && !{searching}")
    expect(lab.page.locator(f"#{ids.METHOD_TABLE}")).not_to_contain_text("choose it to measure")


def test_a_method_is_followed_by_the_hand(lab: Lab, shipped: Workbench) -> None:
    """Stretched, samples move in two directions; where they stop is where Python has it."""
    lab.open("model=digits-16d&op=merge:3-6:0.3:stretched&points=100")
    spec = SPEC.with_operation(damping=0.3, method="stretched")
    here = lab.page.evaluate(
        "() => { const { motion } = window.modules.samples.held;"
        " return window.modules.motion.sceneAt(motion, 0.3).map(column => [...column]); }"
    )
    view = View(spec, points=100)
    there = shipped.motion(view.surgery, view.scene).scene_at(0.3).T
    for axis, column in enumerate(here):
        for mine, theirs in zip(column, there[axis].tolist(), strict=True):
            assert abs(mine - theirs) < 1e-5
