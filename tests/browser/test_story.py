"""The story told to the end, by buttons, by keys and by link; and presets from the atlas."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import WAIT, Lab
from tests.browser.gate import Gate
from tests.browser.test_journeys import strict
from weight_surgery.components import ids
from weight_surgery.components.ranking import ranked
from weight_surgery.components.story.answers import told
from weight_surgery.components.story.plan import story_of
from weight_surgery.components.view import STORY_STEPS, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=200"
STORY = "digits-3d"


def begin(lab: Lab, query: str = QUERY) -> None:
    """Open a page and its story, and wait for the first step."""
    lab.open(query)
    lab.page.locator(f"#{ids.STORY_BUTTON}").click()
    expect_step(lab, 1)


def expect_step(lab: Lab, step: int) -> None:
    """Wait until the bar and the address are at a step."""
    expect(lab.page.locator(f"#{ids.STORY_PLACE}")).to_have_text(f"{step} of {STORY_STEPS}")
    lab.expect_query(f"story={step}")


def press(lab: Lab, id: str) -> None:
    lab.page.locator(f"#{id}").click()


def query_of(workbench: Workbench, step: int) -> str:
    """Return what the address holds at a step, with the test's own number of points."""
    query = story_of(workbench, STORY).steps[step - 1].view.to_query()
    return query.replace("points=2000", "points=200")


def expect_words(lab: Lab, workbench: Workbench, step: int) -> None:
    words = told(workbench, STORY)["steps"][step - 1]
    expect(lab.page.locator(f"#{ids.STORY_TITLE}")).to_have_text(words["title"])
    expect(lab.page.locator(f"#{ids.STORY_TEXT}")).to_have_text(words["text"])


def test_the_story_is_told_to_the_end_and_back(lab: Lab, shipped: Workbench) -> None:
    home = "op=merge:1-2:0.25"
    begin(lab, f"{QUERY}&{home}&color=confidence")
    story = story_of(shipped, STORY)
    for step in range(1, STORY_STEPS + 1):
        expect_step(lab, step)
        expect_words(lab, shipped, step)
        lab.expect_query(query_of(shipped, step))
        if step < STORY_STEPS:
            lab.expect_card("Strict accuracy", strict(shipped, story.steps[step - 1].view.surgery))
            press(lab, ids.STORY_NEXT)
    expect(lab.page.locator(f"#{ids.ATLAS_MAP}")).to_be_visible()
    for step in (7, 6, 5, 4):
        press(lab, ids.STORY_BACK)
        expect_step(lab, step)
    lab.expect_card("Strict accuracy", strict(shipped, story.steps[3].view.surgery))
    expect(lab.page.locator(f"input#{ids.DAMPING_INPUT}")).to_have_value("0")
    press(lab, ids.STORY_LEAVE)
    expect(lab.page.locator(f"#{ids.STORY_BAR}")).to_be_hidden()
    lab.page.wait_for_function("() => !location.search.includes('story')")
    lab.expect_query(home)
    lab.expect_query("color=confidence")
    assert "shown=" not in lab.page.url
    expect(lab.page.locator(f"#{ids.STORY_BUTTON}")).to_be_focused()


def test_keys_tell_the_story_but_not_from_a_field_and_the_projection_is_played(lab: Lab) -> None:
    begin(lab)
    for step, key in ((2, "ArrowRight"), (3, "PageDown"), (2, "PageUp"), (1, "ArrowLeft")):
        lab.page.keyboard.press(key)
        expect_step(lab, step)
    lab.page.keyboard.press("ArrowLeft")
    thumb = lab.page.locator(f"#{ids.DAMPING_SLIDER} [role=slider]")
    thumb.focus()
    thumb.press("ArrowRight")
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_visible()
    expect_step(lab, 1)
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.focus()
    field.press("ArrowRight")
    field.press("Escape")
    expect_step(lab, 1)
    lab.page.locator("h1").click()
    lab.page.evaluate("document.activeElement.blur()")
    for step in (2, 3):
        lab.page.keyboard.press("ArrowRight")
        expect_step(lab, step)
    lab.page.wait_for_function("() => window.modules.samples.held.state.reads.damping === 0.5")
    lab.page.evaluate(
        "() => { window.seen = []; window.modules.samples.held.listeners.push("
        "state => window.seen.push(state.damping)); }"
    )
    lab.page.keyboard.press("ArrowRight")
    expect_step(lab, 4)
    lab.page.wait_for_function(
        "() => window.seen.at(-1) === 0 && window.modules.store.lab.get().hand === null"
    )
    seen = lab.page.evaluate("window.seen")
    assert seen == sorted(seen, reverse=True)
    assert any(0 < damping < 0.5 for damping in seen)
    lab.page.keyboard.press("Escape")
    expect(lab.page.locator(f"#{ids.STORY_BAR}")).to_be_hidden()
    lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function("() => !location.search.includes('story')")


def test_a_bare_link_opens_its_step_and_a_reload_keeps_it(lab: Lab, shipped: Workbench) -> None:
    lab.visit(f"{QUERY}&story=5")
    expect_step(lab, 5)
    lab.expect_query(query_of(shipped, 5))
    expect_words(lab, shipped, 5)
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_hidden()
    lab.page.reload()
    expect_step(lab, 5)
    expect_words(lab, shipped, 5)
    lab.expect_query(query_of(shipped, 5))


