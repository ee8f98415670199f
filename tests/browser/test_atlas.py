"""Journeys through the atlas, the strength curve and the models."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.gate import MEASURING, Gate
from tests.browser.keys import press_slider
from tests.browser.test_journeys import strict
from weight_surgery.components import ids
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.atlas import DAMPINGS
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-16d&points=100"
SPEC = SurgerySpec("digits-16d")


def open_atlas(lab: Lab) -> None:
    lab.open(QUERY)
    show_atlas(lab)


def show_atlas(lab: Lab) -> None:
    lab.page.get_by_text("Atlas", exact=True).click()
    status = lab.page.locator(f"#{ids.ATLAS_STATUS}")
    expect(status).to_have_text("45 pairs at 21 strengths, all measured.", timeout=60_000)


def shown_map(lab: Lab) -> np.ndarray:
    """Return the map's cells, NaN where empty."""
    rows = lab.trace(ids.ATLAS_MAP, 0, "z")
    return np.array([[np.nan if cell is None else cell for cell in row] for row in rows])


def expected_map(workbench: Workbench, figure: str, column: int) -> np.ndarray:
    atlas = workbench.atlas(SPEC)
    cells = np.full((10, 10), np.nan)
    for (i, j), value in zip(atlas.pairs, getattr(atlas, figure)[:, column], strict=True):
        cells[i, j] = cells[j, i] = value
    return cells


# Where the map's cells are once they hold still, as what a person aims at does.
CELLS = """map => new Promise(resolve => {
  let [still, last] = [0, ""];
  const look = () => {
    const { x, y, width, height } = map.querySelector(".nsewdrag").getBoundingClientRect();
    const now = [x, y, width, height].join();
    still = now === last && width ? still + 1 : 0;
    last = now;
    if (still > 20) resolve({ x, y, width, height });
    else requestAnimationFrame(look);
  };
  look();
})"""


def cell_place(area: dict[str, float], row: int, column: int) -> tuple[float, float]:
    """Return the middle of a cell of the map in the window, in pixels."""
    x = area["x"] + area["width"] * (column + 0.5) / 10
    return x, area["y"] + area["height"] * (row + 0.5) / 10


def click_cell(lab: Lab, row: int, column: int) -> None:
    """Click a cell of the map as a person does."""
    x, y = cell_place(lab.page.locator(f"#{ids.ATLAS_MAP}").evaluate(CELLS), row, column)
    lab.page.mouse.move(x - 2, y)
    lab.page.mouse.move(x, y)
    # As long as a finger does: plotly looks for what is under it no oftener than every 50 ms.
    lab.page.mouse.click(x, y, delay=100)


def test_the_atlass_figure_and_damping_are_in_its_link(lab: Lab, shipped: Workbench) -> None:
    lab.open(f"{QUERY}&op=merge:3-6:0.3&view=atlas&figure=merged_recall&at=0.1")
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    damping = lab.page.locator(f"#{ids.ATLAS_DAMPING_TEXT}")
    expect(damping).to_have_text("0.1")
    expect(lab.page.locator(f"#{ids.ATLAS_STRENGTH_TEXT}")).to_have_text("90\u00a0%")
    expect(lab.page.locator(f"input#{ids.ATLAS_FIGURE}")).to_have_value("Read as either")
    column = DAMPINGS.index(0.1)
    np.testing.assert_allclose(
        shown_map(lab), expected_map(shipped, "merged_recall", column), atol=1e-8
    )
    lab.expect_query("figure=merged_recall&at=0.1")
    lab.choose(ids.ATLAS_FIGURE, "Others read differently")
    lab.expect_query("figure=flip_rate&at=0.1")
    lab.page.locator(f"#{ids.ATLAS_DAMPING} [role=slider]").press("ArrowLeft")
    lab.expect_query("at=0.15")
    lab.page.reload()
    expect(damping).to_have_text("0.15")
    expect(lab.page.locator(f"input#{ids.ATLAS_FIGURE}")).to_have_value("Others read differently")
    # A damping set for the pair is the atlas's too, and needs no name of its own.
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("0.5")
    field.press("Enter")
    expect(damping).to_have_text("0.5")
    lab.page.wait_for_function("() => !location.search.includes('at=')")


def test_a_click_on_a_cell_opens_that_pair_and_the_map_follows_without_the_server(
    lab: Lab, shipped: Workbench
) -> None:
    open_atlas(lab)
    click_cell(lab, 2, 7)
    lab.expect_query("op=merge:2-7:1e-05")
    lab.expect_card("Strict accuracy", strict(shipped, SPEC.with_operation(classes=(2, 7))))
    expect(lab.page.locator(f"#{ids.EMBEDDING_AFTER}")).to_be_visible()
    expect(lab.page.locator(f"input#{ids.CLASS_A_SELECT}")).to_have_value("2")
    atlas = shipped.atlas(SPEC)
    order = atlas.ranking(1).tolist()
    at = order.index(atlas.index_of((2, 7)))
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text(f"Rank {at + 1} of 45")
    step, key = (1, "]") if at + 1 < len(order) else (-1, "[")
    i, j = atlas.pairs[order[at + step]]
    lab.page.locator("h1").click()
    lab.page.keyboard.press(key)
    lab.expect_query(f"op=merge:{i}-{j}:1e-05")
    show_atlas(lab)
    lab.expect_quiet()
    np.testing.assert_allclose(shown_map(lab), expected_map(shipped, "merge_cost", 1), atol=1e-8)
    asked: list[str] = []
    lab.page.on("request", lambda request: asked.append(request.url))
    thumb = lab.page.locator(f"#{ids.ATLAS_DAMPING} [role=slider]")
    thumb.focus()
    for _ in range(9):
        press_slider(thumb, "ArrowLeft")
    expect(lab.page.locator(f"#{ids.ATLAS_DAMPING_TEXT}")).to_have_text("0.25")
    lab.choose(ids.ATLAS_FIGURE, "Read as either")
    lab.page.wait_for_function(
        "id => document.querySelector(`#${id} .js-plotly-plot`).data[0].text[0][1]"
        ".includes('Read as either')",
        arg=ids.ATLAS_MAP,
    )
    column = DAMPINGS.index(0.25)
    np.testing.assert_allclose(
        shown_map(lab), expected_map(shipped, "merged_recall", column), atol=1e-8
    )
    clean = int(shipped.atlas(SPEC).clean[:, column].sum())
    assert lab.trace(ids.ATLAS_PARETO, 6, "name") == f"Merges cleanly ({clean})"
    here = f"{clean or 'None'} of 45 pairs merge{'' if clean > 1 else 's'} cleanly at 75 %"
    expect(lab.page.locator(f"#{ids.ATLAS_ANSWER}")).to_contain_text(here)
    assert asked == []


