"""Names over the scenes: every class has one, where its centroid is, and none is cut off."""

from __future__ import annotations

from typing import Any

import numpy as np
from playwright.sync_api import Route

from tests.browser.driver import DRAWN, SCENES, Lab
from weight_surgery.components import ids
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-16d&points=60&op=merge:3-6:"
# Pixels between an axis's name and a class's at least.
BETWEEN = 3
# Every name over a scene: its words, its kind, and its box within the scene.
NAMES = """id => {
  const frame = document.querySelector(`#${id}`).closest(".scene");
  const around = frame.getBoundingClientRect();
  return [...frame.querySelectorAll(".twin-label")].map(one => {
    const box = one.getBoundingClientRect();
    return { text: one.textContent, kind: one.classList[1], covered: one.matches(".covered"),
      left: box.left - around.left, right: around.right - box.right,
      top: box.top - around.top, bottom: around.bottom - box.bottom,
      edge: box.right - around.left, head: box.top,
      x: (box.left + box.right) / 2, foot: box.bottom };
  });
}"""
# Where the page finds a class's centroid in a scene, in pixels of the window.
CENTROID = """([id, label]) => {
  const { GRAPHS, held } = window.modules.samples;
  const { centroidsOf, pointOf } = window.modules.places;
  const graph = document.querySelector(`#${id} .js-plotly-plot`);
  const damping = id === GRAPHS[0] ? 1 : held.state.damping;
  const columns = window.modules.motion.sceneAt(centroidsOf(held.motion), damping);
  const { left, top } = graph.getBoundingClientRect();
  const [x, y] = pointOf(graph, "scene", held.motion, columns.map(column => column[label]));
  return [left + x, top + y];
}"""


def names(lab: Lab, id: str) -> list[dict[str, Any]]:
    """Return the names over a scene once they are written."""
    lab.page.wait_for_function(f"id => ({NAMES})(id).length > 5", arg=id)
    return lab.page.evaluate(NAMES, id)


def classes_in(found: list[dict[str, Any]]) -> list[str]:
    """Return every class that is named, alone or with others."""
    texts = [one["text"].replace(" + ", " · ") for one in found if one["kind"] != "axis"]
    return sorted(name for text in texts for name in text.split(" · "))


def expect_above(lab: Lab, id: str, text: str, label: int) -> None:
    """Wait until a name stands above a class's centroid, or at the scene's edge."""
    lab.page.wait_for_function(
        f"""([id, text, label]) => {{
          const name = ({NAMES})(id).find(one => one.text === text);
          const [x, y] = ({CENTROID})([id, label]);
          const aside = name.left < 1 || name.right < 2 || Math.abs(name.x - x) < 3;
          return aside && (name.top < 1 || Math.abs(y - name.foot - 7) < 3);
        }}""",
        arg=[id, text, label],
    )


WITHIN = f"""id => {{
  const found = ({NAMES})(id).filter(one => !one.covered);
  const ends = found.flatMap(one => [one.left, one.right, one.top, one.bottom]);
  return found.length > 5 && Math.min(...ends) > -0.5;
}}"""


def expect_all_named(lab: Lab, scenes: tuple[str, ...]) -> None:
    """Check that every class and axis has a name within its scene, however wide the page is."""
    for width in (1366, 1920, 768):
        lab.page.set_viewport_size({"width": width, "height": 768})
        for id in scenes:
            found = names(lab, id)
            assert classes_in(found) == [str(label) for label in range(10)]
            axes = {one["text"] for one in found if one["kind"] == "axis"}
            assert axes == {"direction", "midpoint", "rest"}
            shown = {one["kind"] for one in found if not one["covered"]}
            assert shown >= {"pair-a", "class"}
            lab.page.wait_for_function(WITHIN, arg=id)


def expect_axes_apart(lab: Lab, id: str) -> None:
    """Check that no axis's name touches a class's."""
    boxes = np.array(
        [
            [one["kind"] == "axis", one["left"], one["right"], one["top"], one["bottom"]]
            for one in names(lab, id)
            if not one["covered"]
        ]
    )
    frame = lab.page.locator(f"#{id}").bounding_box()
    assert frame
    axes, others = boxes[boxes[:, 0] == 1, 1:], boxes[boxes[:, 0] == 0, 1:]
    for left, right, top, bottom in axes:
        apart = (
            (others[:, 0] >= frame["width"] - right + BETWEEN)
            | (others[:, 1] >= frame["width"] - left + BETWEEN)
            | (others[:, 2] >= frame["height"] - bottom + BETWEEN)
            | (others[:, 3] >= frame["height"] - top + BETWEEN)
        )
        assert apart.all()


