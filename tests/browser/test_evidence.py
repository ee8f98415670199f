"""What a sceptic looks at: the verification lab, those who paid one by one, and the evidence."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.driver import Lab
from weight_surgery.components import ids
from weight_surgery.components.collateral import MOST_ROWS
from weight_surgery.components.text import in_percent
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=mnist-5d&op=merge:3-6:0.0&points=200"
SPEC = SurgerySpec("mnist-5d").with_operation(damping=0.0)
ROWS = f"#{ids.COLLATERAL_LIST} tbody tr"
# Where each line of a threshold stands, of the first histogram.
LINES = """id => document.querySelector(`#${id} .js-plotly-plot`).data
  .filter(({ name }) => name === "threshold").slice(0, 2).map(({ x }) => x[0])"""


def test_the_threshold_is_frozen_or_found_anew(lab: Lab, shipped: Workbench) -> None:
    lab.open(QUERY)
    panel = lab.open_tab("verification")
    found = shipped.recognition(SPEC)
    assert found.before.roc
    assert found.after.roc
    assert found.after.frozen
    assert found.after.retuned
    numbers = lab.page.locator(f"#{ids.VERIFICATION_NUMBERS}")
    expect(numbers).to_contain_text(f"{found.after.roc.auc:.4f}")
    expect(numbers).to_contain_text(in_percent(found.after.frozen[2].value or 0))
    assert lab.page.evaluate(LINES, ids.VERIFICATION_LIKENESS) == [found.threshold] * 2
    histograms = found.before.histograms
    assert lab.trace(ids.VERIFICATION_LIKENESS, 0, "customdata") == histograms[0].tolist()
    panel.get_by_text("Found anew", exact=True).click()
    expect(numbers).to_contain_text(in_percent(found.after.retuned[2].value or 0))
    expect(panel.locator(f"#{ids.VERIFICATION_USED}")).to_have_text(
        f"Threshold {found.threshold:.3f} → {found.retuned:.3f}"
    )
    assert lab.page.evaluate(LINES, ids.VERIFICATION_LIKENESS) == [found.threshold, found.retuned]
    expect(panel.locator(f"#{ids.VERIFICATION_PAPER} table")).to_have_count(2)
    # The choice stays with another edit.
    lab.choose(ids.CLASS_B_SELECT, "5")
    other = shipped.recognition(SPEC.with_operation(classes=(3, 5)))
    expect(panel.locator(f"#{ids.VERIFICATION_USED}")).to_have_text(
        f"Threshold {other.threshold:.3f} → {other.retuned:.3f}"
    )


def test_a_curve_and_histograms_follow_the_theme_and_are_painted(still: Lab) -> None:
    still.open(QUERY)
    still.open_tab("verification")
    for scheme in ("dark", "light"):
        still.show_scheme(scheme)
        for id in (ids.VERIFICATION_LIKENESS, ids.VERIFICATION_ROC):
            assert still.strong_pixels(id) > 0.001, (id, scheme)


def test_those_who_paid_are_filtered_pinned_and_taken_home(
    lab: Lab, shipped: Workbench, tmp_path: Path
) -> None:
    lab.open(QUERY)
    lab.open_tab("collateral")
    found = shipped.collateral(SPEC)
    rows = lab.page.locator(ROWS)
    expect(rows).to_have_count(MOST_ROWS)
    expect(lab.page.locator(f"#{ids.COLLATERAL_TEXT}")).to_contain_text(
        f"{len(found.indices):,} of 8,032 samples"
    )
    # An image of every sample is cut from the sprite.
    expect(rows.first.locator(".sample-image")).to_have_css(
        "background-image", re.compile("thumbnails/mnist-5d/0.png")
    )
    other = found.where(kind="other")
    lab.choose(ids.COLLATERAL_KIND, f"wrong → wrong ({len(other.indices)})")
    expect(rows).to_have_count(len(other.indices))
    true, became = int(other.labels[0]), int(other.after[0])
    for id, label, some in (
        (ids.COLLATERAL_TRUE, true, found.labels),
        (ids.COLLATERAL_BECAME, became, found.after),
    ):
        lab.choose(id, f"{label} ({int((some == label).sum()):,})")
    chosen = found.where(true, became, "other").indices
    expect(rows).to_have_count(len(chosen))
    # Filters are looked at, and no part of the link.
    assert "other" not in lab.page.url
    rows.first.locator("td").first.click()
    lab.expect_query(f"sample={chosen[0]}")
    expect(rows.first).to_have_attribute("aria-current", "true")
    expect(lab.page.locator(f"#{ids.PIN_CARD}")).to_contain_text(f"Sample {chosen[0]}: ")
    with lab.page.expect_download() as download:
        lab.page.locator(f"#{ids.COLLATERAL_CSV}").click()
    path = tmp_path / "paid.csv"
    download.value.save_as(path)
    lines = list(csv.DictReader(io.StringIO(path.read_text().lstrip("\ufeff"))))
    assert [int(line["index"]) for line in lines] == found.indices.tolist()


def test_rows_are_pinned_by_keys_and_another_edit_lets_filters_go(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    lab.open_tab("collateral", full=False)
    found = shipped.collateral(SPEC)
    lost = int((found.labels == 5).sum())
    lab.choose(ids.COLLATERAL_TRUE, f"5 ({lost:,})")
    rows = lab.page.locator(ROWS)
    expect(rows).to_have_count(min(lost, MOST_ROWS))
    button = rows.first.get_by_role("button")
    button.focus()
    lab.page.keyboard.press("Enter")
    lab.expect_query(f"sample={found.where(true=5).indices[0]}")
    # Merged itself, class 5 is nobody's who stands by.
    lab.choose(ids.CLASS_B_SELECT, "5")
    other = shipped.collateral(SPEC.with_operation(classes=(3, 5)))
    expect(lab.page.locator(f"#{ids.COLLATERAL_TEXT}")).to_contain_text(
        f"{len(other.indices):,} of"
    )
    expect(lab.page.locator(f"input#{ids.COLLATERAL_TRUE}")).to_have_value("any")
    expect(rows).to_have_count(min(len(other.indices), MOST_ROWS))


def test_an_old_link_to_the_evidence_opens_it(lab: Lab, shipped: Workbench) -> None:
    lab.open(f"{QUERY}&tab=evidence")
    cards = lab.page.locator(f"#{ids.EVIDENCE_CARDS}")
    expect(cards).to_contain_text("Merged, or only relabelled?")
    expect(cards).to_contain_text("More than chance?")
    for test in shipped.examination(SPEC).tests.values():
        expect(cards).to_contain_text(f"{test.gained:,} gained, {test.lost:,} lost")
