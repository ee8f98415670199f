"""Single samples: the right image under every point, rings at twins, pins, marks, colors."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests.browser.driver import Lab
from tests.browser.pointing import PLACE, SEEN, first_hovered, pixels_of
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=300&op=merge:3-6:0.2"


def test_pointing_asks_nobody_and_a_sample_is_pinned_by_a_click_or_its_index(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
    lab.page.wait_for_function(
        "() => performance.getEntriesByType('resource')"
        ".some(one => one.name.includes('thumbnails'))"
    )
    lab.expect_quiet()
    requests: list[str] = []
    lab.page.on("request", lambda one: requests.append(one.url))
    row, index = first_hovered(lab)
    shown = lab.page.evaluate("i => window.modules.samples.held.motion.indices.indexOf(i)", index)
    rings = lab.page.locator(".ring.twin")
    expect(rings).to_have_count(3)
    assert lab.page.locator(f"#{ids.CIRCLE_BEFORE} .ring.twin").count() == 0
    for at, frame in ((0, 0), (1, 2), (3, 3)):
        place = lab.page.evaluate(PLACE, [at, shown])
        ring = lab.page.locator(".scene, .circle").nth(frame).locator(".ring.twin").bounding_box()
        assert ring
        middle = [ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2]
        np.testing.assert_allclose(middle, place, atol=1.5)
    assert requests == []
    lab.page.mouse.move(5, 5)
    expect(rings).to_have_count(0)
    place = lab.page.evaluate(PLACE, [2, row])
    lab.page.mouse.click(*place)
    lab.expect_query(f"sample={index}")
    lab.open_tab("samples")
    pinned = lab.page.locator(f"#{ids.SAMPLES_PINNED}")
    expect(pinned).to_contain_text(f"Sample {index}")
    reads = shipped.reads(View.from_query(QUERY).surgery, np.array([index]))
    expect(pinned.locator("tbody tr")).to_have_count(10)
    for label, row_ in enumerate(pinned.locator("tbody tr").all()):
        for side in (reads.before, reads.after):
            expect(row_).to_contain_text(f"{100 * side[0, label]:.1f} %")
    expect(lab.page.locator(".ring.pinned")).to_have_count(4)
    lab.page.get_by_role("button", name="Let go").click()
    expect(lab.page.locator(".ring.pinned")).to_have_count(0)
    # Nothing is held, so there is nothing to let go of.
    expect(lab.page.get_by_role("button", name="Let go")).to_have_count(0)
    # By its index even a sample that is not drawn is found.
    drawn = set(lab.page.evaluate("() => [...window.modules.samples.held.motion.indices]"))
    index = next(one for one in range(450) if one not in drawn)
    field = lab.page.locator(f"input#{ids.SAMPLES_INDEX}")
    field.fill(str(index))
    field.press("Enter")
    lab.expect_query(f"sample={index}")
    bundle = shipped.bundle("digits-3d")
    expect(pinned).to_contain_text(f"true class {bundle.class_names[bundle.labels_test[index]]}")
    expect(lab.page.locator(".ring.pinned")).to_have_count(4)
    lab.page.wait_for_function("() => document.querySelector('.pinned [data-painted]')")
    shown = lab.page.evaluate(SEEN, f"#{ids.SAMPLES_PINNED}")["pixels"]
    assert bundle.images_test is not None
    np.testing.assert_array_equal(np.array(shown), pixels_of(bundle.images_test[index]))
    field.fill("450")
    field.press("Enter")
    lab.expect_toast("must lie in 0…449")
    expect(pinned).to_contain_text(f"Sample {index}")
    lab.expect_query(f"sample={index}")


def test_a_lasso_marks_the_same_samples_everywhere_and_shows_their_images(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    circle = lab.page.locator(f"#{ids.CIRCLE_BEFORE}")
    circle.scroll_into_view_if_needed()
    lab.page.evaluate("() => window.modules.samples.mark([1, 2, 3])")
    circle.dblclick(position={"x": 20, "y": 20})
    lab.page.wait_for_function("() => window.modules.samples.held.state.marked.size === 0")
    box = circle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reach = min(box["width"], box["height"]) / 2 - 4
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    for dx, dy in ((0, -1), (1, -1), (1, 0), (0, 0)):
        lab.page.mouse.move(x + reach * dx, y + reach * dy, steps=4)
    lab.page.mouse.up()
    strip = lab.page.locator(f"#{ids.SAMPLES_STRIP}")
    expect(strip).to_contain_text("marked")
    marked = set(lab.page.evaluate("() => [...window.modules.samples.held.state.marked]"))
    view = View.from_query(QUERY)
    motion = shipped.motion(view.surgery, view.scene)
    places = motion.circle_at(1.0)[: len(motion.indices)]
    inside = (places[:, 0] > 0.05) & (places[:, 1] > 0.05)
    assert set(motion.indices[inside]) <= marked
    assert strip.locator(".tile-button").count() == min(len(marked), 60)
    expect(strip).to_contain_text(f"{len(marked):,} samples marked")
    for at in range(4):
        count = lab.page.evaluate(
            "at => window.modules.samples.graphOf(window.modules.samples.GRAPHS[at])"
            ".data.find(({name}) => name === 'marked').x.length",
            at,
        )
        assert count == len(marked)
    lab.choose(ids.CLASS_B_SELECT, "7")
    lab.page.wait_for_function("() => window.modules.samples.held.motion.pair[1] === 7")
    assert set(lab.page.evaluate("() => [...window.modules.samples.held.state.marked]")) == marked
    # The same images through another network; then other images altogether.
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    lab.page.wait_for_function(
        "() => window.modules.samples.held.motion.key.includes('digits-16d')"
    )
    expect(strip).to_contain_text(f"{len(marked):,} samples marked")
    lab.choose(ids.MODEL_SELECT, "mnist-16d")
    lab.page.wait_for_function("() => window.modules.samples.held.motion.key.includes('mnist-16d')")
    expect(strip).to_contain_text("read differently after the edit")
    expect(strip).not_to_contain_text("marked")
    assert lab.page.evaluate("() => window.modules.samples.held.state.marked.size") == 0


def test_the_samples_tab_shows_what_the_edit_changed_and_colors_say_what_the_legend_says(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    expect_what_the_edit_changed(lab, shipped)
    view = View(SurgerySpec("digits-3d").with_operation(damping=0.2), 300)
    indices = shipped.motion(view.surgery, view.scene).indices
    reads = shipped.reads(view.surgery, indices)
    labels = dict(
        zip(indices.tolist(), shipped.bundle("digits-3d").labels_test[indices], strict=True)
    )
    before, after = (
        dict(zip(indices.tolist(), side.argmax(axis=1), strict=True))
        for side in (reads.before, reads.after)
    )
    sure = dict(zip(indices.tolist(), reads.after.max(axis=1), strict=True))
    right = sum(after[one] == labels[one] for one in labels)
    differently = sum(before[one] != after[one] for one in labels)
    for name, expected, words in (
        ("Right or wrong", lambda one: after[one] == labels[one], f"→ {right:,}"),
        (
            "Changed",
            lambda one: before[one] != after[one],
            f"changed {differently:,}",
        ),
        ("Confidence", lambda one: sure[one], f"→ {np.mean(list(sure.values())):.3f}"),
    ):
        lab.choose(ids.EMBEDDING_COLOR, name)
        expect(lab.page.locator(f"#{ids.EMBEDDING_LEGEND}")).to_contain_text(words)
        for trace in ("bystanders", "pair"):
            shown = lab.trace(ids.EMBEDDING_AFTER, trace, "customdata")
            values = lab.trace(ids.EMBEDDING_AFTER, trace, "marker")["color"]
            np.testing.assert_allclose(values, [float(expected(one)) for one in shown], atol=1e-4)
    # A filter that keeps nothing says so.
    lab.follow("model=digits-3d&points=300&op=merge:3-6:1.0&shown=changed")
    expect(lab.page.locator(f"#{ids.EMBEDDING_LEGEND}")).to_contain_text(
        "No drawn sample is read differently"
    )


def expect_what_the_edit_changed(lab: Lab, shipped: Workbench) -> None:
    """Check that the samples tab shows at first sight what the edit changed."""
    lab.open_tab("samples", full=False)
    strip = lab.page.locator(f"#{ids.SAMPLES_STRIP}")
    comparison = shipped.compare(View.from_query(QUERY).surgery)
    changed = np.flatnonzero(comparison.before.predictions != comparison.after.predictions)
    expect(strip).to_contain_text(f"{len(changed)} of 450 test samples are read differently")
    tiles = strip.locator(".tile-button")
    expect(tiles).to_have_count(min(24, len(changed)))
    lab.page.wait_for_function("() => document.querySelector('.tiles [data-painted]')")
    # All of them are seen in the small view.
    panel = lab.page.locator(f"#{ids.BELOW_TABS}-panel-samples").bounding_box()
    last = tiles.last.bounding_box()
    assert panel
    assert last
    assert last["y"] + last["height"] <= panel["y"] + panel["height"] + 1
    expect(lab.page.get_by_role("button", name="Let go")).to_have_count(0)
    index = int(tiles.first.get_attribute("data-pin") or -1)
    assert index in changed
    tiles.first.click()
    lab.expect_query(f"sample={index}")
    expect(lab.page.get_by_role("button", name="Let go")).to_be_visible()
