"""The right image, words and index under every point, after every kind of update."""

from __future__ import annotations

import numpy as np

from tests.browser.driver import Lab
from tests.browser.pointing import CARD, SEEN, hovered
from weight_surgery.components import ids
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=300&op=merge:3-6:0.2"


def expect_truth(lab: Lab, workbench: Workbench, view: ViewSpec) -> int:
    """Check that the card's words and image are those of the sample it names; return its index."""
    comparison = workbench.compare(view.surgery)
    bundle: Bundle = comparison.bundle
    names = bundle.class_names
    seen = lab.page.evaluate(SEEN, CARD)
    index = int(seen["words"][0].removeprefix("sample "))
    before, after = comparison.before.predictions[index], comparison.after.predictions[index]
    assert seen["words"][1:] == [
        f"true {names[bundle.labels_test[index]]}",
        f"read as {names[before]} before, {names[after]} after",
    ]
    assert bundle.images_test is not None
    np.testing.assert_array_equal(np.array(seen["pixels"]), bundle.images_test[index].ravel())
    return index


def expect_the_right_images(lab: Lab, workbench: Workbench, count: int) -> None:
    """Hover over `count` random samples and check what the card says of each."""
    lab.page.wait_for_function("() => window.modules.spotlight.labSpotlight.spot.sprite")
    view = ViewSpec.from_query(lab.page.evaluate("() => location.search"))
    total = lab.page.evaluate("() => window.modules.samples.held.motion.indices.length")
    rows = lab.page.evaluate(
        "() => Object.values("
        "window.modules.figures.groupsOf(window.modules.samples.held.state)).flat()"
    )
    draw = np.random.default_rng(total + len(rows))
    seen = 0
    scenes: list[bool] = []
    for attempt in range(4 * count):
        # First the scenes, where points hide each other, then the circles, which are quicker.
        in_scene = attempt < count // 5
        at = attempt % 2 if in_scene else 2 + attempt % 2
        if attempt in (0, count // 5):
            lab.page.locator(".scene" if in_scene else ".circle").first.scroll_into_view_if_needed()
        row = int(draw.choice(rows))
        found = hovered(lab, at, row)
        if at < 2:
            scenes.append(found)
        if not found:
            continue
        index = expect_truth(lab, workbench, view)
        there = lab.page.evaluate(
            "index => window.modules.samples.held.motion.indices.indexOf(index)", index
        )
        assert there in rows
        seen += 1
        if seen == count:
            # Behind the glass ball as well as in front of it.
            assert np.mean(scenes) >= 0.5
            return
    raise AssertionError(f"only {seen} of {count} samples could be pointed at")


def test_the_right_image_is_under_fifty_points_after_every_kind_of_update(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    lab.expect_tables()
    expect_the_right_images(lab, shipped, 50)
    lab.choose(ids.CLASS_A_SELECT, "8")
    lab.expect_query("op=merge:8-6")
    lab.page.wait_for_function("() => window.modules.samples.held.motion.pair[0] === 8")
    expect_the_right_images(lab, shipped, 50)
    lab.open_options()
    points = lab.page.locator(f"input#{ids.POINTS_INPUT}")
    points.fill("120")
    points.press("Enter")
    lab.page.wait_for_function("() => window.modules.samples.held.motion.indices.length === 120")
    expect_the_right_images(lab, shipped, 50)
    lab.choose(ids.EMBEDDING_SHOWN, "Read differently")
    lab.page.wait_for_function("() => window.modules.samples.held.state.shown === 'changed'")
    expect_the_right_images(lab, shipped, 50)
    lab.choose(ids.EMBEDDING_SHOWN, "All samples")
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    lab.page.wait_for_function(
        "() => window.modules.samples.held.motion.key.includes('digits-16d')"
    )
    expect_the_right_images(lab, shipped, 50)
