"""The page in words and tables for those who do not see its figures, on any screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from playwright.sync_api import Locator, expect

from tests.browser.driver import Lab
from tests.browser.gate import MEASURING, Gate
from weight_surgery.components import ids
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=200"
STAGE = (ids.EMBEDDING_BEFORE, ids.EMBEDDING_AFTER, ids.CIRCLE_BEFORE, ids.CIRCLE_AFTER)
# By how much the page is wider than its window.
SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# By the tab that they stand in.
GRAPHS = {
    "classes": (ids.RECALL_GRAPH,),
    "curve": (ids.CURVE_GRAPH,),
    "confusion": (ids.CONFUSION_BEFORE, ids.CONFUSION_AFTER, ids.CONFUSION_DIFFERENCE),
    "verification": (ids.VERIFICATION_LIKENESS, ids.VERIFICATION_ROC),
}


def test_every_figure_has_a_name_a_sentence_and_a_table_and_who_wants_it_sees_nothing_move(
    small: Lab,
) -> None:
    small.page.emulate_media(reduced_motion="reduce")
    small.open(QUERY)
    small.expect_tables()
    expect_stillness(small)
    expect_words(small, STAGE)
    for name, graphs in GRAPHS.items():
        small.open_tab(name)
        expect_words(small, graphs)
    expect(small.page.locator(f"#{ids.PAIR_VIEW} details.as-table")).to_have_count(8)
    counts = {"classes": 1, "curve": 1, "confusion": 1, "method": 2, "verification": 2}
    for name, number in counts.items():
        tables = small.open_tab(name).locator("details.as-table")
        expect(tables).to_have_count(number)
        expect_tables_that_open(tables)


def expect_words(lab: Lab, graphs: Sequence[str]) -> None:
    """Check that each figure is named, and put into words that are read out."""
    for id in graphs:
        frame = lab.page.locator(f"#{id}").locator("xpath=ancestor::*[@role][1]")
        assert len(frame.get_attribute("aria-label") or "") > 10
        words = lab.page.locator(f"#{frame.get_attribute('aria-describedby')}")
        assert words.get_attribute("aria-live") == "polite"
        expect(words).to_contain_text(".")


def expect_tables_that_open(tables: Locator) -> None:
    """Check that each fold holds a table with a caption and named rows, and opens by a key."""
    for details in tables.all():
        expect(details.locator("table")).to_be_hidden()
        details.locator("summary").press("Enter")
        expect(details.get_by_role("rowheader").first).to_be_visible()
        expect(details.locator("caption")).not_to_be_empty()


def test_the_atlas_is_put_into_words(small: Lab, shipped: Workbench) -> None:
    small.open(f"{QUERY}&view=atlas")
    expect(small.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    atlas = shipped.atlas(SurgerySpec("digits-3d"))
    cost = atlas.merge_cost[:, 1]
    low = " + ".join(map(str, atlas.pairs[cost.argmin()]))
    words = (
        f"Cost of merging at ≈ 100 % strength (damping 1e-05): lowest {100 * cost.min():.1f} % for "
        f"{low}, highest {100 * cost.max():.1f} % for "
    )
    expect(small.page.locator(f"#{ids.ATLAS_MAP_TEXT}")).to_contain_text(words)
    highest = {" + ".join(map(str, atlas.pairs[at])) for at in np.flatnonzero(cost == cost.max())}
    said = small.page.locator(f"#{ids.ATLAS_MAP_TEXT}").inner_text()
    assert said.split("% for ")[-1].split(".")[0] in highest
    expect(small.page.locator(f"#{ids.ATLAS_PARETO_TEXT}")).to_contain_text("of 45 pairs")
    thumb = small.page.locator(f"#{ids.ATLAS_DAMPING} [role=slider]")
    thumb.press("ArrowLeft")
    expect(thumb).to_have_attribute("aria-valuetext", "≈ 100\u00a0%, damping 0.0001")
    expect(small.page.locator(f"#{ids.ATLAS_MAP_TEXT}")).to_contain_text("(damping 0.0001)")


def test_on_a_narrow_screen_no_page_scrolls_sideways_and_controls_open_and_close(
    small: Lab,
) -> None:
    small.page.set_viewport_size({"width": 768, "height": 800})
    small.open(QUERY)
    small.expect_tables()
    for width, view in product((768, 400, 320), ("Pair", "Atlas", "Models")):
        small.page.set_viewport_size({"width": width, "height": 800})
        small.page.get_by_text(view, exact=True).first.click()
        small.expect_query("view=" + view.lower() if view != "Pair" else "points=200")
        assert small.page.evaluate(SIDEWAYS) == 0, (width, view)
        cut = small.page.evaluate(
            "() => [...document.querySelectorAll('header button, header label, main h2')]"
            ".filter(one => one.checkVisibility({visibilityProperty: true}))"
            ".filter(one => { const box = one.getBoundingClientRect(); "
            "return box.right > innerWidth + 1 || box.left < -1; }).map(one => one.outerHTML)"
        )
        assert cut == [], (width, view)
    small.page.set_viewport_size({"width": 768, "height": 900})
    small.page.get_by_text("Pair", exact=True).first.click()
    button = small.page.locator(f"#{ids.NARROW_BUTTON}")
    model = small.page.locator(f"input#{ids.MODEL_SELECT}")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(model).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(model).to_be_in_viewport()
    small.choose(ids.CLASS_A_SELECT, "4")
    small.expect_query("op=merge:4-6")
    button.focus()
    small.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(model).to_be_hidden()
    expect(button).to_be_focused()
    small.page.set_viewport_size({"width": 1366, "height": 768})
    expect(button).to_be_hidden()
    expect(model).to_be_visible()


def test_neither_a_graph_of_the_old_width_nor_a_measurement_widens_a_narrow_page(
    fresh: Lab,
) -> None:
    gate = Gate(fresh.page, *MEASURING)
    fresh.open(QUERY)
    fresh.expect_tables()
    fresh.page.set_viewport_size({"width": 320, "height": 800})
    for view in ("Pair", "Atlas", "Models"):
        fresh.page.get_by_text(view, exact=True).first.click()
        if view == "Atlas":
            cancel = fresh.page.locator(f"#{ids.ATLAS_CANCEL}")
            for words in ("Stop", "Go on"):
                expect(cancel).to_have_text(words)
                expect(cancel).to_be_visible()
                assert fresh.page.evaluate(SIDEWAYS) == 0, words
                cancel.click()
        drawn = fresh.page.locator(f"#page-{view.lower()}-view .js-plotly-plot .main-svg")
        expect(drawn.first).to_be_attached()
        fresh.page.add_style_tag(content=".plotly .svg-container { min-width: 500px; }")
        assert fresh.page.evaluate(SIDEWAYS) == 0, view
    gate.open()


def expect_stillness(small: Lab) -> None:
    """Check that nothing moves for those who do not want it, a dialog that opens among it."""
    small.page.locator("h1").click()
    small.page.keyboard.press("?")
    expect(small.page.get_by_role("dialog")).to_be_visible()
    moving = small.page.evaluate(
        "document.getAnimations().filter(one => one.effect.getTiming().duration > 1).length"
    )
    assert moving == 0
    # A transition of no length at all, however short, is one of every property of every element.
    timed = small.page.evaluate(
        "[...document.querySelectorAll('*')]"
        ".filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0).length"
    )
    assert timed == 0
    small.page.keyboard.press("Escape")
    expect(small.page.get_by_role("dialog")).to_have_count(0)
