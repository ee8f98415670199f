"""The atlas in one screen: at common sizes its parts lie whole within it, and all text reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driver import SCHEMES, Lab
from tests.browser.test_one_screen import BAR, SMALL, overlaps
from weight_surgery.components import ids

QUERY = "model=digits-16d&points=100&view=atlas"
SIZES = ((1366, 768), (1366, 650), (1440, 900), (1920, 1080))
SELECTORS = {
    "answer": f"#{ids.ATLAS_ANSWER}",
    "status": f"#{ids.ATLAS_STATUS}",
    "toolbar": ".atlas-controls",
    "map": ".atlas-frame.map",
    "scatter": ".atlas-frame.pareto",
    "list": ".atlas-frame.pairs",
    "fold": f"#{ids.ATLAS_FORESEEN} > summary",
}
# What lies within a part, in a row.
ROWS = (".atlas-controls > *", ".atlas-damping > *", ".atlas-head > *")
# The figures and the list fill their frames a moment after the window has changed.
FITTED = """() => [...document.querySelectorAll(".atlas-figures .atlas-map > *")].every(frame => {
  const drawn = frame.querySelector(".js-plotly-plot")?._fullLayout;
  return drawn && Math.abs(drawn.width - frame.clientWidth) < 2
    && Math.abs(drawn.height - frame.clientHeight) < 2;
})"""
BOXES = """selectors => Object.fromEntries(selectors.flatMap(selector =>
  [...document.querySelectorAll(selector)]
    .filter(one => one.checkVisibility({ visibilityProperty: true }))
    .map((one, at) => [`${selector} ${at}`, one.getBoundingClientRect().toJSON()])
    .filter(([, box]) => box.width)))"""
# Cells as drawn: their width and height in pixels.
CELL = f"""() => {{
  const {{ xaxis, yaxis }} = document.querySelector("#{ids.ATLAS_MAP} .js-plotly-plot")._fullLayout;
  return [xaxis, yaxis].map(axis => axis._length / 10);
}}"""
SEEN = """id => [...document.querySelectorAll(`#${id} .ag-header-cell`)].filter(cell => {
  const [box, own] = [cell.closest(".ag-root"), cell].map(one => one.getBoundingClientRect());
  return own.left >= box.left && own.right <= box.right + 1;
}).map(cell => cell.getAttribute("col-id"))"""


def test_the_atlas_lies_in_one_screen_and_on_narrow_ones_its_parts_stand_in_a_column(
    lab: Lab,
) -> None:
    lab.open(QUERY)
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
        expect_one_screen(lab, scheme)
    expect_a_column(lab)


def expect_one_screen(lab: Lab, scheme: str) -> None:
    """Check every common size: all whole, all apart, all large enough."""
    for width, height in SIZES:
        lab.page.set_viewport_size({"width": width - BAR, "height": height})
        lab.page.wait_for_function(FITTED)
        place = (scheme, width, height)
        parts = lab.page.evaluate(BOXES, list(SELECTORS.values()))
        assert len(parts) == len(SELECTORS), place
        for name, box in parts.items():
            assert 0 <= box["left"] <= box["right"] <= width - BAR, (place, name)
            assert 0 <= box["top"] <= box["bottom"] <= height, (place, name)
        assert overlaps(parts) == [], place
        for row in ROWS:
            assert overlaps(lab.page.evaluate(BOXES, [row])) == [], (place, row)
        across, down = lab.page.evaluate(CELL)
        assert across == pytest.approx(down, rel=0.12), place
        assert across > (24 if height < 700 else 36), place
        assert lab.page.evaluate(SMALL) == [], place
        seen = lab.page.evaluate(SEEN, ids.ATLAS_TABLE)
        assert seen[:4] == ["rank", "pair", "verdict", "merge_cost"], place
        font = lab.page.locator(f"#{ids.ATLAS_TABLE} .ag-cell").first.evaluate(
            "cell => getComputedStyle(cell).fontFamily"
            " === getComputedStyle(document.body).fontFamily"
        )
        assert font, place


def expect_a_column(lab: Lab) -> None:
    """Check that on narrow screens the parts stand one under the other."""
    for width, height in ((768, 1024), (390, 844)):
        lab.page.set_viewport_size({"width": width, "height": height})
        lab.page.wait_for_function(FITTED)
        parts = lab.page.evaluate(BOXES, list(SELECTORS.values()))
        assert overlaps(parts) == [], width
        assert all(box["left"] >= 0 and box["right"] <= width for box in parts.values()), width
        frames = [box for name, box in parts.items() if ".atlas-frame" in name]
        assert all(box["width"] > 0.85 * width for box in frames), width
        assert all(box["height"] > 200 for box in frames), width