def test_every_class_and_axis_is_named_within_the_scene_and_a_merged_pair_once(
    lab: Lab, shipped: Workbench
) -> None:
    for query in ("model=mnist-3d&points=60&op=merge:3-7:0.0", f"{QUERY}0.0"):
        lab.open(query)
        for id in SCENES:
            expect_axes_apart(lab, id)
    expect_all_named(lab, SCENES)
    lab.page.set_viewport_size({"width": 1366, "height": 768})
    lab.page.locator("h1").click()
    lab.page.keyboard.press("p")
    lab.expect_query("present=1")
    expect_all_named(lab, SCENES)
    lab.page.keyboard.press("Escape")
    lab.page.wait_for_function("() => !location.search.includes('present')")
    lab.page.set_viewport_size({"width": 1366, "height": 768})
    lab.page.get_by_text("Overlay", exact=True).click()
    lab.expect_query("scenes=overlay")
    expect_all_named(lab, SCENES[1:])
    lab.page.get_by_text("Side by side", exact=True).click()
    lab.page.set_viewport_size({"width": 1366, "height": 768})
    lab.page.wait_for_function("() => !location.search.includes('overlay')")
    expect_one_name_which_follows(lab, shipped)


def expect_one_name_which_follows(lab: Lab, shipped: Workbench) -> None:
    """Check that a merged pair has one name, which follows the camera and the damping."""
    before, after = SCENES
    assert {"3", "6"} <= {one["text"] for one in names(lab, before)}
    assert "3 + 6" in {one["text"] for one in names(lab, after)}
    expect_above(lab, before, "3", 3)
    expect_above(lab, after, "3 + 6", 3)
    start = lab.page.evaluate(CENTROID, [after, 3])
    lab.turn(before)
    lab.page.wait_for_function(
        f"([id, x]) => Math.abs(({CENTROID})([id, 3])[0] - x) > 5", arg=[after, start[0]]
    )
    expect_above(lab, before, "3", 3)
    expect_above(lab, after, "3 + 6", 3)
    view = View.from_query(f"{QUERY}1.0")
    assert shipped.compare(view.surgery).before.cosine < 0.9
    thumb = lab.page.locator(f"#{ids.DAMPING_SLIDER} [role=slider]")
    thumb.focus()
    thumb.press("Home")
    lab.expect_query(":1.0&")
    lab.expect_quiet()
    expect_above(lab, after, "6", 6)


def test_names_are_written_when_samples_and_theme_come_before_anything_can_be_drawn(
    small: Lab,
) -> None:
    small.page.emulate_media(color_scheme="dark")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    small.page.route("**/_dash-layout", hold)
    with small.page.expect_response("**/lab/samples?*"):
        small.visit(f"{QUERY}0.0")
    small.page.wait_for_function("() => window.modules?.store.lab.get().motion")
    small.page.evaluate(
        """() => {
          // Twice, as when a theme and an answer come at once.
          const { lab } = window.modules.store;
          for (const scheme of ["light", "dark"]) lab.dispatch({ type: "themed", scheme });
        }"""
    )
    for route in held:
        route.continue_()
    small.page.wait_for_function(DRAWN, arg=list(SCENES))
    for id in SCENES:
        names(small, id)


def test_of_many_classes_the_pair_is_named_and_no_other_name_lies_over_another(lab: Lab) -> None:
    lab.open("model=lang-50&op=merge:3-6:0.0:absorb")
    lab.expect_tables()
    found = [one for one in names(lab, ids.EMBEDDING_BEFORE) if not one["covered"]]
    assert {"pair-a", "pair-b", "class"} <= {one["kind"] for one in found}
    assert any(" more" in one["text"] for one in found)
    for at, one in enumerate(found):
        for other in found[:at]:
            if {one["kind"], other["kind"]} & {"class"}:
                across = min(one["edge"], other["edge"]) - max(one["left"], other["left"])
                down = min(one["foot"], other["foot"]) - max(one["head"], other["head"])
                assert min(across, down) < 1, (one["text"], other["text"])
