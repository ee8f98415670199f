"""What people do on the page, from opening it to taking a network home."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests.browser.driver import SCENES, Lab, middle
from weight_surgery.components import ids
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

DIGITS = SurgerySpec("digits-3d")
# What the page opens on.
FIRST = View(SurgerySpec("mnist-16d"))


def strict(workbench: Workbench, spec: SurgerySpec) -> str:
    """Return what the strict card has to say of a spec."""
    comparison = workbench.compare(spec)
    before, after = comparison.before.strict_accuracy, comparison.after.strict_accuracy
    return f"{before.successes:,} → {after.successes:,} of {after.total:,}"


def test_opening_the_page_shows_the_default_at_once_to_which_presets_return(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open("")
    lab.expect_card("Strict accuracy", strict(shipped, FIRST.surgery))
    lab.expect_tables()
    # Buttons that come later than the scenes press nothing by coming.
    lab.expect_quiet()
    lab.expect_query(FIRST.to_query())
    expect(lab.page.locator(".mantine-Notification-root")).to_have_count(0)
    for id in (*SCENES, ids.CIRCLE_BEFORE, ids.CIRCLE_AFTER, ids.RECALL_GRAPH):
        assert lab.strong_pixels(id) > 0.001, id
    lab.open_tab("confusion")
    for id in (ids.CONFUSION_BEFORE, ids.CONFUSION_AFTER, ids.CONFUSION_DIFFERENCE):
        lab.page.locator(f"#{id}").scroll_into_view_if_needed()
        assert lab.strong_pixels(id) > 0.01, id
    expect(lab.page.locator(f"#{ids.BYSTANDER_TABLE} tbody tr")).to_have_count(8)
    expect(lab.page.locator(f"#{ids.VERDICT}")).to_contain_text("Merges cleanly")
    expect_bias_trimming_fit_and_presets(lab, shipped)


def test_damping_goes_to_both_ends_takes_an_exact_value_and_refuses_words(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open()
    thumb = lab.page.locator(f"#{ids.DAMPING_SLIDER} [role=slider]")
    field = lab.page.locator(f"input#{ids.DAMPING_INPUT}")
    thumb.focus()
    thumb.press("Home")
    lab.expect_query("op=merge:3-6:1.0")
    expect(field).to_have_value("1")
    lab.expect_card("Strict accuracy", strict(shipped, DIGITS.with_operation(damping=1.0)))
    thumb.press("End")
    lab.expect_query("op=merge:3-6:0.0")
    expect(field).to_have_value("0")
    lab.expect_card("Strict accuracy", strict(shipped, DIGITS.with_operation(damping=0.0)))
    field.fill("0.25")
    field.press("Enter")
    lab.expect_query("op=merge:3-6:0.25")
    expect(thumb).to_have_attribute("aria-valuenow", "0.75")
    lab.expect_card("Strict accuracy", strict(shipped, DIGITS.with_operation(damping=0.25)))
    before = lab.card("Strict accuracy")
    field.fill("much")
    field.press("Enter")
    lab.expect_toast("damping must be a number from 0 to 1")
    assert lab.card("Strict accuracy") == before
    lab.expect_query("op=merge:3-6:0.25")
    expect(field).to_have_value("much")
    # What is refused in one control is set back when another one is used, which counts.
    lab.open_options()
    switch = lab.page.locator(f"#{ids.BIAS_SWITCH}")
    switch.click(force=True)
    lab.expect_query("op=merge:3-6:0.25&bias=0")
    expect(field).to_have_value("0.25")
    expect(switch).not_to_be_checked()


def test_switching_the_model_and_the_plane_brings_their_axes_and_figures(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open()
    expect_the_planes_and_the_methods_numbers(lab, shipped)
    axes = lab.page.locator(f"#{ids.EMBEDDING_AXES} input").first
    expect(axes).to_be_disabled()
    lab.choose(ids.MODEL_SELECT, "digits-16d")
    spec = SurgerySpec("digits-16d")
    lab.expect_card("Strict accuracy", strict(shipped, spec))
    expect(axes).to_be_enabled()
    lab.page.get_by_text("PCA", exact=True).click()
    lab.expect_query("axes=pca")
    expect(lab.page.locator(f"#{ids.EMBEDDING_CAPTION}")).to_contain_text("component 1")


def expect_bias_trimming_fit_and_presets(lab: Lab, shipped: Workbench) -> None:
    """Leave the default for the notebook's edit, change a choice, and come back."""
    lab.page.get_by_role("button", name="As in the notebook").click()
    lab.expect_query("model=mnist-3d&op=merge:3-6:1e-05&bias=0&trim=1&fit=test")
    spec = SurgerySpec(edit_bias=False, trim_outliers=True, fit_split="test")
    lab.expect_card("Strict accuracy", strict(shipped, spec))
    kept = shipped.compare(spec).kept_counts
    expect(lab.page.locator(f"#{ids.VERDICT}")).to_contain_text(f"Trimming kept {kept[0]:,} of")
    lab.open_options()
    lab.page.locator(f"#{ids.TRIM_SWITCH}").click(force=True)
    lab.expect_query("bias=0&trim=0&fit=test")
    lab.page.get_by_role("button", name="Default", exact=True).click()
    lab.expect_query(FIRST.to_query())
    lab.expect_card("Strict accuracy", strict(shipped, FIRST.surgery))


