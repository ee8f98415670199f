"""The samples of a circle, which the page paints; and what it spares plotly and Dash."""

from __future__ import annotations

from itertools import chain

from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.pointing import PLACE, hovered
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=300&op=merge:3-6:0.2"
# The color on a circle's canvas at a row's place, and the share of what is painted there.
PAINTED = f"""([at, row]) => {{
  const place = ({PLACE})([at, row]);
  const {{ GRAPHS, graphOf }} = window.modules.samples;
  const canvas = graphOf(GRAPHS[at]).closest(".circle").querySelector("canvas.dots");
  const {{ left, top }} = canvas.getBoundingClientRect();
  const ratio = canvas.width / canvas.clientWidth;
  const [x, y] = [(place[0] - left) * ratio, (place[1] - top) * ratio];
  return [...canvas.getContext("2d").getImageData(Math.floor(x), Math.floor(y), 1, 1).data];
}}"""
INKED = """at => {
  const { GRAPHS, graphOf } = window.modules.samples;
  const canvas = graphOf(GRAPHS[at]).closest(".circle").querySelector("canvas.dots");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, place) => place % 4 === 3 && value > 0).length;
}"""


def painted(lab: Lab, at: int, row: int) -> list[int]:
    """Return the color at a sample's place on a circle, as red, green, blue and opacity."""
    return lab.page.evaluate(PAINTED, [at, row])


def test_every_sample_is_painted_where_it_is_and_follows_the_window_the_color_and_the_damping(
    lab: Lab,
) -> None:
    lab.open(f"{QUERY}&shown=pair")
    own = "[String.prototype.trim, Int8Array.prototype.fill].map(String)"
    assert all("[native code]" in text for text in lab.page.evaluate(own))
    assert lab.page.locator("link[rel=stylesheet]").count() == 1
    expect(lab.page.locator("body")).to_have_css("margin", "0px")
    lab.page.wait_for_function("() => document.querySelectorAll('canvas.dots').length === 2")
    labels = lab.page.evaluate("() => [...window.modules.samples.held.state.reads.labels]")
    rows = [row for row, label in enumerate(labels) if label in (3, 6)]
    for at in (2, 3):
        assert all(painted(lab, at, row)[3] > 100 for row in rows)
    # Others are not shown, and the middle is empty.
    points = lab.page.locator(".circle .scatterlayer .point")
    assert points.count() <= 2 * 2
    few = lab.page.evaluate(INKED, 2)
    lab.choose(ids.EMBEDDING_SHOWN, "All samples")
    lab.page.wait_for_function(f"few => ({INKED})(2) > few", arg=few)
    expect_dots_to_follow(lab)


def expect_dots_to_follow(lab: Lab) -> None:
    """Change the window, the color and the damping: each sample is painted where it is then."""
    row = lab.page.evaluate("() => window.modules.samples.held.state.reads.labels.indexOf(3)")
    before = painted(lab, 3, row)
    lab.page.set_viewport_size({"width": 1920, "height": 1080})
    lab.page.wait_for_function(
        "() => [...document.querySelectorAll('canvas.dots')].every(({clientWidth, parentNode}) =>"
        " Math.abs(clientWidth - parentNode.clientWidth) < 2 && clientWidth > 150)"
    )
    assert painted(lab, 3, row)[3] > 100
    lab.choose(ids.EMBEDDING_COLOR, "Right or wrong")
    lab.page.wait_for_function(
        f"([arg, before]) => String(({PAINTED})(arg)) !== String(before)",
        arg=[[3, row], before],
    )
    old = lab.page.evaluate(INKED, 3)
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("0")
    field.press("Enter")
    lab.expect_query("op=merge:3-6:0.0")
    # All that is left of a circle without its direction are two poles.
    lab.page.wait_for_function(f"old => ({INKED})(3) < old / 2", arg=old)
    assert painted(lab, 3, row)[3] > 100


def test_plotly_draws_for_the_pointer_only_where_there_is_one(lab: Lab) -> None:
    lab.page.add_init_script(
        "window.read = 0;"
        "const { readPixels } = WebGLRenderingContext.prototype;"
        "WebGLRenderingContext.prototype.readPixels = function (...rest) {"
        " window.read += 1; return readPixels.apply(this, rest); };"
    )
    lab.open(QUERY)
    lab.expect_quiet()
    assert lab.page.evaluate("window.read") == 0
    rows = range(60)
    found = next((row for row in rows if hovered(lab, 1, row)), None)
    assert found is not None
    assert lab.page.evaluate("window.read") > 0
    # Turned from the other scene, and after another damping, samples are found again.
    lab.turn(ids.EMBEDDING_BEFORE)
    assert any(
        hovered(lab, at, row) for at, row in chain.from_iterable([(0, r), (1, r)] for r in rows)
    )
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("0.5")
    field.press("Enter")
    lab.expect_query("op=merge:3-6:0.5")
    assert any(hovered(lab, 1, row) for row in rows)
