"""The verdict is one line, whatever it is, on a laptop's screen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.test_one_screen import resize
from weight_surgery.components import ids
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Verdict, Workbench

CASES = {
    Verdict.NOT_MERGED: "model=mnist-16d&op=merge:3-6:0.3",
    Verdict.READ_AS_ANOTHER: "model=mnist-3d&op=merge:0-1:0.0",
    Verdict.STILL_TOLD_APART: "model=mnist-16d&op=merge:3-6:0.2:stretched",
    Verdict.AT_A_PRICE: "model=mnist-5d&op=merge:3-6:0.0",
    Verdict.MERGES_CLEANLY: "model=mnist-16d&op=merge:3-6:0.0",
}
LINES = """id => {
  const sentence = document.querySelector(`#${id} .verdict-sentence > div`);
  const range = document.createRange();
  range.selectNodeContents(sentence);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 8))).size;
}"""


def test_every_verdict_is_one_line(lab: Lab, shipped: Workbench) -> None:
    lab.open("model=mnist-16d&points=100")
    for verdict, query in CASES.items():
        comparison = shipped.compare(View.from_query(query).surgery)
        assert comparison.verdict is verdict
        lab.follow(f"{query}&points=100")
        words = verdict_words(comparison).sentence
        expect(lab.page.locator(f"#{ids.VERDICT} .verdict-sentence")).to_contain_text(words)
        for width in (1366, 1440, 1920):
            resize(lab, width, 768)
            assert lab.page.evaluate(LINES, ids.VERDICT) == 1, (verdict, width)
