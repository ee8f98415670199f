"""One screen: at common sizes every part lies whole within it, nothing overlaps, all text reads."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.driver import SCHEMES, Lab
from weight_surgery.components import ids

QUERY = "model=digits-16d&points=100"
# What a scrollbar takes.
BAR = 15
SIZES = ((1366, 768), (1366, 650), (1440, 900), (1920, 1080))
FOLDS_BELOW = 720
# Diameters in pixels that the sphere and the circle are drawn with at least.
BALL, CIRCLE = {1366: 320, 1440: 320, 1920: 480}, 110

# Every named part: its box as it is seen, or as it is drawn in its figure; null while one is
# being written anew.
PARTS = """() => {
  const { graphOf, held } = window.modules.samples;
  const { pointOf } = window.modules.places;
  const boxOf = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const around = (points) => {
    const [xs, ys] = [0, 1].map(axis => points.map(point => point[axis]));
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys),
      bottom: Math.max(...ys) };
  };
  // The outline of the ball and the circle, as plotly's own camera and axes draw them.
  const ball = [];
  for (let over = 0; over <= 60; over += 1) {
    for (let turn = 0; turn < 90; turn += 1) {
      const [polar, angle] = [(over * Math.PI) / 60, (turn * Math.PI) / 45];
      ball.push([Math.sin(polar) * Math.cos(angle), Math.sin(polar) * Math.sin(angle),
        Math.cos(polar)]);
    }
  }
  const ring = Array.from({ length: 90 }, (_, at) => [Math.cos(at * Math.PI / 45),
    Math.sin(at * Math.PI / 45)]);
  const drawn = (id, kind, points) => {
    const graph = graphOf(id);
    const { left, top } = graph.getBoundingClientRect();
    return around(points.map(point => pointOf(graph, kind, held.motion, point))
      .map(([x, y]) => [left + x, top + y]));
  };
  const parts = {};
  for (const [name, selector] of Object.entries(SELECTORS)) {
    const element = document.querySelector(selector);
    if (!element) return null;
    if (element.checkVisibility({ visibilityProperty: true }))
      parts[name] = boxOf(element.getBoundingClientRect());
  }
  for (const side of ["before", "after"]) {
    parts[`ball ${side}`] = drawn(`embedding-${side}-graph`, "scene", ball);
    parts[`circle ${side}`] = drawn(`circle-${side}-graph`, "circle", ring);
  }
  return parts;
}"""
SELECTORS = {
    "header": ".header",
    "controls": ".side-scroll",
    "take home": ".take-home",
    "verdict": f"#{ids.VERDICT}",
    "figures": f"#{ids.HEADLINE} .cards",
    "toolbar": ".toolbar",
    "gap before": f"#{ids.CIRCLE_GAP_BEFORE}",
    "gap after": f"#{ids.CIRCLE_GAP_AFTER}",
    "scene caption": f"#{ids.EMBEDDING_CAPTION}",
    "circle caption": f"#{ids.CIRCLE_CAPTION}",
    "tabs": ".tab-row",
    "tab": ".tab-panel.classes",
}
# Things that lie beside each other within a part.
ROWS = {
    "header": ".header-name > *, .header-actions > *",
    "verdict": f"#{ids.VERDICT} > *, .rank-place",
    "figures": f"#{ids.HEADLINE} .card",
    "toolbar": ".toolbar > *",
    "tabs": ".tab-row button",
    "controls": ".controls > *",
    "classes": ".pair-selects > *",
    "damping": ".strength-exact > *",
    "presets": ".chips > button",
}
BOXES = """selector => [...document.querySelectorAll(selector)]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .map(one => ({ name: one.id || one.className, ...one.getBoundingClientRect().toJSON() }))
  .filter(one => one.width)"""
# Every text that is seen and smaller than 12 px; letters in a drawing may be scaled.
SMALL = """() => {
  const own = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const sizeOf = one => {
    const { a, b } = one.getCTM?.() ?? { a: 1, b: 0 };
    return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b);
  };
  return [...document.body.querySelectorAll("*")]
    .filter(one => own(one) && !one.closest("script, style"))
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && sizeOf(one) < 11.99)
    .map(one => `${one.tagName} ${one.id} ${one.className.baseVal ?? one.className}: `
      + `${one.textContent.slice(0, 30)} ${sizeOf(one)}`);
}"""
# What is cut off in the row of figures, whose numbers must be read whole.
CUT = f"""() => [...document.querySelectorAll("#{ids.HEADLINE} .card-values")]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"""
# Figures are drawn anew a moment after the window has changed.
FITTED = """() => [...document.querySelectorAll(".scene, .circle, .recall")].every(
  frame => {
    const drawn = frame.querySelector(".js-plotly-plot")?._fullLayout;
    return drawn && Math.abs(drawn.width - frame.clientWidth) < 2
      && Math.abs(drawn.height - frame.clientHeight) < 2;
  })"""


def parts_of(lab: Lab) -> dict[str, dict[str, float]]:
    """Return the box of every named part that is seen."""
    selectors = "{" + ", ".join(f"{name!r}: {one!r}" for name, one in SELECTORS.items()) + "}"
    return lab.page.wait_for_function(PARTS.replace("SELECTORS", selectors)).json_value()


def overlaps(boxes: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    """Return the pairs of boxes that lie over each other by more than a hair."""

    def meet(one: dict[str, float], two: dict[str, float]) -> bool:
        across = min(one["right"], two["right"]) - max(one["left"], two["left"])
        down = min(one["bottom"], two["bottom"]) - max(one["top"], two["top"])
        return across > 1 and down > 1

    return [pair for pair in combinations(boxes, 2) if meet(boxes[pair[0]], boxes[pair[1]])]


def resize(lab: Lab, width: int, height: int) -> None:
    """Give the page a window of this size with a scrollbar in it, and let it draw."""
    lab.page.set_viewport_size({"width": width - BAR, "height": height})
    lab.page.wait_for_function(FITTED)


def expect_one_screen(lab: Lab, width: int, height: int) -> None:
    """Check one size: all whole, all apart, all large enough."""
    boxes = parts_of(lab)
    expected = set(SELECTORS) - ({"tab"} if height < FOLDS_BELOW else set())
    assert expected <= set(boxes), (width, height)
    assert ("tab" in boxes) == (height >= FOLDS_BELOW)
    outside = {
        name: box
        for name, box in boxes.items()
        if box["left"] < -0.5
        or box["top"] < -0.5
        or box["right"] > width - BAR + 0.5
        or box["bottom"] > height + 0.5
    }
    assert outside == {}, (width, height)
    assert overlaps(boxes) == [], (width, height)
    for side in ("before", "after"):
        for name, least in ((f"ball {side}", BALL[width]), (f"circle {side}", CIRCLE)):
            box = boxes[name]
            drawn = (box["right"] - box["left"], box["bottom"] - box["top"])
            assert min(drawn) >= least, (width, height, name, drawn)
            # Round, and so nothing of it squeezed.
            assert drawn[0] == pytest.approx(drawn[1], rel=0.03), name
    assert lab.page.evaluate("document.documentElement.scrollHeight") <= height, (width, height)
    assert lab.page.evaluate("document.documentElement.scrollWidth") <= width - BAR


def expect_rows_apart(lab: Lab) -> None:
    """Check that what stands side by side in a part does not lie over its neighbour."""
    for name, selector in ROWS.items():
        found: list[dict[str, Any]] = lab.page.evaluate(BOXES, selector)
        assert len(found) > 1, name
        boxes = {f"{at} {one['name']}": one for at, one in enumerate(found)}
        assert overlaps(boxes) == [], name


def test_every_part_lies_whole_within_the_first_screen_and_has_its_size_after_any_resize(
    still: Lab,
) -> None:
    lab = still.open(QUERY)
    expect_its_size_again(lab)
    lab.expect_tables()
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
        for width, height in SIZES:
            resize(lab, width, height)
            expect_one_screen(lab, width, height)
            expect_rows_apart(lab)
            assert lab.page.evaluate(CUT) == [], (width, height)
            assert lab.page.evaluate(SMALL) == [], (width, height)
    # What is too large, too small or in the way is found.
    lab.page.add_style_tag(content=".above { height: 700px !important; }")
    lab.page.add_style_tag(content=".card-title { font-size: 11px !important; }")
    lab.page.add_style_tag(content=".verdict-row { margin-bottom: -20px; }")
    boxes = parts_of(lab)
    assert max(box["bottom"] for box in boxes.values()) > 0
    assert ("verdict", "figures") in overlaps(boxes)
    assert lab.page.evaluate(SMALL)


def expect_its_size_again(lab: Lab) -> None:
    """Resize the page and come back: what is drawn is as large as it was."""
    resize(lab, 1366, 768)
    before = parts_of(lab)
    for width, height in ((1000, 768), (1366, 650), (700, 900), (1366, 768)):
        resize(lab, width, height)
    after = parts_of(lab)
    for name in ("circle before", "circle after", "ball before", "ball after"):
        for side in ("left", "right", "top", "bottom"):
            assert after[name][side] == pytest.approx(before[name][side], abs=1), name
