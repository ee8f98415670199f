"""The scenes in every state: overlay, without WebGL, with a lost context, and not too many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserType, expect

from tests.browser.chromium import ARGUMENTS
from tests.browser.driver import SCENES, Lab
from tests.browser.test_morph import drawn
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=200&op=merge:3-6:0.2"
CONTEXTS = """() => [...document.querySelectorAll("canvas")].filter(canvas =>
  canvas.getContext("webgl") || canvas.getContext("webgl2")).length"""
LINES = """id => document.querySelector(`#${id} .js-plotly-plot`)
  .data.find(({name}) => name === "twin lines")"""
SCENE = """id => document.querySelector(`#${id} .js-plotly-plot`)._fullLayout.scene._scene"""


def test_an_overlay_draws_a_line_from_each_sample_to_its_twin_and_a_lost_context_comes_back(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(f"{QUERY}&shown=pair")
    lab.page.get_by_text("Overlay", exact=True).click()
    lab.expect_query("scenes=overlay")
    expect(lab.page.locator(f"#{ids.EMBEDDING_BEFORE}")).to_be_hidden()
    lab.page.wait_for_function(f"id => ({LINES})(id).x.length > 3", arg=ids.EMBEDDING_AFTER)
    index, before = drawn(lab, ids.EMBEDDING_AFTER, ["before"])
    comparison = shipped.compare(View.from_query(QUERY).surgery)
    np.testing.assert_allclose(before, comparison.before.unit_embeddings[index], atol=2e-6)
    lines = np.array(
        lab.page.evaluate(
            f"id => {{ const line = ({LINES})(id);"
            "return ['x', 'y', 'z'].map(name => [...line[name]].map("
            "value => Number.isNaN(value) ? 9 : value)); }",
            ids.EMBEDDING_AFTER,
        )
    ).T
    np.testing.assert_allclose(lines[::3], before, atol=2e-6)
    np.testing.assert_allclose(lines[1::3], comparison.after.unit_embeddings[index], atol=2e-6)
    assert (lines[2::3] == 9).all()
    assert set(comparison.bundle.labels_test[index]) == {3, 6}
    lab.page.get_by_text("Side by side", exact=True).click()
    expect(lab.page.locator(f"#{ids.EMBEDDING_BEFORE}")).to_be_visible()
    lab.page.wait_for_function(f"id => !({LINES})(id).x.length", arg=ids.EMBEDDING_AFTER)
    lab.page.get_by_text("Atlas", exact=True).click()
    expect(lab.page.locator(f"#{ids.ATLAS_STATUS}")).to_contain_text("all measured")
    assert 2 <= lab.page.evaluate(CONTEXTS) <= 5
    lab.page.get_by_text("Pair", exact=True).first.click()
    lab.page.evaluate(
        f"id => ({SCENE})(id).glplot.gl.getExtension('WEBGL_lose_context').loseContext()",
        ids.EMBEDDING_AFTER,
    )
    notice = lab.page.locator(f"#{ids.EMBEDDING_NOTICE}")
    expect(notice).to_contain_text("being drawn again")
    expect(notice).to_be_empty()
    lab.page.wait_for_function(
        f"id => ({SCENE})(id)?.glplot?.gl.isContextLost() === false", arg=ids.EMBEDDING_AFTER
    )
    assert lab.strong_pixels(ids.EMBEDDING_AFTER) > 0.001
    # Chromium itself writes a warning when a context goes.
    lab.faults[:] = [fault for fault in lab.faults if "CONTEXT_LOST" not in fault]


# The shares of a square of a letter's size that a mark covers, and that its width takes.
MARK = """([mark, family]) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [400, 400];
  const pen = canvas.getContext("2d");
  pen.font = `200px ${family}`;
  pen.fillText(mark, 100, 250);
  const { data } = pen.getImageData(0, 0, 400, 400);
  const inked = [...Array(400 * 400).keys()].filter(at => data[4 * at + 3] > 127);
  const columns = inked.map(at => at % 400);
  return [inked.length / 200 ** 2, (Math.max(...columns) - Math.min(...columns) + 1) / 200]; }"""


# What a page has the browser's fonts write on canvases, from its start.
WRITTEN = """() => {
  window.written = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.written.push(text.trim());
    return fillText.call(this, text, ...rest);
  };
}"""


def test_no_mark_of_a_scene_is_a_letter_of_a_font_and_all_are_of_one_size(lab: Lab) -> None:
    lab.page.add_init_script(f"({WRITTEN})()")
    lab.open(f"{QUERY}&scenes=overlay")
    written = set(lab.page.evaluate("window.written"))
    # Axes have letters.
    assert written > {"x", "y", "z"}
    assert not written & set("\u25cf\u25c6\u25cb")
    expect_one_size(lab)


def expect_one_size(lab: Lab) -> None:
    """Check that marks are of one size whatever font a browser finds."""
    for family in ("normal", "monospace", "serif"):
        circle, diamond, ring = (
            lab.page.evaluate(MARK, [mark, family]) for mark in "\u25cf\u25c6\u25cb"
        )
        np.testing.assert_allclose(circle, [np.pi / 4 * 0.45**2, 0.45], rtol=0.03)
        np.testing.assert_allclose(diamond, [0.58**2 / 2, 0.58], rtol=0.03)
        assert ring[1] == pytest.approx(0.45, rel=0.03)
        assert ring[0] < circle[0] / 2
    # Another letter is the font's.
    assert lab.page.evaluate(MARK, ["i", "serif"]) != lab.page.evaluate(MARK, ["i", "monospace"])


@pytest.fixture
def flat_lab(
    browser_type: BrowserType, browser_type_launch_args: dict, address: str
) -> Iterator[Lab]:
    """A page in a Chromium that has no WebGL at all."""
    kept = [one for one in ARGUMENTS if "swiftshader" not in one]
    arguments = {**browser_type_launch_args, "args": [*kept, "--disable-3d-apis"]}
    browser = browser_type.launch(**arguments)
    driver = Lab(browser.new_page(viewport={"width": 1366, "height": 768}), address)
    yield driver
    browser.close()
    assert driver.faults == []


def test_without_webgl_the_scenes_are_flat_and_the_gap_still_closes(
    flat_lab: Lab, shipped: Workbench
) -> None:
    lab = flat_lab
    lab.visit(QUERY.replace("0.2", "0.0"))
    expect(lab.page.locator(f"#{ids.EMBEDDING_NOTICE}")).to_contain_text("no WebGL")
    lab.expect_card("Strict accuracy", " of 450")
    centroids = (
        "id => ['x', 'y'].map(name => "
        "[...document.querySelector(`#${id} .js-plotly-plot`)"
        ".data.find(trace => trace.name === 'centroids')[name]])"
    )
    before, after = (np.array(lab.page.evaluate(centroids, id)).T for id in SCENES)
    assert np.linalg.norm(before[3] - before[6]) > 0.5
    np.testing.assert_allclose(after[3], after[6], atol=1e-5)
    comparison = shipped.compare(View.from_query(QUERY.replace("0.2", "0.0")).surgery)
    index, points = drawn(lab, ids.EMBEDDING_BEFORE)
    direction = comparison.direction
    np.testing.assert_allclose(
        points[:, 0], comparison.before.unit_embeddings[index] @ direction, atol=2e-6
    )
    for id in SCENES:
        assert lab.strong_pixels(id) > 0.001
