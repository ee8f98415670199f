"""Smaller than a laptop: nothing is left out, cut off, or over its neighbour."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.driver import SCENES, SCHEMES, Lab
from tests.browser.test_one_screen import FITTED
from tests.browser.test_tabs import PLOTS_FITTED
from weight_surgery.components import ids

QUERY = "model=digits-16d&points=100"
SIZES = ((1100, 768), (1024, 768), (768, 1024), (641, 900))
MOST_ROWS = 2
# The cards in their row, each with its change as it is seen.
CARDS = f"""() => {{
  const row = document.querySelector("#{ids.HEADLINE} .cards").getBoundingClientRect();
  return [...document.querySelectorAll("#{ids.HEADLINE} .card")].map(one => {{
    const box = one.getBoundingClientRect();
    const change = one.querySelector(".card-change");
    const words = change.getBoundingClientRect();
    return {{ top: Math.round(box.top), left: box.left - row.left, right: row.right - box.right,
      change: change.textContent, seen: change.checkVisibility({{ visibilityProperty: true }})
        && words.width > 0 && words.right <= box.right && words.bottom <= box.bottom }};
  }});
}}"""
# Where the rows of the toolbar have their middles, and what of its legend is cut off.
TOOLBAR = f"""() => {{
  const legend = document.querySelector("#{ids.EMBEDDING_LEGEND}").getBoundingClientRect();
  const seen = [...document.querySelectorAll(".toolbar > *")].filter(one => one.offsetHeight);
  const middles = seen.map(one => one.getBoundingClientRect())
    .map(({{ top, bottom }}) => (top + bottom) / 2).sort((a, b) => a - b);
  return {{ rows: middles.filter((one, at) => !at || one - middles[at - 1] > 15).length,
    cut: [...document.querySelectorAll("#{ids.EMBEDDING_LEGEND} > *")]
      .filter(one => one.getBoundingClientRect().bottom > legend.bottom + 1
        || one.getBoundingClientRect().right > legend.right + 1).map(one => one.textContent) }};
}}"""
# The ends of the axes' names over the two scenes.
AXES = """ids => ids.map(id => [...document.querySelector(`#${id}`).closest(".scene")
  .querySelectorAll(".twin-label.axis:not(.covered)")].map(one => one.getBoundingClientRect())
  .map(({ left, right }) => [left, right]))"""
# How far the names of one scene end from where those of the other begin.
GAP = """([before, after]) => Math.min(...after.map(([left]) => left))
  - Math.max(...before.map(([, right]) => right))"""
# The models' names as they are seen: in the chart or below it, each with the room beside it.
NAMED = f"""() => [...document.querySelectorAll(
    ".models-chart .textpoint text, #{ids.MODELS_KEY} .legend-entry")]
  .filter(one => one.getBoundingClientRect().width)
  .map(one => ({{ text: one.textContent, room: one.closest(".panel").getBoundingClientRect().right
    - one.getBoundingClientRect().right }}))"""
# How far the ring around the slider's thumb ends above the words below it, at either end.
RING = """async () => {
  const thumb = document.querySelector(".strength [role=slider]");
  const words = document.querySelector(".strength-ends").getBoundingClientRect();
  thumb.focus({ focusVisible: true });
  const { outlineOffset, outlineWidth } = getComputedStyle(thumb);
  const { bottom } = thumb.getBoundingClientRect();
  return words.top - bottom - parseFloat(outlineOffset) - parseFloat(outlineWidth);
}"""
# Every text that an ellipsis cuts.
CUT = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).textOverflow === "ellipsis"
    && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map(one => `${one.id} ${one.className}: ${one.value ?? one.textContent}`)"""


def expect_five_figures(lab: Lab, place: Any) -> None:
    """Check that each figure shows its change, and that the rows they stand in have no hole."""
    found = lab.page.evaluate(CARDS)
    assert [one["change"] for one in found if not one["seen"]] == [], place
    assert all(one["change"] for one in found), place
    for top in {one["top"] for one in found}:
        row = [one for one in found if one["top"] == top]
        assert min(one["left"] for one in row) < 2, place
        assert min(one["right"] for one in row) < 2, place


