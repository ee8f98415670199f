"""What axe-core finds on every view in both themes: nothing, and no rule is left out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import SMALL
from tests.browser.driver import FILLED, SCHEMES, Lab
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=200"
# Every rule that axe has on by default, best practices among them, and one more.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SETTLED = """() => !document.querySelector('[data-dash-is-loading="true"]')
  && document.getAnimations().every(({effect, playState}) =>
    playState !== 'running' || effect.getComputedTiming().endTime === Infinity)
  && [...document.querySelectorAll('.table-scroll')].every(place =>
    place.querySelector('table') || !place.checkVisibility({visibilityProperty: true}))"""


@pytest.fixture
def still(small: Lab) -> Lab:
    """Return the page of somebody who wants little motion."""
    small.page.emulate_media(reduced_motion="reduce")
    return small


def found(lab: Lab) -> list[str]:
    """Return what axe finds once the page is settled, a line a node."""
    lab.page.wait_for_function(SETTLED)
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}"
        for rule in Axe().run(lab.page, options=OPTIONS).response["violations"]
        for node in rule["nodes"]
    ]


def violations(lab: Lab) -> list[str]:
    """Return what axe finds in both themes, beginning with the one that is shown."""
    shown = lab.page.evaluate("document.documentElement.dataset.mantineColorScheme")
    lines = []
    for scheme in sorted(SCHEMES, key=lambda one: one != shown):
        lab.show_scheme(scheme)
        lines += [f"{scheme}: {line}" for line in found(lab)]
    return lines


def test_the_pair_view_with_all_that_opens_in_it(still: Lab) -> None:
    lab = still.open(f"{QUERY}&sample=7&tab=samples")
    expect(lab.page.locator(f"#{ids.SAMPLES_PINNED} table")).to_have_count(1)
    assert violations(lab) == []
    lab.open_options()
    for name in FILLED:
        panel = lab.open_tab(name)
        for summary in panel.locator("summary").all():
            summary.click()
        if name == "method":
            body = lab.page.locator(f"#{ids.METHOD_BODY}")
            expect(body).to_contain_text("singular values of W′")
        assert violations(lab) == [], name
    # What is wrong is found.
    lab.page.evaluate("document.querySelector('h1').style.color = '#808080'")
    lab.page.evaluate("document.querySelector('h1').style.background = '#888888'")
    lab.page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {line.split()[0] for line in found(lab)} == {"color-contrast", "html-has-lang"}


def test_lists_dialogs_and_toasts(still: Lab) -> None:
    lab = still.open(QUERY)
    lab.page.locator(f"input#{ids.CLASS_A_SELECT}").click()
    expect(lab.page.get_by_role("option", name="4", exact=True)).to_be_visible()
    assert violations(lab) == []
    lab.page.keyboard.press("Escape")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("much")
    field.press("Enter")
    lab.expect_toast("damping must be a number")
    assert violations(lab) == []
    lab.page.locator(f"#{ids.SHORTCUTS_BUTTON}").click()
    expect(lab.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert violations(lab) == []


def test_menus_the_story_and_other_modes(still: Lab) -> None:
    lab = still.open(QUERY)
    expect(lab.page.locator(f"#{ids.PRESETS_STATUS}")).to_contain_text("pairs measured")
    for button, role in (
        (lab.page.locator(f"#{ids.SHARE_BUTTON}"), "menu"),
        (lab.page.get_by_role("button", name="Take home"), "dialog"),
        (lab.page.get_by_role("button", name="judged by"), "dialog"),
    ):
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(lab.page.get_by_role(role)).to_be_visible()
        assert violations(lab) == []
        lab.page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
    lab.page.locator(f"#{ids.STORY_BUTTON}").click()
    expect(lab.page.locator(f"#{ids.STORY_NEXT}")).to_be_enabled()
    assert violations(lab) == []
    lab.page.keyboard.press("Escape")
    lab.page.locator(".header h1").click()
    lab.page.keyboard.press("p")
    expect(lab.page.locator(f"#{ids.PRESENT_BUTTON}")).to_have_text("Leave presentation")
    assert violations(lab) == []
    lab.open(f"{QUERY}&embed=1")
    assert violations(lab) == []


def test_a_choice_that_was_not_to_be_had_is_read_once_it_is(still: Lab) -> None:
    # With three dimensions there is no choice of axes; with 16 there is.
    still.page.set_viewport_size({"width": 1920, "height": 768})
    lab = still.open(QUERY)
    assert violations(lab) == []
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    lab.expect_query("model=digits-16d")
    lab.choose(ids.EMBEDDING_COLOR, "Confidence")
    lab.expect_query("color=confidence")
    assert violations(lab) == []


def test_the_atlas_and_the_models_measured(still: Lab) -> None:
    lab = still.open(f"{QUERY}&view=atlas")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    lab.page.locator(f"#{ids.ATLAS_FORESEEN} > summary").click()
    lab.page.locator(f"#{ids.ATLAS_FORESEEN} .as-table summary").click()
    expect(lab.page.locator(f"#{ids.ATLAS_AGREEMENT} tbody tr")).not_to_have_count(0)
    assert violations(lab) == []
    lab.page.get_by_text("Models", exact=True).first.click()
    expect(lab.page.locator(f"#{ids.MODELS_TABLE} tbody tr")).to_have_count(len(SMALL))
    assert violations(lab) == []


def test_narrow_screens_and_their_controls(still: Lab) -> None:
    still.page.set_viewport_size({"width": 768, "height": 768})
    lab = still.open(QUERY)
    assert violations(lab) == []
    lab.page.locator(f"#{ids.NARROW_BUTTON}").click()
    expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_be_visible()
    assert violations(lab) == []
    lab.page.set_viewport_size({"width": 400, "height": 800})
    assert violations(lab) == []
