"""The page by keys alone."""

from __future__ import annotations

import numpy as np
import pytest
from coloraide import Color
from playwright.sync_api import expect

from tests.browser.driver import SCENES, Lab
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=200"
# What can be stepped to, one radio button a group.
STOPS = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')];
  return all.filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility(
      {visibilityProperty: true}) && (one.type !== 'radio' || one.checked))
    .map(one => (one.dataset.stop = all.indexOf(one), all.indexOf(one)));
}"""
# The focused element or what stands for it: the outline's color, and the ground behind it.
RING = """() => {
  const one = document.activeElement;
  const near = [one, one.nextElementSibling, one.parentElement].filter(Boolean);
  const ring = near.map(each => getComputedStyle(each)).find(style =>
    style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2);
  const box = one.getBoundingClientRect();
  return [Number(one.dataset.stop), ring?.outlineColor ?? null, box.top >= -1 && box.left >= -1];
}"""


def focused(lab: Lab, id: str) -> None:
    lab.page.wait_for_function("id => document.activeElement.id === id", arg=id)


def test_the_skip_link_leads_to_the_result_and_the_list_of_keys_opens_and_closes(
    small: Lab,
) -> None:
    small.open(QUERY)
    # What is written anew would take the focus with it.
    expect(small.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
    small.expect_quiet()
    link = small.page.locator(".skip-link")
    box = link.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 0
    small.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    small.page.keyboard.press("Enter")
    focused(small, "main")
    small.expect_quiet()
    small.page.keyboard.press("Tab")
    small.page.wait_for_function(
        "id => document.getElementById(id).contains(document.activeElement)", arg=ids.VERDICT
    )
    dialog = small.page.get_by_role("dialog", name="Keyboard shortcuts")
    field = small.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.press("End")
    field.press("?")
    expect(field).to_have_value("1e-05?")
    field.fill("1e-05")
    small.page.locator("h1").click()
    small.page.keyboard.press("Control+?")
    expect(dialog).to_have_count(0)
    small.page.keyboard.press("?")
    expect(dialog).to_be_visible()
    for row in ("? Show this list", "f Find a sample by its index", "Space or k Play the edit"):
        expect(dialog.get_by_role("row", name=row, exact=True)).to_be_visible()
    small.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    button = small.page.get_by_role("button", name="Keyboard shortcuts")
    button.focus()
    small.page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("switch").press(" ")
    small.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    small.page.keyboard.press("?")
    small.page.keyboard.press("k")
    expect(dialog).to_have_count(0)
    assert not small.page.evaluate("window.modules.store.lab.get().grasped")


def test_every_control_is_reached_in_order_and_seen_to_have_the_focus(small: Lab) -> None:
    small.open(f"{QUERY}&sample=7")
    small.expect_tables()
    expect(small.page.locator(f"#{ids.RANK}")).not_to_be_empty()
    stops = small.page.evaluate(STOPS)
    assert len(stops) > 30
    expect_stops(small, "Tab", stops, ("#ffffff", "#f5f6f8"))
    # In the dark all the way back: from behind the last to the first.
    small.show_scheme("dark")
    small.page.keyboard.press("Tab")
    expect_stops(small, "Shift+Tab", stops[::-1], ("#1a1f27", "#12161c"))


def expect_stops(small: Lab, key: str, stops: list[int], grounds: tuple[str, ...]) -> None:
    """Press a key as often as there are stops; each is reached, in view, and has a clear ring."""
    for stop in stops:
        small.page.keyboard.press(key)
        reached, color, inside = small.page.evaluate(RING)
        assert reached == stop, small.page.evaluate("document.activeElement.outerHTML")
        assert inside
        assert color, small.page.evaluate("document.activeElement.outerHTML")
        assert min(Color(color).contrast(ground, method="wcag21") for ground in grounds) >= 3


def test_the_edit_is_played_by_a_key_but_not_from_a_control_and_scenes_are_turned(
    small: Lab,
) -> None:
    small.open(QUERY)
    small.page.locator(f"#{ids.SCHEME_TOGGLE}").focus()
    small.page.keyboard.press(" ")
    assert not small.page.evaluate("window.modules.store.lab.get().grasped")
    small.page.locator("h1").click()
    for key in (" ", "k"):
        small.page.keyboard.press(key)
        expect(small.page.locator(f"#{ids.EMBEDDING_LIVE}")).to_contain_text("\u00a0% strength")
        expect(small.page.locator(f"#{ids.EMBEDDING_LIVE}")).to_be_empty()
    home = small.camera(ids.EMBEDDING_AFTER)

    def after(key: str, holds: str) -> np.ndarray:
        small.page.locator(".scene").nth(1).press(key)
        small.page.wait_for_function(
            # The page itself may run nothing that is written as a text.
            "([ids, home]) => ids.every(id => { const {x, y, z} = document.querySelector("
            "`#${id} .js-plotly-plot`)._fullLayout.scene._scene.getCamera().eye; "
            f"return {holds}; }})",
            arg=[list(SCENES), home],
        )
        one, two = (small.camera(id) for id in SCENES)
        assert one == pytest.approx(two, abs=1e-6)
        return np.array([one[axis] for axis in "xyz"])

    start = np.array([home[axis] for axis in "xyz"])
    turned = after("ArrowRight", "Math.abs(x - home.x) > 0.05 && Math.abs(z - home.z) < 1e-3")
    assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(start), abs=1e-3)
    after("ArrowUp", "z > home.z + 0.05")
    nearer = after("+", "Math.hypot(x, y, z) < 0.9 * Math.hypot(home.x, home.y, home.z)")
    small.page.locator(".scene").nth(1).press("Control+ArrowRight")
    small.expect_tables()
    assert small.camera(ids.EMBEDDING_AFTER)["x"] == pytest.approx(nearer[0], abs=1e-3)
    after("0", "Math.abs(x - home.x) + Math.abs(y - home.y) + Math.abs(z - home.z) < 1e-6")


def test_a_pair_is_opened_from_the_table_by_keys(small: Lab, shipped: Workbench) -> None:
    small.open(f"{QUERY}&view=atlas")
    expect(small.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    cell = small.page.locator(f"#{ids.ATLAS_TABLE} .ag-row[row-index='1'] .ag-cell").first
    expect(cell).to_be_visible()
    small.page.locator(f"#{ids.ATLAS_CSV}").focus()
    small.page.keyboard.press("Tab")
    for _ in range(2):
        small.page.keyboard.press("ArrowDown")
    atlas = shipped.atlas(SurgerySpec("digits-3d"))
    expect(cell).to_be_focused()
    i, j = atlas.pairs[atlas.ranking(1)[1]]
    small.page.keyboard.press("Enter")
    small.expect_query(f"op=merge:{i}-{j}:1e-05")
    expect(small.page.locator(f"#{ids.EMBEDDING_AFTER}")).to_be_visible()
    focused(small, "main")