def test_figures_toolbar_and_names_have_room_at_every_width_and_choices_are_read_whole(
    still: Lab,
) -> None:
    lab = still.open(f"{QUERY}&color=correct")
    expect(lab.page.locator(f"input#{ids.EMBEDDING_COLOR}")).to_have_value("Right or wrong")
    cut = [one for one in lab.page.evaluate(CUT) if one.startswith("embedding-")]
    assert cut == []
    expect_the_slider_as_high(lab)
    lab.choose(ids.EMBEDDING_COLOR, "Class")
    for scheme in SCHEMES:
        lab.show_scheme(scheme)
        for size in SIZES:
            lab.page.set_viewport_size({"width": size[0], "height": size[1]})
            lab.page.wait_for_function(FITTED)
            lab.page.wait_for_function(f"ids => ({GAP})(({AXES})(ids)) >= 4", arg=list(SCENES))
            expect_five_figures(lab, size)
            toolbar = lab.page.evaluate(TOOLBAR)
            assert toolbar["rows"] <= MOST_ROWS, size
            assert toolbar["cut"] == [], size


def expect_the_slider_as_high(lab: Lab) -> None:
    """Check that the slider takes as much room before the clean strengths are known."""
    words = lab.page.locator(f"#{ids.CLEAN_TEXT}")
    expect(words).to_contain_text("clean")
    row = lab.page.locator(".strength-ends")
    box = row.bounding_box()
    words.evaluate("one => one.replaceChildren()")
    assert row.bounding_box() == box
    assert lab.page.evaluate(RING) >= 0


def test_a_phone_shows_every_figure_and_one_side_at_a_time_and_its_slider_covers_no_words(
    touched: Lab,
) -> None:
    lab = touched.open("model=digits-3d&points=200")
    lab.expect_tables()
    expect_five_figures(lab, "phone")
    assert lab.page.evaluate(CUT) == []
    # What is said to be shown is what is shown.
    scenes = [lab.page.locator(f"#{id}") for id in SCENES]
    expect(lab.page.get_by_text("Side by side", exact=True)).to_be_hidden()
    expect(lab.page.get_by_text("One side", exact=True)).to_be_visible()
    expect(scenes[0]).to_be_hidden()
    expect(scenes[1]).to_be_visible()
    side = lab.page.locator(f"#{ids.SIDE_SWITCH}")
    side.get_by_text("Before", exact=True).tap()
    expect(scenes[0]).to_be_visible()
    expect(scenes[1]).to_be_hidden()
    # In one scene there is no side to choose.
    lab.page.get_by_text("Overlay", exact=True).tap()
    expect(scenes[1]).to_be_visible()
    expect(side).to_be_hidden()
    for name in ("curve", "confusion"):
        lab.open_tab(name, full=False)
        assert lab.page.evaluate(CUT) == [], name
    bars = lab.page.locator(".flow-share .mantine-Progress-root")
    for bar in bars.all():
        expect(bar).to_be_visible()
        box = bar.bounding_box()
        assert box
        assert box["width"] >= 30
    lab.page.locator(f"#{ids.NARROW_BUTTON}").tap()
    expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_be_in_viewport()
    assert lab.page.evaluate(RING) >= 0


def test_the_models_are_named_whole_in_the_chart_or_below_it(small: Lab) -> None:
    small.page.emulate_media(reduced_motion="reduce")
    small.open(f"{QUERY}&view=models")
    expect(small.page.locator(".model-card")).to_have_count(2)
    below = small.page.locator(f"#{ids.MODELS_KEY}")
    for width, charted in ((1351, True), (1100, False), (900, True), (390, False), (320, False)):
        small.page.set_viewport_size({"width": width, "height": 844})
        expect(below).to_be_visible(visible=not charted)
        small.page.wait_for_function(PLOTS_FITTED, arg=".models-chart")
        named = small.page.evaluate(NAMED)
        assert len(named) == 2, width
        for name, one in zip(("digits-3d", "digits-16d"), named, strict=True):
            assert name in one["text"]
            assert one["room"] >= 0, (width, one)
