"""What a person does on the page, once in Firefox, from opening it to the story."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from marionette_driver import By, Keys

from tests.browser.driver import FILLED, SCENES, THEMED
from tests.browser.server import served
from tests.browser.test_atlas import CELLS, cell_place
from tests.browser.test_journeys import FIRST, strict
from tests.browser.test_scenes import MARK
from tests.firefox.driver import Firefox, firefox
from weight_surgery.components import ids
from weight_surgery.components.theme import TEXT
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import STORY_STEPS
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

pytestmark = pytest.mark.firefox

# Names over a scene have colors too, but fewer than this.
DRAWN_AT_ALL = 0.01
CAMERA = "id => document.querySelector(`#${id} .js-plotly-plot`)._fullLayout.scene._scene"
CAMERA += ".getCamera().eye"
# The camera of one scene, once those of both are in one place, away from where they were.
TURNED = f"""([ids, start]) => {{
  const [one, two] = ids.map({CAMERA});
  const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return apart(one, two) < 1e-6 && apart(one, start) > 0.1 && one;
}}"""
TOASTS = "() => document.querySelectorAll('.mantine-Notification-root').length"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as base:
        yield base


@pytest.fixture
def lab(address: str) -> Iterator[Firefox]:
    """Return a Firefox; at the end nothing may have gone wrong unnoticed."""
    with firefox(address) as driver:
        yield driver
        assert driver.faults() == []


def test_a_person_sees_an_edit_changes_it_and_finds_another_in_the_atlas(
    lab: Firefox, shipped: Workbench
) -> None:
    lab.open()
    expect_pair(lab, shipped, FIRST.surgery)
    expect_drawn(lab)
    expect_marks(lab)
    turn(lab)
    lab.choose(ids.CLASS_B_SELECT, "7")
    spec = FIRST.surgery.with_operation(classes=(3, 7))
    expect_pair(lab, shipped, spec)
    strengthen(lab, shipped, spec)
    type_damping(lab, shipped, spec)
    for name in FILLED:
        lab.open_tab(name)
    find_in_atlas(lab, shipped)
    darken(lab)
    read_story(lab)


def expect_pair(lab: Firefox, workbench: Workbench, spec: SurgerySpec) -> None:
    """Wait until address, verdict and figures are those of a spec."""
    lab.expect_query(f"op={spec.operation.to_text()}")
    lab.expect_text(f"#{ids.VERDICT}", verdict_words(workbench.compare(spec)).sentence)
    lab.expect_text(f"#{ids.HEADLINE} .card", strict(workbench, spec))


def expect_scenes(lab: Firefox) -> None:
    """Check that neither scene is blank."""
    for id in SCENES:
        assert lab.strong_pixels(id) > DRAWN_AT_ALL, id


def expect_drawn(lab: Firefox) -> None:
    """Check that neither scenes nor circles nor bars are blank, and that nobody complains."""
    lab.wait("selector => document.querySelector(selector)", FILLED["classes"])
    expect_scenes(lab)
    for id in (ids.CIRCLE_BEFORE, ids.CIRCLE_AFTER, ids.RECALL_GRAPH):
        assert lab.strong_pixels(id) > 0.001, id
    assert lab.run(TOASTS) == 0


def expect_marks(lab: Firefox) -> None:
    """Check that circles and diamonds are of one size, not those of this browser's letters."""
    circle, diamond = (lab.run(MARK, [f"{mark}\n", "normal"]) for mark in "\u25cf\u25c6")
    np.testing.assert_allclose(circle, [np.pi / 4 * 0.45**2, 0.45], rtol=0.03)
    np.testing.assert_allclose(diamond, [0.58**2 / 2, 0.58], rtol=0.03)


