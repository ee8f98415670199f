"""Scenes in the hand: the page scrolls over them, Ctrl and the wheel or two fingers zoom both."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, CDPSession

from tests.browser.driver import SCENES, Lab, middle, on_phone
from weight_surgery.components import ids

QUERY = "model=digits-3d&points=200&op=merge:3-6:0.2"
NEAREST, FARTHEST = 0.35, 6.0
APART = """ids => { const [one, two] = ids.map(id => {
  const { eye } = document.querySelector(`#${id} .js-plotly-plot`)._fullLayout.scene._scene
    .getCamera();
  return [eye.x, eye.y, eye.z]; });
  return Math.max(...one.map((value, axis) => Math.abs(value - two[axis]))); }"""
# Both are in step, and plotly has written down where they are.
AT_REST = f"""ids => ({APART})(ids) < 1e-6 && ids.every(id => {{
  const {{ scene }} = document.querySelector(`#${{id}} .js-plotly-plot`)._fullLayout;
  const [seen, kept] = [scene._scene.getCamera().eye, scene.camera.eye];
  return ["x", "y", "z"].every(axis => Math.abs(seen[axis] - kept[axis]) < 1e-6); }})"""


def eyes(lab: Lab) -> np.ndarray:
    return np.array([[lab.camera(id)[axis] for axis in "xyz"] for id in SCENES])


def distance(lab: Lab) -> float:
    """Return how far both cameras are, which are in step."""
    one, two = np.linalg.norm(eyes(lab), axis=1)
    assert one == pytest.approx(two, abs=1e-6)
    return float(one)


def rest(lab: Lab) -> None:
    """Wait until the scenes have moved and come to rest."""
    lab.page.wait_for_timeout(600)
    lab.page.wait_for_function(AT_REST, arg=list(SCENES))


def lengthen(lab: Lab) -> Lab:
    """Make the page longer than any window, so that there is something to scroll."""
    lab.page.evaluate("() => { document.body.style.minHeight = '3000px'; }")
    return lab


def wheel(lab: Lab, *steps: float) -> None:
    """Turn the wheel, and wait until the scenes have come to rest."""
    for step in steps:
        lab.page.mouse.wheel(0, step)
        lab.page.wait_for_timeout(40)
        # In step all the while, not only at rest.
        lab.page.wait_for_function(f"ids => ({APART})(ids) < 1e-6", arg=list(SCENES))
    rest(lab)


def test_the_wheel_scrolls_the_page_over_a_scene_and_zooms_both_with_ctrl(lab: Lab) -> None:
    lengthen(lab.open(QUERY))
    scene = lab.page.locator(f"#{ids.EMBEDDING_AFTER}")
    scene.scroll_into_view_if_needed()
    scene.hover()
    start = eyes(lab)
    top = lab.page.evaluate("() => window.scrollY")
    lab.page.mouse.wheel(0, 120)
    lab.page.wait_for_function("top => window.scrollY > top + 60", arg=top)
    np.testing.assert_allclose(eyes(lab), start, atol=1e-6)
    scene.hover()
    top = lab.page.evaluate("() => window.scrollY")
    lab.page.keyboard.down("Control")
    wheel(lab, -100)
    near = distance(lab)
    assert near < np.linalg.norm(start[0]) * 0.95
    np.testing.assert_allclose(eyes(lab)[0] / near, start[0] / np.linalg.norm(start[0]), atol=1e-4)
    wheel(lab, *[-400] * 6)
    assert distance(lab) == pytest.approx(NEAREST, abs=1e-4)
    wheel(lab, *[400] * 12)
    assert distance(lab) == pytest.approx(FARTHEST, abs=1e-3)
    lab.page.keyboard.up("Control")
    assert lab.page.evaluate("() => window.scrollY") == top
    # What a drag leaves is where the wheel had brought it.
    lab.turn(ids.EMBEDDING_AFTER)
    rest(lab)
    assert distance(lab) == pytest.approx(FARTHEST, rel=0.01)
    lab.page.get_by_role("button", name="Reset view").click()
    rest(lab)
    np.testing.assert_allclose(eyes(lab), start, atol=1e-4)


def test_a_reset_that_comes_while_the_scenes_settle_is_not_lost(lab: Lab) -> None:
    lab.open(QUERY)
    start = eyes(lab)
    lab.page.evaluate(
        "([scene, reset]) => document.querySelector(`#${scene} .js-plotly-plot`)"
        ".once('plotly_relayout', () => { document.getElementById(reset).click();"
        " window.wasReset = true; })",
        [SCENES[0], ids.EMBEDDING_RESET],
    )
    lab.page.locator(f"#{ids.ZOOM_IN}").click()
    lab.page.wait_for_function("() => window.wasReset")
    rest(lab)
    np.testing.assert_allclose(eyes(lab), start, atol=1e-4)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Lab]:
    """A page on a phone, with fingers."""
    with on_phone(browser, address) as driver:
        yield driver


def touch(fingers: CDPSession, kind: str, *places: tuple[float, float]) -> None:
    points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
    fingers.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})


def test_a_finger_scrolls_the_page_or_turns_both_scenes_and_two_zoom(phone: Lab) -> None:
    lab = lengthen(phone.open(QUERY))
    scene = lab.page.locator(f"#{ids.EMBEDDING_AFTER}")
    scene.scroll_into_view_if_needed()
    fingers = lab.page.context.new_cdp_session(lab.page)

    start = eyes(lab)
    top = lab.page.evaluate("() => window.scrollY")
    x, y = middle(scene)
    touch(fingers, "Start", (x, y + 70))
    for step in range(1, 11):
        touch(fingers, "Move", (x, y + 70 - 15 * step))
        lab.page.wait_for_timeout(30)
    touch(fingers, "End")
    lab.page.wait_for_function("top => window.scrollY > top + 80", arg=top)
    np.testing.assert_allclose(eyes(lab), start, atol=1e-6)
    scene.scroll_into_view_if_needed()
    x, y = middle(scene)
    touch(fingers, "Start", (x - 60, y))
    for step in range(1, 9):
        touch(fingers, "Move", (x - 60 + 15 * step, y))
        lab.page.wait_for_timeout(30)
    touch(fingers, "End")
    rest(lab)
    turned = eyes(lab)
    np.testing.assert_allclose(turned[0], turned[1], atol=1e-6)
    assert np.linalg.norm(turned[0] - start[0]) > 0.3
    # As with a mouse, what is in front goes with the finger: the eye goes the other way.
    assert np.cross(start[0], turned[0])[2] < 0
    assert distance(lab) == pytest.approx(np.linalg.norm(start[0]), abs=1e-3)
    touch(fingers, "Start", (x - 40, y), (x + 40, y))
    for step in range(1, 6):
        touch(fingers, "Move", (x - 40 - 8 * step, y), (x + 40 + 8 * step, y))
        lab.page.wait_for_timeout(30)
    touch(fingers, "End")
    rest(lab)
    assert distance(lab) == pytest.approx(np.linalg.norm(start[0]) / 2, rel=0.05)
