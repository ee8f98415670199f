"""The curve, read out beside the pointer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import SCHEMES, Lab
from tests.browser.test_one_screen import QUERY, resize
from tests.browser.test_tabs import PLOTS_FITTED
from weight_surgery.components import ids
from weight_surgery.components.figures.curve import LINES
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.text import cosine_text
from weight_surgery.components.view import View
from weight_surgery.core.workbench import DAMPINGS, Workbench

PANEL = f"#{ids.BELOW_TABS}-panel-curve"
# Where a strength in percent is drawn, in the window.
PLACE = """([id, strength]) => {
  const graph = document.querySelector(`#${id} .js-plotly-plot`);
  const { left, top } = graph.getBoundingClientRect();
  const { xaxis, _size } = graph._fullLayout;
  return [left + _size.l + xaxis.d2p(strength), top + _size.t + _size.h / 2];
}"""


SIZES = ((1366, 768), (1920, 1080), (390, 844))
# Near either end of the curve, and between.
POINTED = (0.7, 0.4, 0.05)


def test_what_is_pointed_at_is_read_out_whole_beside_the_pointer(
    still: Lab, shipped: Workbench
) -> None:
    lab = still.open(QUERY)
    lab.open_tab("curve", full=False)
    for size in SIZES:
        resize(lab, *size)
        lab.page.wait_for_function(PLOTS_FITTED, arg=".tab-panel")
        lab.page.locator(PANEL).scroll_into_view_if_needed()
        for damping in POINTED:
            expect_read_out(lab, shipped, size, damping)


def expect_read_out(lab: Lab, shipped: Workbench, size: tuple[int, int], damping: float) -> None:
    """Point at a strength of the curve: all is read out there, within the panel."""
    panel, place = lab.page.locator(PANEL), (size, damping)
    reading = lab.page.locator(f"#{ids.CURVE_READING}")
    expect(reading).to_be_hidden()
    x, y = lab.page.evaluate(PLACE, [ids.CURVE_GRAPH, 100 * (1 - damping)])
    lab.page.mouse.move(x - 1, y)
    lab.page.mouse.move(x, y)
    expect(reading).to_contain_text(f"damping {damping:g}")
    atlas = shipped.curve(View.from_query(QUERY).surgery)
    column = DAMPINGS.index(damping)
    for figure, *_ in LINES:
        value = cosine_text(getattr(atlas, figure)[0, column])
        expect(reading.locator(".curve-read", has_text=PLAIN[figure])).to_contain_text(value)
    box, frame = reading.bounding_box(), panel.bounding_box()
    assert box
    assert frame
    assert frame["x"] <= box["x"], place
    assert box["x"] + box["width"] <= frame["x"] + frame["width"], place
    assert frame["y"] <= box["y"], place
    assert box["y"] + box["height"] <= frame["y"] + frame["height"], place
    # A phone is too narrow for both.
    if size[0] > 390:
        assert not box["x"] <= x <= box["x"] + box["width"], place
    lab.page.mouse.move(1, 1)
    expect(reading).to_be_hidden()


def test_the_line_at_the_pointer_is_as_thin_in_the_dark(still: Lab) -> None:
    lab = still.open(QUERY)
    lab.open_tab("curve", full=False)
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
        x, y = lab.page.evaluate(PLACE, [ids.CURVE_GRAPH, 40])
        lab.page.mouse.move(x - 1, y)
        lab.page.mouse.move(x, y)
        under = lab.page.locator(".curve .spikeline").first
        expect(under).to_be_attached()
        # What keeps it apart from the lines that it crosses has the color of the ground.
        ground = lab.page.locator(".tab-body").evaluate(
            "one => getComputedStyle(one).backgroundColor"
        )
        expect(under).to_have_css("stroke", ground)
        lab.page.mouse.move(1, 1)