def test_a_link_opens_the_same_view(lab: Lab, shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d", edit_bias=False, fit_split="test")
    view = View(spec.with_operation(classes=(8, 1), damping=0.031), 200, "pca", "seed")
    lab.open(view.to_query())
    lab.expect_query(view.to_query())
    lab.expect_card("Strict accuracy", strict(shipped, view.surgery))
    expect(lab.page.locator(f"input#{ids.MODEL_SELECT}")).to_have_value("digits-16d")
    expect(lab.page.locator(f"input#{ids.CLASS_A_SELECT}")).to_have_value("8")
    expect(lab.page.locator(f"input#{ids.DAMPING_INPUT}")).to_have_value("0.031")
    expect(lab.page.locator(f"#{ids.BIAS_SWITCH}")).not_to_be_checked()
    figures = (headline := lab.page.locator(f"#{ids.HEADLINE}")).inner_text()
    link = lab.page.url
    lab.page.goto("about:blank")
    lab.open(link.split("?", 1)[1])
    expect(headline).to_have_text(figures, use_inner_text=True)


def test_a_bad_link_says_so_and_shows_the_default(lab: Lab) -> None:
    # A toast goes by itself, so it is looked for before the scenes are waited for.
    lab.visit("model=gone")
    lab.expect_toast("there is no model 'gone'")
    lab.expect_query(FIRST.to_query())
    lab.expect_card("Strict accuracy", " of 10,000")
    for query, words in (
        ("op=merge:3-3:0.1", "classes are the same"),
        ("op=merge:3-6:7", "from 0 to 1"),
        ("op=%3Cscript%3E", "not of the form"),
    ):
        lab.follow(query)
        lab.expect_toast(words)
        lab.expect_query(FIRST.to_query())


def test_a_drag_moves_both_cameras_and_survives_whatever_a_class_changes(
    lab: Lab, shipped: Workbench
) -> None:
    lab.open()
    start = lab.camera(ids.EMBEDDING_BEFORE)
    x, y = middle(lab.page.locator(f"#{ids.EMBEDDING_BEFORE}"))
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 60, y + 20, steps=4)
    moving = f"({list(SCENES)!r}).every(id => {{ const eye = document.querySelector(`#${{id}} "
    moving += ".js-plotly-plot`)._fullLayout.scene._scene.getCamera().eye; return "
    moving += f"Math.abs(eye.x - {start['x']}) > 0.05; }})"
    lab.page.wait_for_function(moving)
    lab.page.mouse.move(x + 120, y + 30, steps=4)
    lab.page.mouse.up()
    same = (
        "ids => { const [one, two] = ids.map(id => document.querySelector(`#${id} .js-plotly-plot`)"
        "._fullLayout.scene.camera.eye); return Math.hypot(one.x - two.x, one.y - two.y) < 1e-6; }"
    )
    lab.page.wait_for_function(same, arg=list(SCENES))
    turned = lab.camera(ids.EMBEDDING_BEFORE)
    assert np.hypot(turned["x"] - start["x"], turned["y"] - start["y"]) > 0.1
    lab.choose(ids.CLASS_B_SELECT, "7")
    lab.expect_card("Strict accuracy", strict(shipped, DIGITS.with_operation(classes=(3, 7))))
    lab.expect_pair(ids.EMBEDDING_AFTER, "3", "7")
    for id in SCENES:
        for axis in "xyz":
            assert abs(lab.camera(id)[axis] - turned[axis]) < 1e-3, id
    lab.page.get_by_role("button", name="Reset view").click()
    lab.page.wait_for_function(
        "([id, x]) => Math.abs(document.querySelector(`#${id} .js-plotly-plot`)"
        "._fullLayout.scene._scene.getCamera().eye.x - x) < 1e-6",
        arg=[ids.EMBEDDING_AFTER, start["x"]],
    )
    lab.choose(ids.CLASS_A_SELECT, "4")
    lab.choose(ids.CLASS_B_SELECT, "9")
    spec = DIGITS.with_operation(classes=(4, 9))
    lab.expect_card("Strict accuracy", strict(shipped, spec))
    lab.expect_query("op=merge:4-9:1e-05")
    verdict = lab.page.locator(f"#{ids.VERDICT}")
    expect(verdict).to_contain_text(verdict_words(shipped.compare(spec)).sentence)
    for id in SCENES:
        lab.expect_pair(id, "4", "9")
        drawn = lab.trace(id, "pair", "customdata")
        labels = shipped.bundle("digits-3d").labels_test[drawn]
        assert set(labels) == {4, 9}
        symbols = np.array(lab.trace(id, "pair", "marker")["symbol"])
        assert set(symbols[labels == 4]) == {"circle"}
        assert set(symbols[labels == 9]) == {"diamond"}