def test_a_full_link_keeps_its_own_edit(lab: Lab, shipped: Workbench) -> None:
    spec = SurgerySpec(STORY).with_operation(classes=(1, 2), damping=0.25)
    lab.open(View(spec, 200, story=3).to_query())
    expect_step(lab, 3)
    lab.expect_query("op=merge:1-2:0.25")
    lab.expect_card("Strict accuracy", strict(shipped, spec))
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_visible()
    press(lab, ids.STORY_RETURN)
    lab.expect_query(query_of(shipped, 3))
    expect(lab.page.locator(f"#{ids.STORY_NOTE}")).to_be_hidden()
    # A step that there is not is refused.
    lab.follow(f"{QUERY}&story=9")
    lab.expect_toast("story must lie in 0…8")
    expect(lab.page.locator(f"#{ids.STORY_BAR}")).to_be_hidden()


def test_waiting_for_the_story_holds_nobody(lab: Lab) -> None:
    gate = Gate(lab.page, ids.STORY_ANSWER)
    lab.open("model=mnist-3d&points=100")
    press(lab, ids.STORY_BUTTON)
    text = lab.page.locator(f"#{ids.STORY_TEXT}")
    expect(text).to_contain_text("Measuring all pairs to choose an honest example")
    expect(lab.page.locator(f"#{ids.STORY_NEXT}")).to_be_disabled()
    lab.choose(ids.CLASS_B_SELECT, "7")
    lab.expect_query("op=merge:3-7:1e-05")
    press(lab, ids.STORY_LEAVE)
    expect(lab.page.locator(f"#{ids.STORY_BAR}")).to_be_hidden()
    lab.page.wait_for_function("() => !location.search.includes('story')")
    lab.expect_query("op=merge:3-7:1e-05")
    assert len(gate.held) == 1


COVERED = """() => {
  const bar = document.querySelector(".story").getBoundingClientRect();
  const seen = [".verdict-sentence", ".scene", ".circle"].flatMap(
    (what) => [...document.querySelectorAll(`.pair ${what}`)]);
  return seen.filter((one) => one.checkVisibility({ visibilityProperty: true })
    && one.getBoundingClientRect().bottom > bar.top + 1).map(({ className }) => className);
}"""


def test_the_bar_covers_nothing_of_a_step_and_is_readable_in_the_dark_on_a_narrow_page(
    lab: Lab,
) -> None:
    lab.visit(f"{QUERY}&story=5")
    expect_step(lab, 5)
    lab.page.wait_for_function("() => document.documentElement.dataset.drawn !== undefined")
    for width, height in ((1366, 768), (1366, 650), (768, 1024)):
        lab.page.set_viewport_size({"width": width, "height": height})
        expect(lab.page.locator(".scene").last).to_be_visible()
        assert lab.page.evaluate(COVERED) == [], (width, height)
        assert lab.page.evaluate("document.documentElement.scrollHeight") <= height
    # A phone shows the scene whole; its circle is a scroll away.
    lab.page.set_viewport_size({"width": 390, "height": 844})
    assert set(lab.page.evaluate(COVERED)) <= {"circle"}
    bar = lab.page.locator(f"#{ids.STORY_BAR}")
    assert bar.evaluate("one => one.scrollHeight <= one.clientHeight")
    lab.page.set_viewport_size({"width": 768, "height": 1024})
    lab.show_scheme("dark")
    expect_a_readable_bar(lab)


def expect_a_readable_bar(lab: Lab) -> None:
    """Check that the bar lies in a dark narrow page with all of its buttons, and can be read."""
    box = lab.page.locator(f"#{ids.STORY_BAR}").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 768
    assert box["y"] + box["height"] <= 1024
    for id in (ids.STORY_BACK, ids.STORY_NEXT, ids.STORY_LEAVE):
        button = lab.page.locator(f"#{id}").bounding_box()
        assert button
        assert button["x"] + button["width"] <= 768
    inked = "id => getComputedStyle(document.getElementById(id)).color"
    assert lab.page.evaluate(inked, ids.STORY_TEXT) == "rgb(230, 233, 239)"
    wide = lab.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 768


def test_presets_open_what_they_say(lab: Lab, shipped: Workbench) -> None:
    lab.open("model=digits-16d&points=100")
    spec = SurgerySpec("digits-16d")
    status = lab.page.locator(f"#{ids.PRESETS_STATUS}")
    expect(status).to_have_text("digits-16d: 45 pairs measured", timeout=WAIT)
    third = lab.page.locator(f"#{ids.PRESETS_THIRD}")
    expect(third).to_be_disabled()
    expect(third).to_contain_text("No pair of this model lands in a third class")
    offer = ranked(shipped, spec)[0]["offers"][ids.PRESETS_COSTLIEST]
    wanted = spec.with_operation(classes=tuple(offer["classes"]), damping=offer["damping"])
    lab.page.locator(f"#{ids.PRESETS_COSTLIEST}").click()
    lab.expect_query(f"op={wanted.operation.to_text()}")
    lab.expect_card("Strict accuracy", strict(shipped, wanted))
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank 45 of 45")


def test_a_toast_leaves_the_storys_buttons_within_reach(small: Lab) -> None:
    small.open("model=digits-3d&points=200&story=1")
    expect(small.page.locator(f"#{ids.STORY_NEXT}")).to_be_enabled()
    small.page.locator(f"input#{ids.DAMPING_INPUT}").fill("2")
    small.page.locator(f"input#{ids.DAMPING_INPUT}").press("Enter")
    small.expect_toast("damping must be a number from 0 to 1")
    toast = small.page.locator(".mantine-Notification-root").bounding_box()
    bar = small.page.locator(f"#{ids.STORY_BAR}").bounding_box()
    assert toast
    assert bar
    assert toast["y"] + toast["height"] <= bar["y"]