def test_the_table_sorts_opens_and_downloads_and_all_models_are_measured(
    lab: Lab, shipped: Workbench, tmp_path: Path
) -> None:
    open_atlas(lab)
    atlas = shipped.atlas(SPEC)
    table = lab.page.locator(f"#{ids.ATLAS_TABLE}")
    table.scroll_into_view_if_needed()
    first = table.locator('.ag-row[row-index="0"] [col-id="pair"]')
    best = atlas.pairs[atlas.ranking(1)[0]]
    expect(first).to_have_text(f"{best[0]} + {best[1]}")
    with lab.page.expect_download() as download:
        lab.page.locator(f"#{ids.ATLAS_CSV}").click()
    assert download.value.suggested_filename == "digits-16d_atlas_damping-1e-05.csv"
    download.value.save_as(tmp_path / "atlas.csv")
    with (tmp_path / "atlas.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 45
    for row in rows:
        at = atlas.index_of((int(row["Class A"]), int(row["Class B"])))
        assert (row["Model"], float(row["Damping"])) == ("digits-16d", 1e-5)
        assert abs(float(row["Merge cost"]) - atlas.merge_cost[at, 1]) < 1e-8
        right = atlas.counted["merged_recall"][at, 1]
        samples = atlas.totals["merged_recall"][at]
        assert (int(row["Read as either"]), int(row["Pair's samples"])) == (right, samples)
        assert row["Verdict"] == badge_of(atlas.verdict[at, 1])
        assert abs(float(row["Told apart"]) - atlas.told_apart[at, 1]) < 1e-8
    header = table.locator('.ag-header-cell[col-id="merged_recall"] .ag-header-cell-label')
    header.click()
    worst = atlas.merged_recall[:, 1].min()
    lowest = table.locator('.ag-row[row-index="0"] [col-id="merged_recall"]')
    expect(lowest).to_have_text(f"{100 * worst:.2f} %")
    pair = table.locator('.ag-row[row-index="0"] [col-id="pair"]').inner_text()
    lowest.click()
    lab.expect_query(f"op=merge:{pair.replace(' + ', '-')}:1e-05")
    lab.page.get_by_text("Models", exact=True).click()
    lab.expect_query("view=models")
    expect(lab.page.locator(".model-card")).to_have_count(5, timeout=120_000)
    expect(lab.page.locator(f"#{ids.MODELS_PAIR_TABLE} tbody tr")).to_have_count(5)
    ever = int(shipped.atlas(SPEC).clean.any(axis=1).sum())
    expect(lab.page.locator(f"#{ids.MODELS_STATUS}")).to_contain_text(f"{ever} of 45 in digits-16d")


def test_the_atlas_stops_and_goes_on(fresh: Lab) -> None:
    gate = Gate(fresh.page, *MEASURING)
    fresh.open("model=digits-3d&points=100&view=atlas")
    stop = fresh.page.locator(f"#{ids.ATLAS_CANCEL}")
    status = fresh.page.locator(f"#{ids.ATLAS_STATUS}")
    expect(stop).to_have_text("Stop")
    stop.click()
    expect(status).to_contain_text("Stopped")
    expect(stop).to_have_text("Go on")
    stop.click()
    gate.open()
    expect(status).to_contain_text("all measured", timeout=120_000)


def test_the_curve_finds_dampings_or_says_that_none_is_clean(lab: Lab, shipped: Workbench) -> None:
    lab.open(QUERY)
    lab.open_tab("curve")
    caption = lab.page.locator(f"#{ids.CURVE_CAPTION}")
    runs = shipped.clean_intervals(SPEC)
    expect(caption).to_contain_text("merge cleanly at" if runs else "No edit strength is clean")
    lab.page.locator(f"#{ids.CURVE_TARGET_INPUT}").fill("0.9")
    lab.page.get_by_role("button", name="Solve for likeness").click()
    lab.expect_card("Cosine of the centroids", "0.9000")
    lab.page.locator(f"#{ids.CURVE_TARGET_INPUT}").fill("-0.99")
    lab.page.get_by_role("button", name="Solve for likeness").click()
    lab.expect_toast("cannot be reached")
    lab.expect_card("Cosine of the centroids", "0.9000")
    # What is clean at no strength says why.
    lab.follow("model=digits-3d&op=merge:3-6:0.1&points=100&tab=curve")
    words = "No edit strength is clean, because the two pass as the same in at least"
    expect(caption).to_contain_text(words)
    expect(lab.page.locator(f"#{ids.CURVE_CLEAN_BUTTON}")).to_be_disabled()
