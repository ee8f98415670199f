"""The damping in the hand: samples follow exactly, the server is asked once, late answers lose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from playwright.sync_api import Request, expect

from tests.browser.dimmed import expect_dimmed
from tests.browser.driver import RESTED, Lab, is_question
from weight_surgery.components import ids
from weight_surgery.components.text import strength_text
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

QUERY = "model=digits-16d&points=300&op=merge:3-6:0.5"
POINTS = """([id, names]) => {
  const { data } = document.querySelector(`#${id} .js-plotly-plot`);
  return names.map(name => data.find(trace => trace.name === name)).map(trace => ({
    index: [...trace.customdata],
    columns: ["x", "y", "z"].filter(name => trace[name]).map(name => [...trace[name]]) }));
}"""
SAMPLES = ("bystanders", "pair")


def damping_of(strength: float) -> float:
    """Return the damping at a place of the slider, which shows the strength of the edit."""
    return round(1 - strength, 3)


THUMB = f"#{ids.DAMPING_SLIDER} [role=slider]"


def drawn(lab: Lab, id: str, traces: Sequence[str] = SAMPLES) -> tuple[np.ndarray, np.ndarray]:
    """Return the test indices (n,) and coordinates (n, k) that a graph shows."""
    parts = lab.page.evaluate(POINTS, [id, list(traces)])
    index = np.concatenate([part["index"] for part in parts]).astype(int)
    points = np.concatenate([np.array(part["columns"], dtype=float).T for part in parts])
    return index, points


def grasp(lab: Lab) -> Callable[[float], float]:
    """Take the slider's thumb; return how to pull it to a share of its way, giving the damping."""
    thumb = lab.page.locator(THUMB)
    box, track = thumb.bounding_box(), lab.page.locator(f"#{ids.DAMPING_SLIDER}").bounding_box()
    assert box
    assert track
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()

    def pull(share: float) -> float:
        lab.page.mouse.move(track["x"] + track["width"] * share, box["y"] + 6, steps=3)
        # The slider takes a move when it next paints.
        lab.page.evaluate(RESTED)
        damping = damping_of(float(thumb.get_attribute("aria-valuenow") or "nan"))
        lab.page.wait_for_function(
            "damping => window.modules.samples.held.state.damping === damping", arg=damping
        )
        return damping

    return pull


def expect_exact(lab: Lab, workbench: Workbench, view: View, damping: float) -> None:
    spec = view.surgery.with_operation(damping=damping)
    comparison, motion = workbench.compare(spec), workbench.motion(view.surgery, view.scene)
    index, points = drawn(lab, ids.EMBEDDING_AFTER)
    seen = comparison.after.unit_embeddings[index] @ motion.scene.rows.T
    np.testing.assert_allclose(points, seen, atol=2e-6)
    index, points = drawn(lab, ids.CIRCLE_AFTER)
    flat = comparison.after.unit_embeddings[index] @ motion.circle.rows.T
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    np.testing.assert_allclose(points, flat, atol=1e-5)


def expect_clicks_on_the_track_to_set_it(lab: Lab) -> None:
    """Click on the slider's track, where the thumb is not; each time the edit must follow."""
    thumb, track = lab.page.locator(THUMB), lab.page.locator(f"#{ids.DAMPING_SLIDER}")
    for share in (0.8, 0.5, 0.7):
        box = track.bounding_box()
        assert box
        # As long as a finger takes.
        at = {"x": box["width"] * share, "y": box["height"] / 2}
        track.click(position=at, delay=150)
        lab.page.wait_for_function(
            "([thumb, share]) => Math.abs(thumb.getAttribute('aria-valuenow') - share) < 0.05",
            arg=[thumb.element_handle(), share],
        )
        value = float(thumb.get_attribute("aria-valuenow") or "nan")
        lab.expect_query(f":{damping_of(value)!r}&")


@pytest.fixture
def asked(lab: Lab) -> Iterator[list[Request]]:
    """Collect what the page asks the server to compute."""
    requests: list[Request] = []
    lab.page.on("request", lambda one: is_question(one.url) and requests.append(one))
    return requests


def test_while_dragged_samples_follow_exactly_and_nobody_is_asked(
    lab: Lab, shipped: Workbench, asked: list[Request]
) -> None:
    lab.open(QUERY)
    # The ranking is asked for after the pair itself.
    expect(lab.page.locator(f"#{ids.RANK}")).to_contain_text("Rank")
    expect_a_drag_to_follow(lab, shipped, asked)
    lab.open_options()
    lab.page.locator(f"#{ids.BIAS_SWITCH}").click(force=True)
    lab.expect_query("bias=0")
    expect_a_drag_to_follow(lab, shipped, asked)