def turn(lab: Firefox) -> None:
    """Drag one scene; the other's camera goes along, and both are drawn afterwards."""
    start = lab.run(CAMERA, ids.EMBEDDING_AFTER)
    lab.drag(ids.EMBEDDING_BEFORE, [(30, 10), (60, 20), (120, 30)])
    lab.wait(TURNED, [list(SCENES), start])
    expect_scenes(lab)


def strengthen(lab: Firefox, workbench: Workbench, spec: SurgerySpec) -> None:
    """Move the edit strength by its keys; field, verdict, figures and address follow."""
    thumb = lab.find(f"#{ids.DAMPING_SLIDER} [role=slider]")
    field = lab.find(f"input#{ids.DAMPING_INPUT}")
    for key, damping, shown in ((Keys.HOME, 1.0, "1"), (Keys.END, 0.0, "0")):
        thumb.send_keys(key)
        expect_pair(lab, workbench, spec.with_operation(damping=damping))
        assert field.get_property("value") == shown


def type_damping(lab: Firefox, workbench: Workbench, spec: SurgerySpec) -> None:
    """Empty the damping, which is not answered, and type another."""
    field = lab.find(f"input#{ids.DAMPING_INPUT}")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(Keys.BACK_SPACE)
    assert field.get_property("value") == ""
    field.send_keys("0.25", Keys.ENTER)
    expect_pair(lab, workbench, spec.with_operation(damping=0.25))
    assert lab.run(TOASTS) == 0


def find_in_atlas(lab: Firefox, workbench: Workbench) -> None:
    """Open a pair by its cell of the atlas, and go back there and away again."""
    lab.click(f"#{ids.VIEW_TABS} label", "Atlas")
    lab.expect_text(f"#{ids.ATLAS_STATUS}", "45 pairs at 21 strengths, all measured.")
    assert lab.strong_pixels(ids.ATLAS_MAP) > DRAWN_AT_ALL
    area = lab.run(f"id => ({CELLS})(document.getElementById(id))", ids.ATLAS_MAP)
    lab.press_in(ids.ATLAS_MAP, *cell_place(area, 2, 7))
    lab.find(f"#{ids.EMBEDDING_AFTER}")
    found = FIRST.surgery.with_operation(classes=(2, 7), damping=0.25)
    expect_pair(lab, workbench, found)
    lab.marionette.go_back()
    lab.expect_query("view=atlas")
    lab.find(f"#{ids.ATLAS_MAP}")
    lab.marionette.go_back()
    lab.find(f"#{ids.EMBEDDING_AFTER}")
    expect_pair(lab, workbench, found.with_operation(classes=(3, 7)))


def darken(lab: Firefox) -> None:
    """Change the theme; every figure changes with it, and the scenes are still drawn."""
    lab.click(f"#{ids.SCHEME_TOGGLE}")
    lab.wait(f"([scheme, ink]) => ({THEMED})([scheme, ink])", ["dark", TEXT["dark"]])
    expect_scenes(lab)


def read_story(lab: Firefox) -> None:
    """Open the story, go one step on and leave it."""
    lab.click(f"#{ids.STORY_BUTTON}")
    for step, then in ((1, ids.STORY_NEXT), (2, ids.STORY_LEAVE)):
        lab.expect_text(f"#{ids.STORY_PLACE}", f"{step} of {STORY_STEPS}")
        lab.expect_query(f"story={step}")
        lab.wait("id => !document.getElementById(id).disabled", then)
        lab.click(f"#{then}")
    lab.wait("() => !location.search.includes('story')")
    assert not lab.marionette.find_element(By.ID, ids.STORY_BAR).is_displayed()


def test_without_webgl_the_scenes_are_flat(address: str, shipped: Workbench) -> None:
    with firefox(address, **{"webgl.disabled": True}) as lab:
        lab.marionette.navigate(address)
        lab.expect_text(f"#{ids.EMBEDDING_NOTICE}", "no WebGL")
        expect_pair(lab, shipped, FIRST.surgery)
        expect_scenes(lab)
        assert lab.faults() == []
