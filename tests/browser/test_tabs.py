"""The tabs below the stage: finished small views, nothing over anything, two beside each other."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import FILLED, Lab
from tests.browser.test_one_screen import QUERY, SIZES, SMALL, resize
from weight_surgery.components import ids

PHONE = (405, 844)
# Words that lie over other words: their lines, as far as they are seen, where they meet.
ON_WORDS = """() => {
  const clippers = (one) => {
    const found = [];
    for (let at = one; at; at = at.parentElement)
      if (getComputedStyle(at).overflow !== "visible") found.push(at.getBoundingClientRect());
    return found;
  };
  const seen = (box, one) => clippers(one).reduce((rest, by) => ({
    left: Math.max(rest.left, by.left), right: Math.min(rest.right, by.right),
    top: Math.max(rest.top, by.top), bottom: Math.min(rest.bottom, by.bottom) }), box);
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    const drawn = one.closest("script, style, .twin-labels, .scene, .circle, .spoken");
    if (!node.data.trim() || drawn || !one.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects())
      lines.push({ node, words: node.data.trim().slice(0, 40),
        ...seen({ left, right, top: top + 3, bottom: bottom - 3 }, one) });
  }
  return lines.flatMap((one, at) => lines.slice(at + 1)
    .filter(two => one.node !== two.node
      && Math.min(one.right, two.right) - Math.max(one.left, two.left) > 1
      && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 1)
    .map(two => [one.words, two.words]));
}"""


# Every graph of the open tab is as large as its frame, which it is a moment after it is shown.
PLOTS_FITTED = """within => [...document.querySelectorAll(`${within} .js-plotly-plot`)]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .every(({ _fullLayout, parentElement }) => _fullLayout
    && Math.abs(_fullLayout.width - parentElement.clientWidth) < 2)"""


def test_every_tab_is_a_finished_small_view_and_opens_to_its_full_height(still: Lab) -> None:
    lab = still.open(f"{QUERY}&sample=7")
    lab.expect_tables()
    resize(lab, 1366, 768)
    parts = {"curve": 2, "samples": 2, "confusion": 1, "method": 1, "verification": 1}
    parts |= {"collateral": 2, "evidence": 1, "classes": 1}
    for name, number in parts.items():
        lab.page.locator(f"#{ids.BELOW_TABS}-tab-{name}").click()
        panel = lab.page.locator(f"#{ids.BELOW_TABS}-panel-{name}")
        expect(panel).to_be_visible()
        expect(lab.page.locator(FILLED[name]).first).to_be_attached()
        expect(lab.page.locator(".tab-panel").locator("visible=true")).to_have_count(1)
        assert lab.page.evaluate("document.documentElement.scrollHeight") <= 768
        assert lab.page.evaluate(SMALL) == [], name
        small = panel.bounding_box()
        assert small
        assert small["y"] + small["height"] <= 768
        # Nothing of a small view is cut off.
        seen = panel.locator(":scope > :not(.more)").locator("visible=true").all()
        assert len(seen) == number, name
        feet = [box["y"] + box["height"] for one in seen if (box := one.bounding_box())]
        assert max(feet) <= small["y"] + small["height"] + 1, name
        lab.page.evaluate("document.documentElement.setAttribute('data-full', '')")
        more = panel.locator(".more").first
        if name not in ("samples", "collateral"):
            expect(more).to_be_visible()
            expect(more).not_to_be_empty()
        assert panel.bounding_box()["height"] > small["height"]
        lab.page.evaluate("document.documentElement.removeAttribute('data-full')")


def test_no_words_lie_over_others_in_any_tab_at_any_size(still: Lab) -> None:
    lab = still.open(QUERY)
    expect_words_apart(lab, "", tuple(FILLED))
    expect_words_apart(lab, "&sample=7", ("samples",))
    # What lies over something is found.
    lab.page.add_style_tag(content=".spotlight { grid-template-columns: 300px 1fr !important; }")
    assert lab.page.evaluate(ON_WORDS)


def expect_words_apart(lab: Lab, more: str, tabs: tuple[str, ...]) -> None:
    """Fill the tabs, then look at each of them at every size."""
    for name in tabs:
        lab.follow(f"{QUERY}&tab={name}{more}")
        lab.open_tab(name, full=False)
        lab.expect_quiet()
    for width, height in (PHONE, *SIZES):
        resize(lab, width, height)
        for name in tabs:
            lab.follow(f"{QUERY}&tab={name}{more}")
            tab = lab.page.locator(f"#{ids.BELOW_TABS}-tab-{name}")
            expect(tab).to_have_attribute("aria-selected", "true")
            lab.page.wait_for_function(PLOTS_FITTED, arg=".tab-panel")
            assert lab.page.evaluate(ON_WORDS) == [], (name, more, width, height)


def test_on_a_wide_screen_bars_and_curve_are_side_by_side_and_follow_the_edit(still: Lab) -> None:
    still.page.set_viewport_size({"width": 1920, "height": 1080})
    lab = still.open(QUERY)
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    for chosen, damping in (("classes", 0.5), ("curve", 0.2)):
        lab.page.locator(f"#{ids.BELOW_TABS}-tab-{chosen}").click()
        field.fill(str(damping))
        field.press("Enter")
        for name in ("classes", "curve"):
            panel = lab.page.locator(f"#{ids.BELOW_TABS}-panel-{name}")
            expect(panel).to_be_visible()
            expect(panel.locator(FILLED[name])).to_be_attached()
        lab.page.wait_for_function(
            "([id, x]) => document.querySelector(`#${id} .js-plotly-plot`)"
            ".data.find(({name}) => name === 'edit strength')?.x[0] === x",
            arg=[ids.CURVE_GRAPH, 100 * (1 - damping)],
        )
