"""The atlas at every pair's best damping, on reload, and against what was predicted."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.test_atlas import SPEC, click_cell, open_atlas, shown_map
from weight_surgery.components import ids
from weight_surgery.core.atlas import DAMPINGS, agreement_at
from weight_surgery.core.workbench import Workbench


def test_at_its_best_every_pair_has_its_own_damping_and_back_returns(
    lab: Lab, shipped: Workbench
) -> None:
    open_atlas(lab)
    atlas = shipped.atlas(SPEC)
    ever = int(atlas.clean.any(axis=1).sum())
    lab.page.get_by_text("at its best", exact=True).click()
    lab.expect_query("best=1")
    answer = lab.page.locator(f"#{ids.ATLAS_ANSWER}")
    expect(answer).to_contain_text(f"{ever} of 45 pairs merge cleanly at some strength")
    expected = np.full((10, 10), np.nan)
    for row, (i, j) in enumerate(atlas.pairs):
        if atlas.clean[row].any():
            strength = 1 - atlas.dampings[atlas.clean[row]].max()
            expected[i, j] = expected[j, i] = strength
    np.testing.assert_allclose(shown_map(lab), expected, atol=1e-8)
    i, j = atlas.pairs[atlas.clean.any(axis=1)][3]
    click_cell(lab, i, j)
    lab.expect_query(f"op=merge:{i}-{j}:{atlas.intervals(atlas.index_of((i, j)))[-1][1]!r}")
    expect(lab.page.locator(".verdict-sentence")).to_be_visible()
    lab.page.go_back()
    lab.expect_query("view=atlas")
    lab.expect_query("best=1")
    expect(answer).to_contain_text("at some strength")
    # A pair that is clean nowhere opens where the hand is.
    i, j = atlas.pairs[~atlas.clean.any(axis=1)][0]
    click_cell(lab, i, j)
    lab.expect_query(f"op=merge:{i}-{j}:1e-05")
    expect(lab.page.locator(".verdict-sentence")).to_be_visible()
    lab.page.go_back()
    expect(lab.page.locator(f"#{ids.ATLAS_MAP}")).to_be_visible()
    # A strength that is chosen is wanted there.
    lab.page.locator(f"#{ids.ATLAS_DAMPING} [role=slider]").press("ArrowLeft")
    lab.expect_query("at=0.0001")
    lab.page.wait_for_function("() => !location.search.includes('best=')")


def test_what_was_measured_comes_back_without_a_word_of_measuring_and_beside_what_was_foreseen(
    lab: Lab, shipped: Workbench
) -> None:
    open_atlas(lab)
    lab.page.add_init_script(
        "window.said = []; new MutationObserver(() => window.said.push("
        f"document.getElementById('{ids.ATLAS_STATUS}')?.textContent)).observe("
        "document, {childList: true, subtree: true, characterData: true})"
    )
    lab.page.reload()
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    said = lab.page.evaluate("window.said.filter(Boolean)")
    assert said
    assert not [words for words in said if "Measuring" in words]
    expect_what_was_foreseen(lab, shipped)


def expect_what_was_foreseen(lab: Lab, shipped: Workbench) -> None:
    """Check that prediction stands against measurement, and is asked for when it is opened."""
    lab.expect_quiet()
    agreement = lab.page.locator(f"#{ids.ATLAS_AGREEMENT} tbody tr")
    expect(agreement).to_have_count(0)
    lab.page.locator(f"#{ids.ATLAS_FORESEEN} > summary").click()
    expect(agreement).to_have_count(len(DAMPINGS))
    atlas = shipped.atlas(SPEC)
    found = agreement_at(atlas, 1)
    words = f"was foreseen for {found.landing_right} of {found.pairs} pairs"
    expect(lab.page.locator(f"#{ids.ATLAS_FORESEEN_TEXT}")).to_contain_text(words)
    np.testing.assert_allclose(
        lab.trace(ids.ATLAS_FORESEEN_GRAPH, 0, "x"), atlas.retained_norm, atol=1e-5
    )
    expect(lab.page.locator(f"#{ids.ATLAS_FORESEEN_GRAPH}")).to_be_visible()