def expect_a_drag_to_follow(lab: Lab, shipped: Workbench, asked: list[Request]) -> None:
    lab.expect_quiet()
    view = View.from_query(lab.page.url.split("?", 1)[1])
    before = drawn(lab, ids.EMBEDDING_BEFORE)[1]
    verdict = lab.page.locator(f"#{ids.VERDICT}").inner_text()
    asked.clear()
    pull = grasp(lab)
    for share in (0.9, 0.6, 0.97):
        expect_exact(lab, shipped, view, pull(share))
    expect_dimmed(lab, 0.35)
    expect_exact(lab, shipped, view, damping := pull(0.8))
    assert asked == []
    assert lab.page.locator(f"#{ids.VERDICT}").inner_text() == verdict
    expect(lab.page.locator(f"#{ids.EMBEDDING_LIVE}")).to_have_text(
        f"at {strength_text(damping)} strength"
    )
    lab.page.mouse.up()
    lab.expect_query(f"op=merge:3-6:{damping!r}")
    after = shipped.compare(view.surgery.with_operation(damping=damping)).after.strict_accuracy
    lab.expect_card("Strict accuracy", f"→ {after.successes:,} of {after.total:,}")
    lab.expect_quiet()
    # The answer in words, the samples' readings, and the open tab; each once.
    assert len(asked) <= 3
    targets = [one.url.split("?")[0] + str(one.post_data)[:60] for one in asked]
    assert len(targets) == len(set(targets))
    expect_exact(lab, shipped, view, damping)
    live = lab.page.locator(f"#{ids.EMBEDDING_LIVE}")
    expect(live).to_be_empty()
    expect_dimmed(lab, 1)
    # Who brings it back to where it was has changed nothing.
    asked.clear()
    pull = grasp(lab)
    pull(0.9)
    assert pull(0.8) == damping
    expect(live).not_to_be_empty()
    lab.page.mouse.up()
    expect(live).to_be_empty()
    expect_dimmed(lab, 1)
    assert asked == []
    np.testing.assert_array_equal(drawn(lab, ids.EMBEDDING_BEFORE)[1], before)


def test_an_answer_that_comes_late_does_not_pull_samples_back_but_a_play_ends_at_it(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY)
    thumb = lab.page.locator(THUMB)
    thumb.focus()
    thumb.press("Home")
    lab.page.wait_for_function("() => window.modules.samples.held.state.damping === 1")
    pull = grasp(lab)
    damping = pull(0.8)
    lab.expect_card("Strict accuracy", " of 450")
    lab.expect_quiet()
    view = View.from_query(QUERY)
    expect_exact(lab, shipped, view, damping)
    lab.page.mouse.up()
    lab.expect_query(f"op=merge:3-6:{damping!r}")
    expect_exact(lab, shipped, view, damping)
    # An edit that is asked for while one is played is where it ends.
    lab.page.get_by_role("button", name="Play the edit").click()
    lab.page.wait_for_function("() => window.modules.store.lab.get().hand !== null")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    field.fill("0.01")
    field.press("Enter")
    lab.expect_query("op=merge:3-6:0.01")
    lab.page.wait_for_function(
        "() => window.modules.store.lab.get().hand === null"
        " && window.modules.samples.held.state.reads.damping === 0.01"
        " && window.modules.samples.held.state.damping === 0.01"
    )
    expect(lab.page.locator(f"#{ids.EMBEDDING_LIVE}")).to_be_empty()
    expect_exact(lab, shipped, View.from_query(QUERY.replace("0.5", "0.01")), 0.01)


def test_the_seeds_plane_is_held_while_dragged_and_fitted_again_when_let_go(
    lab: Lab, shipped: Workbench
) -> None:
    view = View(SurgerySpec("digits-3d").with_operation(damping=0.5), 300, plane="seed")
    lab.open(view.to_query())
    expect_clicks_on_the_track_to_set_it(lab)
    lab.page.locator(f"input#{ids.DAMPING_INPUT}").fill("0.5")
    lab.page.keyboard.press("Enter")
    lab.expect_query(":0.5&")
    lab.expect_quiet()
    held = shipped.motion(view.surgery, view.scene)
    pull = grasp(lab)
    damping = pull(0.9)
    index, points = drawn(lab, ids.CIRCLE_AFTER)
    shown = held.circle_at(damping)[np.searchsorted(held.indices, index)]
    np.testing.assert_allclose(points, shown, atol=1e-5)
    lab.page.mouse.up()
    lab.expect_query(f":{damping!r}")
    lab.expect_quiet()
    fitted = shipped.motion(view.surgery.with_operation(damping=damping), view.scene)
    lab.page.wait_for_function(
        f"() => window.modules.samples.held.motion.key.includes('{damping!r}')"
    )
    index, points = drawn(lab, ids.CIRCLE_AFTER)
    shown = fitted.circle_at(damping)[np.searchsorted(fitted.indices, index)]
    np.testing.assert_allclose(points, shown, atol=1e-5)


def test_the_edit_is_played_from_the_untouched_network_or_shown_in_four_stills(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open(QUERY.replace("0.5", "0.0"))
    lab.page.evaluate(
        "() => { window.seen = []; window.modules.samples.held.listeners.push("
        "state => window.seen.push(state.damping)); }"
    )
    lab.page.get_by_role("button", name="Play the edit").click()
    lab.page.wait_for_function("() => window.seen.length > 3 && window.seen.at(-1) === 0")
    seen = lab.page.evaluate("() => window.seen")
    assert max(seen) > 0.5
    assert seen == sorted(seen, reverse=True)
    expect(lab.page.locator(f"#{ids.EMBEDDING_LIVE}")).to_be_empty()
    expect_exact(lab, shipped, View.from_query(QUERY), 0.0)
    # Who wants little motion sees four stills.
    lab.page.emulate_media(reduced_motion="reduce")
    lab.page.evaluate("() => { window.seen.length = 0; }")
    lab.page.get_by_role("button", name="Play the edit").click()
    lab.page.wait_for_function("() => window.seen.at(-1) === 0")
    assert len(set(lab.page.evaluate("() => window.seen"))) == 4
