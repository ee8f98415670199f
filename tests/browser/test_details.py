"""What is shown on hover and focus: whole, also of long names, and gone with Escape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Lab, driven
from tests.browser.server import serving
from weight_surgery.components import ids
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=200"
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker")
NAMES = (*CLOTHES, "Bag", "Ankle boot")
CUT = """() => [...document.querySelectorAll('.verdict-sentence > div')]
  .filter(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent)"""
# The names over the pictures that are seen, and whether they are cut.
OVER = """() => [...document.querySelectorAll('.twin-label:not(.covered)')]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .map(one => ({ text: one.textContent, cut: one.scrollHeight > one.clientHeight + 1
    || one.scrollWidth > one.clientWidth + 1 }))"""
# By how much the words of the rank leave the room that they have.
BEYOND = """() => {
  const place = document.querySelector('.rank-place').getBoundingClientRect();
  const words = document.createRange();
  words.selectNode(document.querySelector('.rank').firstChild);
  const { left, right } = words.getBoundingClientRect();
  return Math.max(place.left - left, right - place.right);
}"""


@pytest.fixture
def clothes(page: Page, shipped: Workbench) -> Iterator[Lab]:
    """Return the driver of a page whose classes have names of usual length."""
    bundles = {
        name: replace(shipped.bundle(name), class_names=NAMES)
        for name in ("digits-3d", "digits-16d")
    }
    with serving(Workbench(bundles)) as address, driven(page, address) as driver:
        yield driver


def test_the_verdict_and_the_rank_are_read_whole_of_long_names(clothes: Lab) -> None:
    clothes.open(QUERY)
    rank = clothes.page.locator(f"#{ids.RANK}")
    seen = set()
    for edit in ("0-9:0.0", "0-4:0.0", "2-9:0.0", "6-9:0.0", "0-9:0.4", "6-9:0.4", "0-9:1.0"):
        for model in ("digits-3d", "digits-16d"):
            clothes.follow(f"model={model}&op=merge:{edit}&points=200")
            clothes.expect_quiet()
            expect(rank).to_contain_text("of 45")
            assert clothes.page.evaluate(CUT) == [], (model, edit)
            assert clothes.page.evaluate(BEYOND) <= 0.5, (model, edit)
            seen.add(clothes.page.locator(f"#{ids.VERDICT} .mantine-Badge-root").inner_text())
    assert len(seen) > 2
    # What has no room is found, and is whole when it is pointed at or has the focus.
    sentence = clothes.page.locator(".verdict-sentence")
    sentence.locator("> div").evaluate("one => { one.textContent = 'Ankle boot '.repeat(60); }")
    assert clothes.page.evaluate(CUT) != []
    sentence.focus()
    clothes.page.keyboard.press("Shift+Tab")
    clothes.page.keyboard.press("Tab")
    expect(sentence).to_be_focused()
    assert clothes.page.evaluate(CUT) == []
    clothes.page.keyboard.press("Escape")
    assert clothes.page.evaluate(CUT) != []


def test_names_over_the_pictures_are_whole_of_long_names(clothes: Lab) -> None:
    clothes.open(f"{QUERY}&op=merge:0-9:0.0")
    for width in (1366, 1024, 390):
        clothes.page.set_viewport_size({"width": width, "height": 844})
        clothes.page.wait_for_timeout(1000)
        seen = [name for name in clothes.page.evaluate(OVER) if name["text"]]
        assert [name["text"] for name in seen if name["cut"]] == [], width
        assert any("T-shirt/top + Ankle boot" in name["text"] for name in seen)


def test_details_of_figures_and_of_the_rank_go_with_escape_and_can_be_pointed_at(
    small: Lab,
) -> None:
    small.open(f"{QUERY}&present=1")
    card = small.page.locator(f"#{ids.HEADLINE} .card").first
    details = card.locator(".card-details")
    expect(details).to_be_hidden()
    card.hover()
    expect(details).to_be_visible()
    details.hover()
    expect(details).to_be_visible()
    small.page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    # Only the details went.
    expect(small.page.locator("html[data-present]")).to_have_count(1)
    small.page.mouse.move(683, 700)
    card.hover()
    expect(details).to_be_visible()
    small.page.mouse.move(683, 700)
    small.page.keyboard.press("Escape")
    expect(small.page.locator("html[data-present]")).to_have_count(0)
    rank = small.page.locator(f"#{ids.RANK}")
    expect(rank).to_contain_text("of 45")
    more = rank.locator(".rank-more")
    expect(more).to_be_hidden()
    small.page.keyboard.press("Tab")
    for one, shown in ((card, details), (rank, more)):
        one.focus()
        expect(shown).to_be_visible()
        small.page.keyboard.press("Escape")
        expect(shown).to_be_hidden()
        expect(one).to_be_focused()


def test_escape_lets_the_pinned_sample_go_last_and_a_key_finds_another_from_any_tab(
    small: Lab,
) -> None:
    small.open(f"{QUERY}&sample=7")
    pinned = small.page.locator(f"#{ids.PIN_CARD}")
    expect(pinned).to_be_visible()
    small.page.locator(f"#{ids.HEADLINE} .card").first.hover()
    small.page.keyboard.press("Escape")
    expect(pinned).to_be_visible()
    small.page.mouse.move(683, 700)
    small.page.keyboard.press("Escape")
    expect(pinned).to_be_hidden()
    expect(small.page).not_to_have_url("sample=")
    expect_a_key_to_find_a_sample(small)
    expect_numbers_apart(small)


def expect_a_key_to_find_a_sample(small: Lab) -> None:
    """Press the key in a window with room for the open tab, and in one without."""
    field = small.page.locator(f"input#{ids.SAMPLES_INDEX}")
    samples = small.page.locator(f"#{ids.BELOW_TABS}-tab-samples")
    for height in (768, 650):
        small.page.set_viewport_size({"width": 1366, "height": height})
        small.follow(f"{QUERY}&tab=classes")
        expect(samples).to_have_attribute("aria-selected", "false")
        expect(field).to_be_hidden()
        small.page.locator("h1").click()
        small.page.keyboard.press("f")
        expect(field).to_be_focused()
        expect(field).to_be_visible()
        expect(samples).to_have_attribute("aria-selected", "true")


def expect_numbers_apart(small: Lab) -> None:
    """Check that numbers of a matrix never lie over each other."""
    small.page.set_viewport_size({"width": 1366, "height": 768})
    small.open_tab("confusion")
    seen = """() => [...document.querySelectorAll('.matrix .heatmap-label text')]
      .filter(one => one.checkVisibility({ visibilityProperty: true }))
      .map(one => one.getBoundingClientRect().toJSON())"""
    tight = small.page.locator(".matrix[data-tight]")
    expect(tight).to_have_count(0)
    assert len(small.page.evaluate(seen)) > 10
    # Numbers as wide as those of 10,000 samples: they make way, and pointing at a cell says them.
    small.page.evaluate(
        """() => document.querySelectorAll('.matrix .heatmap-label text')
          .forEach(one => { one.textContent = '−100,011'; })"""
    )
    expect(tight).to_have_count(3)
    assert small.page.evaluate(seen) == []
