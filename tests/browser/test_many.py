"""A journey through the atlas of many classes: ranked, looked at closer, measured, searched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import SCHEMES, Lab, driven
from tests.browser.server import serving
from tests.conftest import make_catalogue
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PairAtlas, Workbench

SPEC = SurgerySpec("many")
INSIDE = """() => {
  const panels = [...document.querySelectorAll('.many-figures > *')];
  const seen = panels.filter((one) => one.clientHeight);
  const boxes = seen.map((one) => one.getBoundingClientRect());
  const apart = boxes.every((one, at) => at === 0
    || one.left >= boxes[at - 1].right || one.top >= boxes[at - 1].bottom);
  const within = seen.every((panel, at) => [...panel.querySelectorAll('.js-plotly-plot, .ag-root')]
    .every((part) => part.getBoundingClientRect().bottom <= boxes[at].bottom + 1
      && part.getBoundingClientRect().right <= boxes[at].right + 1));
  return seen.length && apart && within && document.documentElement.scrollWidth <= innerWidth;
}"""
ROW = f"#{ids.MANY_TABLE} .ag-row[row-index='0'] [col-id='{{}}']"


@pytest.fixture(scope="module")
def many() -> Workbench:
    return Workbench({"many": make_catalogue(120)})


@pytest.fixture
def visited(page: Page, many: Workbench) -> Iterator[Lab]:
    with serving(many) as base, driven(page, base) as driver:
        yield driver


def axis(lab: Lab) -> list[float]:
    return lab.page.evaluate(
        "id => document.querySelector(`#${id} .js-plotly-plot`).layout.xaxis.range", ids.MANY_MAP
    )


def expect_axis(lab: Lab, low: float, high: float) -> None:
    lab.page.wait_for_function(
        "([id, low, high]) => { const { range } ="
        " document.querySelector(`#${id} .js-plotly-plot`).layout.xaxis;"
        " return range[0] === low && range[1] === high; }",
        arg=[ids.MANY_MAP, low, high],
    )


def test_many_classes_are_ranked_looked_at_measured_and_opened(
    visited: Lab, many: Workbench
) -> None:
    page = visited.page
    visited.visit("model=many&points=100&view=atlas")
    start, answer = page.locator(f"#{ids.MANY_START}"), page.locator(f"#{ids.MANY_ANSWER}")
    expect(answer).to_contain_text("7,140 pairs ranked")
    expect(answer).to_contain_text("none is measured yet")
    verdict = page.locator(ROW.format("verdict"))
    expect(verdict).to_have_text("foreseen")
    # Nothing is measured before somebody asks for it.
    assert many.promising(SPEC) is None
    expect_axis(visited, -0.5, 119.5)
    count = page.locator(f"input#{ids.MANY_COUNT}")
    for typed in ("7.5", "0", "2001", "many"):
        count.fill(typed)
        start.click()
        visited.expect_toast(f"whole number from 1 to 2,000, got {typed}")
        expect(count).to_have_value(typed)
    assert many.promising(SPEC) is None
    count.fill("40")
    start.click()
    expect(page.locator(f"#{ids.MANY_STATUS}")).to_have_text("40 of 40 measured")
    expect(start).to_have_text("Measure")
    atlas = many.promising(SPEC)
    assert atlas is not None
    assert len(atlas.pairs) == 40
    expect(answer).to_contain_text(f"{atlas.clean.sum()} of 40 measured pairs merge")
    expect(page.locator(f"#{ids.MANY_AGREEMENT}")).to_contain_text("Over 40 pairs")
    expect(verdict).not_to_have_text("foreseen")
    visited.expect_quiet()
    look_closer(visited)
    find_and_open(visited, atlas)


def look_closer(lab: Lab) -> None:
    """Zoom by keys and by dragging, and go back by a double click and the button."""
    page = lab.page
    look = page.locator(".many-map")
    look.press("+")
    expect_axis(lab, 29.5, 89.5)
    box = page.locator(f"#{ids.MANY_MAP} .nsewdrag").bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 9, box["y"] + 90)
    expect_axis(lab, -0.5, 119.5)
    lab.expect_quiet()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 120, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "id => document.querySelector(`#${id} .js-plotly-plot`).layout.xaxis.visible",
        arg=ids.MANY_MAP,
    )
    low, high = axis(lab)
    assert (low + 0.5) % 1 == 0
    assert 10 < high - low <= 40
    page.locator(f"#{ids.MANY_WHOLE}").click()
    expect_axis(lab, -0.5, 119.5)


def find_and_open(lab: Lab, atlas: PairAtlas) -> None:
    """Search for a class, see both themes, open the first pair and step to the next."""
    page = lab.page
    verdict, pair = page.locator(ROW.format("verdict")), page.locator(ROW.format("pair"))
    page.locator(f"#{ids.MANY_FIND}").fill("c77")
    expect(pair).to_contain_text("c77")
    with page.expect_download() as taken:
        page.locator(f"#{ids.MANY_CSV}").click()
    head, *lines = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("Model,Method,Damping,Rank,Class A,Class B,Verdict")
    assert len(lines) == 119
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
    name = pair.inner_text()
    verdict.click()
    lab.expect_query(f"op=merge:{name.replace('c', '').replace(' + ', '-')}:0.0")
    expect(page.locator(f"#{ids.EMBEDDING_AFTER}")).to_be_visible()
    # A rank and the presets are of measured pairs.
    expect(page.locator(f"#{ids.PRESETS_STATUS}")).to_have_text("many: 40 pairs measured")
    page.locator("h1").click()
    page.keyboard.press("]")
    expect(page.locator(f"#{ids.RANK}")).to_contain_text("of 40 measured")


def test_another_method_is_said_not_to_be_ranked(visited: Lab) -> None:
    visited.visit("model=many&points=100&view=atlas&op=merge:0-1:0.0:stretched")
    expect(visited.page.locator(f"#{ids.MANY_ANSWER}")).to_contain_text(
        "Not ranked: pairs are ranked by what"
    )
    expect(visited.page.locator(f"#{ids.MANY_START}")).to_be_disabled()


@pytest.mark.parametrize(
    ("query", "sizes"),
    [("", [(390, 844), (844, 390)]), ("&embed=1", [(1366, 768), (900, 600), (600, 420)])],
)
def test_nothing_lies_over_anything_on_a_phone_or_in_a_slide(
    visited: Lab, query: str, sizes: list[tuple[int, int]]
) -> None:
    page = visited.page
    visited.visit(f"model=many&points=100&view=atlas{query}")
    expect(page.locator(f"#{ids.MANY_ANSWER}")).to_contain_text("7,140 pairs ranked")
    expect_axis(visited, -0.5, 119.5)
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        # Each part ends within its panel, no panel lies over another, and the page is no wider.
        page.wait_for_function(INSIDE)
        if query:
            page.wait_for_function("document.documentElement.scrollHeight <= innerHeight")


def test_print_has_the_map_the_list_and_how_well_it_is_foreseen(visited: Lab) -> None:
    page = visited.page
    visited.visit("model=many&points=100&view=atlas")
    expect(page.locator(ROW.format("verdict"))).not_to_have_text("")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(f"#{ids.MANY_AGREEMENT}")).to_be_visible()
    for used in (ids.MANY_START, ids.MANY_FIND, ids.MANY_CSV, ids.MANY_WHOLE):
        expect(page.locator(f"#{used}")).to_be_hidden()
    # On 970 pixels of paper, as the view stood on the screen.
    box = page.locator(".many-figures").bounding_box()
    assert box
    assert 900 < box["width"] <= 970
    page.wait_for_function(INSIDE)