def test_dark_mode_reaches_every_figure_and_survives_an_update(lab: Lab) -> None:
    lab.open().expect_tables()
    light = lab.layout(ids.RECALL_GRAPH, "font.color")
    lab.page.locator(f"#{ids.SCHEME_TOGGLE}").click()
    for id in (ids.RECALL_GRAPH, ids.CONFUSION_AFTER, ids.CIRCLE_BEFORE):
        lab.page.wait_for_function(
            "([id, light]) => document.querySelector(`#${id} .js-plotly-plot`)"
            "._fullLayout.font.color !== light",
            arg=[id, light],
        )
    dark = lab.layout(ids.RECALL_GRAPH, "font.color")
    lab.choose(ids.CLASS_B_SELECT, "7")
    lab.expect_query("op=merge:3-7")
    assert lab.layout(ids.RECALL_GRAPH, "font.color") == dark
    lab.page.reload()
    lab.page.wait_for_function(
        "([id, dark]) => document.querySelector(`#${id} .js-plotly-plot`)"
        "?._fullLayout?.font.color === dark",
        arg=[ids.RECALL_GRAPH, dark],
    )


def expect_the_planes_and_the_methods_numbers(lab: Lab, shipped: Workbench) -> None:
    """Choose the circle's plane, and read the method's steps in numbers."""
    lab.open_options()
    lab.page.get_by_text("Seed's plane").click()
    lab.expect_query("plane=seed")
    expect(lab.page.locator(f"#{ids.CIRCLE_CAPTION}")).to_contain_text("what is left after")
    body = lab.page.locator(f"#{ids.METHOD_BODY}")
    expect(body).to_be_empty()
    lab.open_tab("method")
    lab.page.locator(".steps-fold > summary").click()
    expect(body).to_be_visible()
    direction = shipped.compare(DIGITS).direction
    expect(body).to_contain_text(f"{direction[0]:9.4f}".strip())
    expect(body).to_contain_text("singular values of W′")


def test_two_people_do_not_see_each_others_choices(lab: Lab, shipped: Workbench) -> None:
    lab.open()
    other = lab.page.context.browser.new_page()
    try:
        guest = Lab(other, lab.address).open("model=digits-16d&points=100")
        guest.choose(ids.CLASS_A_SELECT, "1")
        guest.expect_query("op=merge:1-6")
        lab.choose(ids.CLASS_A_SELECT, "5")
        lab.expect_query("model=digits-3d&op=merge:5-6")
        guest.expect_query("model=digits-16d&op=merge:1-6")
        assert guest.faults == []
    finally:
        other.close()
