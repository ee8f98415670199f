"""Names as long as those of garments: whole in the fields, on the map and in the list."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from weight_surgery.components import ids

QUERY = "model=fashion-16d&points=100&op=merge:0-9:0.0:stretched"
# Of what is seen: whether it is cut, and by how much it is higher than its place.
CUT = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth)
  .map(one => one.value || one.textContent)"""
HIGHER = "selector => { const one = document.querySelector(selector);"
HIGHER += " return one.scrollHeight - one.clientHeight; }"
# The names along the map's lower edge that are seen whole within the map's panel.
ALONG = """() => {
  const graph = document.querySelector("#%s");
  const frame = graph.getBoundingClientRect();
  return [...graph.querySelectorAll(".xtick text")].filter(one => {
    const { left, right, width } = one.getBoundingClientRect();
    return one.checkVisibility() && width && left >= frame.left && right <= frame.right;
  }).map(one => one.textContent);
}"""


def test_long_names_are_whole_and_everything_has_room(lab: Lab) -> None:
    lab.open(QUERY)
    names = ("T-shirt/top", "Ankle boot")
    for id, name in zip((ids.CLASS_A_SELECT, ids.CLASS_B_SELECT), names, strict=True):
        expect(lab.page.locator(f"input#{id}")).to_have_value(name)
    expect(lab.page.locator(f"#{ids.PRESETS_STATUS}")).to_contain_text("45 pairs measured")
    lab.expect_tables()
    assert lab.page.evaluate(CUT, ".pair-selects input, .chip-title, #surgery-model-note") == []
    assert lab.page.evaluate(HIGHER, ".side-scroll") <= 0
    expect(lab.page.locator(f"#{ids.MODEL_NOTE}")).to_have_text(
        "16 dimensions · 10,000 test garments"
    )


def test_the_map_names_every_class_on_a_screen_and_on_a_phone(lab: Lab) -> None:
    lab.open(f"{QUERY}&view=atlas")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    classes = lab.page.evaluate("() => window.modules.samples.held.motion.names")
    along = ALONG % ids.ATLAS_MAP
    for width, height in ((1366, 768), (390, 844)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.page.wait_for_function(
            f"classes => String(({along})()) === String(classes)", arg=classes
        )
    lab.page.set_viewport_size({"width": 1366, "height": 768})
    cells = lab.page.locator(".ag-row [col-id=pair]")
    expect(cells.first).to_be_visible()
    assert lab.page.evaluate(CUT, ".ag-row [col-id=pair]") == []
