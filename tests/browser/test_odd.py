"""Models that are not digits, in the page: nothing is broken, cut or wider than its window."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import DRAWN, FILLED, SCENES, Lab, driven, on_phone
from tests.browser.pointing import CARD, SEEN, first_hovered, pixels_of
from tests.browser.server import serving
from tests.odd import LONG_NAMES, odd_bundles
from weight_surgery.components import ids
from weight_surgery.core.workbench import Workbench

# All that is seen of the page, its plots' texts included.
READ = """() => {
  const seen = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      seen.push(walk.currentNode.textContent);
  }
  return seen.join(' ');
}"""
BROKEN = re.compile(r"\b(NaN|Infinity|undefined|null)\b|no samples → no samples|&lt;")
# What no share can be.
BEYOND = re.compile(r"[−-]?(1[1-9]\d|[2-9]\d\d)\s?%")
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"
# Tests of components read every panel of every model; here some are seen as they are laid out.
TABS = {
    "two-classes": ("curve", "method", "plan", "verification", "evidence"),
    "long-names": tuple(FILLED),
    "wide-512d": ("method",),
    "forty-classes": ("confusion",),
}
ALL_OF_TWO_LINES = """rows => {
  const heights = [...document.querySelectorAll(rows)].map(one => one.offsetHeight);
  return heights.length > 3 && heights.every(height => height === 44);
}"""
ATLASES = ("two-classes", "long-names", "at-chance")


@pytest.fixture(scope="module")
def odd_workbench() -> Workbench:
    return Workbench(odd_bundles())


@pytest.fixture(scope="module")
def odd_address(odd_workbench: Workbench) -> Iterator[str]:
    with serving(odd_workbench) as base:
        yield base


@pytest.fixture
def odd(page: Page, odd_address: str) -> Iterator[Lab]:
    with driven(page, odd_address) as driver:
        driver.page.emulate_media(reduced_motion="reduce")
        yield driver


def open_model(lab: Lab, model: str) -> None:
    """Go to a model in the page that is open, and wait until it is drawn."""
    lab.follow(f"model={model}&points=200")
    lab.page.wait_for_function(
        "model => window.modules.samples.held.motion?.key.includes(`model=${model}&`)", arg=model
    )
    lab.page.wait_for_function(DRAWN, arg=list(SCENES))


def expect_sound(lab: Lab, where: str) -> str:
    """Return what is read; nothing of it is broken, and the page is no wider than its window."""
    text = lab.page.evaluate(READ)
    assert not BROKEN.search(text), (where, BROKEN.search(text))
    assert lab.page.evaluate(WIDER) <= 0, where
    toasts = lab.page.locator(".mantine-Notification-root").all_text_contents()
    assert toasts == [], where
    axes = lab.page.locator(":is(.xtick, .ytick, .y2tick) text").all_text_contents()
    assert not [words for words in axes if BEYOND.fullmatch(words)], (where, axes)
    return text


def test_every_odd_model_reads_well(odd: Lab, odd_workbench: Workbench) -> None:
    odd.open("model=in-color&points=200")
    for model in odd_workbench.models:
        open_model(odd, model)
        expect_sound(odd, model)
        for tab in TABS.get(model, ()):
            odd.open_tab(tab)
            expect_sound(odd, f"{model}, {tab}")
    for model in ATLASES:
        odd.follow(f"model={model}&view=atlas&points=200")
        status = odd.page.locator(f"#{ids.ATLAS_STATUS}")
        pairs = len(odd_workbench.atlas(odd_workbench.default_spec(model)).pairs)
        expect(status).to_contain_text(re.compile(rf"^{pairs} pairs? .*all measured"))
        text = expect_sound(odd, f"{model}, atlas")
        unjudged = re.search(r"None of \d+ pairs? has a verdict", text)
        assert bool(unjudged) == (model != "long-names"), model


def test_pairs_without_a_verdict_have_no_rank_and_two_classes_no_cost(odd: Lab) -> None:
    odd.open("model=in-color&points=200")
    open_model(odd, "two-classes")
    chips = odd.page.locator(f"#{ids.PRESETS_COSTLIEST}")
    expect(chips).to_contain_text("right by definition")
    expect(chips).to_be_disabled()
    expect(chips.locator(".chip-title")).to_have_text("costliest")
    open_model(odd, "at-chance")
    expect(odd.page.locator(f"#{ids.RANK}")).to_have_text("")
    odd.expect_query("model=at-chance&op=")
    query = odd.page.url
    odd.page.keyboard.press("]")
    odd.page.keyboard.press("[")
    assert odd.page.url == query
    odd.follow("model=two-classes&view=atlas&points=200")
    expect(odd.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    cells = odd.page.locator(f"#{ids.ATLAS_TABLE} .ag-row")
    for column in ("rank", "merge_cost", "merged_recall"):
        expect(cells.locator(f'[col-id="{column}"]')).to_have_text("")
    expect(cells.locator('[col-id="verdict"]')).to_have_text("No verdict")
    expect(odd.page.locator(f"#{ids.ATLAS_MAP_TEXT}")).to_contain_text("is not defined for any")
    expect(odd.page.locator(f"#{ids.ATLAS_MAP} .colorbar")).to_have_count(0)


def test_long_names_leave_room_in_every_table(odd: Lab) -> None:
    odd.open("model=in-color&view=atlas&points=200")
    rows = odd.page.locator(f"#{ids.ATLAS_TABLE} .ag-center-cols-container .ag-row")
    expect(rows.first).to_have_css("height", "27px")
    # The pairs of both are numbered alike, and none keeps the height that it had in the other.
    odd.follow("model=long-names&view=atlas&points=200")
    expect(rows.first.locator('[col-id="pair"]')).to_contain_text("…")
    odd.page.wait_for_function(ALL_OF_TWO_LINES, arg=f"#{ids.ATLAS_TABLE} .ag-row")
    # With the head, as many rows as there are pairs; those out of sight are not drawn.
    table = odd.page.locator(f"#{ids.ATLAS_TABLE} [role=grid], #{ids.ATLAS_TABLE} [role=treegrid]")
    expect(table).to_have_attribute("aria-rowcount", "16")
    pair = rows.first.locator('[col-id="pair"]')
    assert len(pair.inner_text()) < 40
    assert "\n" in pair.inner_text()
    pair.hover()
    told = odd.page.locator(".ag-tooltip")
    expect(told).to_be_visible()
    assert any(name in told.inner_text() for name in LONG_NAMES)
    odd.follow("model=long-names&points=200&tab=classes")
    panel = odd.open_tab("classes")
    panel.locator("summary").first.click()
    for cell in (
        panel.locator(f"#{ids.RECALL_TABLE} tbody tr").first.locator("td, th").first,
        panel.locator(f"#{ids.BYSTANDER_TABLE} tbody tr").last.locator("td, th").first,
    ):
        assert cell.evaluate("one => one.scrollWidth > one.clientWidth")
        assert cell.bounding_box()["width"] < 300  # type: ignore[index]
        cell.hover()
        expect(cell).to_have_attribute("title", cell.text_content() or "-")


def test_presets_never_tell_of_another_model(odd: Lab) -> None:
    odd.open("model=in-color&points=200")
    head = odd.page.locator(".presets-head").first
    expect(head).to_contain_text("in-color: 15 pairs measured")
    costliest = odd.page.locator(f"#{ids.PRESETS_COSTLIEST}")
    expect(costliest).to_contain_text(" + ")
    # So many pairs are only measured where somebody looks at the atlas.
    open_model(odd, "forty-classes")
    assert "in-color" not in head.inner_text()
    told = "Try Measured with the atlas, which is not complete yet."
    expect(head).to_have_text(told, use_inner_text=True)
    expect(costliest.locator(".chip-title")).to_have_text("costliest", use_inner_text=True)
    expect(costliest.locator(".chip-reason .ranked")).to_have_css("display", "none")
    waiting = costliest.locator(".chip-reason .unranked")
    expect(waiting).not_to_have_css("display", "none")
    expect(waiting).to_contain_text("not complete yet")
    assert not re.search(
        r"in-color|lost|[a-z]+ \+ [a-z]+", odd.page.locator(".presets").first.inner_text()
    )


def test_color_images_are_the_samples_own(odd: Lab, odd_workbench: Workbench) -> None:
    odd.open("model=in-color&points=200&tab=samples")
    _, index = first_hovered(odd)
    images = odd_workbench.bundle("in-color").images_test
    assert images is not None
    pixels = np.array(odd.page.evaluate(SEEN, CARD)["pixels"])
    np.testing.assert_array_equal(pixels, pixels_of(images[index]))
    # Wider than high, and so is what is seen of them.
    box = odd.page.locator(f"#{ids.SAMPLES_STRIP} .sample-image").first.bounding_box()
    assert box
    assert box["width"] / box["height"] == pytest.approx(32 / 24, abs=0.05)


def test_where_there_are_no_images_no_place_is_kept_for_one(odd: Lab) -> None:
    odd.open("model=long-names&points=200")
    panel = odd.open_tab("collateral")
    expect(panel.locator(".collateral-table tbody tr").first).to_be_visible()
    expect(panel.locator(".sample-image:visible")).to_have_count(0)


def test_an_odd_model_fits_a_phone(browser: Browser, odd_address: str) -> None:
    with on_phone(browser, odd_address) as lab:
        lab.visit("model=long-names&points=200")
        lab.page.wait_for_function(DRAWN, arg=[SCENES[1]])
        expect(lab.page.locator(f"#{ids.HEADLINE} .card").first).to_be_visible()
        expect_sound(lab, "phone")
