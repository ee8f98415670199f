"""The right image, words and index under every point, after every kind of update."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.driver import Lab
from tests.browser.pointing import CARD, SEEN, first_hovered, hovered, pixels_of
from tests.browser.server import served
from tests.conftest import make_bundle
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.pictures import picture_of
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-3d&points=300&op=merge:3-6:0.2"


def image_of(workbench: Workbench, model: str, index: int) -> np.ndarray:
    """Return a sample's image: the bundle's own, or the tile of its data's picture."""
    bundle = workbench.bundle(model)
    own = bundle.images_test
    if own is not None:
        return own[index]
    picture = np.asarray(Image.open(picture_of(bundle.metadata["dataset"])))
    row, column = divmod(index, 100)
    return picture[28 * row : 28 * (row + 1), 28 * column : 28 * (column + 1)]


def expect_truth(lab: Lab, workbench: Workbench, view: View) -> int:
    """Check that the card's words and image are those of the sample it names; return its index."""
    comparison = workbench.compare(view.surgery)
    bundle = comparison.bundle
    names = bundle.class_names
    seen = lab.page.evaluate(SEEN, CARD)
    index = int(seen["words"][0].removeprefix("sample "))
    before, after = comparison.before.predictions[index], comparison.after.predictions[index]
    assert seen["words"][1:] == [
        f"true {names[bundle.labels_test[index]]}",
        f"read as {names[before]} before, {names[after]} after",
    ]
    image = image_of(workbench, view.surgery.model, index)
    np.testing.assert_array_equal(np.array(seen["pixels"]), pixels_of(image))
    return index


def expect_the_right_images(lab: Lab, workbench: Workbench, count: int) -> None:
    """Hover over `count` random samples and check what the card says of each."""
    view = View.from_query(lab.page.evaluate("() => location.search"))
    # Once all is drawn, the images are this model's.
    lab.page.wait_for_function(
        "model => window.modules.spotlight.labSpotlight.spot.sprite?.folder.includes(model)",
        arg=view.surgery.model,
    )
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
    lab.choose(ids.EMBEDDING_SHOWN, "Changed")
    lab.page.wait_for_function("() => window.modules.samples.held.state.shown === 'changed'")
    expect_the_right_images(lab, shipped, 50)
    lab.choose(ids.EMBEDDING_SHOWN, "All samples")
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    lab.expect_query("model=digits-16d")
    expect_the_right_images(lab, shipped, 50)


def test_images_that_ship_once_are_there_without_raw_files(lab: Lab, shipped: Workbench) -> None:
    lab.open("model=mnist-16d&op=merge:3-6:0.2&points=300")
    lab.expect_tables()
    expect_the_right_images(lab, shipped, 20)
    lab.choose(ids.MODEL_SELECT, "fashion-16d")
    lab.expect_query("model=fashion-16d")
    expect_the_right_images(lab, shipped, 20)
    expect(lab.page.locator(f"#{ids.SAMPLES_IMAGES}")).to_be_empty()


def test_a_model_without_images_says_so_and_gets_none(page: Page, tmp_path: Path) -> None:
    save_bundle(tmp_path / "bare.npz", make_bundle(classes=10))
    with served(program=("app.py", "--models", str(tmp_path))) as address:
        lab = Lab(page, address).open("model=bare&sample=3&tab=samples")
        sentence = lab.page.locator(f"#{ids.SAMPLES_IMAGES}")
        expect(sentence).to_contain_text("No images are shown; all else works without them.")
        expect(sentence).to_contain_text("add images_test")
        expect(lab.page.locator(f"#{ids.SAMPLES_PINNED}")).to_contain_text("Sample 3")
        assert lab.page.evaluate(
            "() => performance.getEntriesByType('resource')"
            ".every(one => !one.name.includes('thumbnails'))"
        )
        lab.choose(ids.MODEL_SELECT, "digits-3d")
        expect(sentence).to_be_empty()
        assert lab.faults == []


def test_a_sample_that_is_a_sentence_shows_it(lab: Lab, shipped: Workbench) -> None:
    texts = shipped.bundle("lang-50").texts_test
    assert texts is not None
    lab.open("model=lang-50&op=merge:43-38:0.2&tab=samples&sample=30")
    pinned = lab.page.locator(f"#{ids.SAMPLES_PINNED} .sentence")
    expect(pinned).to_have_text(texts[30])
    _, index = first_hovered(lab)
    expect(lab.page.locator(f"{CARD} .sentence")).to_have_text(texts[index])
    tile = lab.page.locator(f"#{ids.SAMPLES_STRIP} [data-pin]").first
    expect(tile.locator(".sentence")).to_have_text(texts[int(tile.get_attribute("data-pin") or -1)])
    expect(lab.page.locator(f"#{ids.SAMPLES_IMAGES}")).to_be_empty()
    lab.choose(ids.MODEL_SELECT, "digits-3d")
    lab.page.wait_for_function("() => window.modules.spotlight.labSpotlight.spot.sprite")
    expect(lab.page.locator(".sentence:visible")).to_have_count(0)
