"""From controls and links to views and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from weight_surgery.components import ids
from weight_surgery.components.opening import default_view, notebook_view
from weight_surgery.components.state import (
    caught_up,
    class_options,
    control_values,
    damping_of,
    link_view,
    next_view,
    opened_view,
    slider_of,
)
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"mnist-3d": make_bundle(classes=10), "small": make_bundle(classes=3)})


def next_of(workbench: Workbench, trigger: str, controls: dict) -> View:
    return next_view(workbench, trigger, controls, default_view(workbench))


def controls_of(view: View, **changes: object) -> dict:
    return control_values(view) | changes


@pytest.mark.parametrize(("slider", "damping"), [(0, 0), (1, 1), (0.5, 1e-3), (1 / 6, 1e-5)])
def test_the_slider_is_logarithmic_and_reaches_zero(slider: float, damping: float) -> None:
    assert damping_of(slider) == pytest.approx(damping, rel=1e-5)


@given(st.floats(0.001, 1))
def test_slider_and_damping_go_back_and_forth(slider: float) -> None:
    assert slider_of(damping_of(slider)) == pytest.approx(slider, abs=1e-3)


@given(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1e-5, 1 / 3, 1.0])))
def test_the_exact_damping_survives_the_controls(damping: float) -> None:
    workbench = Workbench({"small": make_bundle(classes=3, samples=2)})
    view = default_view(workbench)
    view = View(view.surgery.with_operation(damping=damping))
    assert next_of(workbench, ids.BIAS_SWITCH, control_values(view)) == view


def test_every_control_comes_back_as_the_view_it_shows(workbench: Workbench) -> None:
    view = notebook_view("mnist-3d", 500)
    assert next_of(workbench, ids.TRIM_SWITCH, control_values(view)) == view


def test_the_touched_one_of_slider_and_field_counts(workbench: Workbench) -> None:
    controls = controls_of(View(), slider=1.0, damping="0.25")
    by_slider = next_of(workbench, ids.DAMPING_SLIDER, controls)
    by_field = next_of(workbench, ids.DAMPING_INPUT, controls)
    assert by_slider.surgery.operation.damping == 1
    assert by_field.surgery.operation.damping == 0.25


def test_presets(workbench: Workbench) -> None:
    controls = controls_of(View(), class_a="1", damping="0.5", points=300)
    assert next_of(workbench, ids.DEFAULT_BUTTON, controls) == View()
    notebook = next_of(workbench, ids.NOTEBOOK_BUTTON, controls)
    assert notebook == notebook_view("mnist-3d", 300)


def test_the_page_opens_on_its_first_model_with_the_notebooks_a_click_away(
    shipped: Workbench,
) -> None:
    opened, complaint = link_view(shipped, "?")
    assert complaint is None
    assert opened == View(SurgerySpec("mnist-16d"))
    controls = controls_of(opened)
    assert next_view(shipped, ids.NOTEBOOK_BUTTON, controls, opened) == notebook_view("mnist-3d")
    notebook = notebook_view("mnist-3d")
    again = next_view(shipped, ids.DEFAULT_BUTTON, controls_of(notebook), notebook)
    assert again == opened
    # An old link that names no model means what it meant.
    assert link_view(shipped, "?op=merge:4-9:0.5")[0].surgery.model == "mnist-3d"


def test_a_model_without_the_pair_gets_its_own(workbench: Workbench) -> None:
    view = next_of(workbench, ids.MODEL_SELECT, controls_of(View(), model="small"))
    assert view.surgery.operation.classes == (0, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"damping": "a lot"}, "damping must be a number"),
        ({"damping": ""}, "damping must be a number"),
        ({"damping": "2"}, "from 0 to 1"),
        ({"class_b": "3"}, "same"),
        ({"points": ""}, "points must be"),
        ({"points": None}, "points must be"),
        ({"model": "gone"}, "no model"),
        ({"model": ["mnist-3d"]}, "model must be a text"),
        ({"model": "x" * 10**6}, "model must have at most 255 characters"),
        ({"damping": True}, "damping must be a number from 0 to 1"),
        ({"damping": 10**400}, "damping must be a number from 0 to 1"),
        ({"damping": "1e999"}, "damping must be a number from 0 to 1"),
        ({"class_a": True}, "a class must be a whole number"),
        ({"class_a": ""}, "a class must be a whole number"),
        ({"class_b": 10**400}, "a class must lie in"),
        ({"bias": 1}, "edit_bias must be true or false"),
        ({"trim": "yes"}, "trim_outliers must be true or false"),
        ({"fit": ["fit"]}, "fit_split must be one of"),
        ({"points": 10**400}, "points must lie in 10…100000"),
        ({"points": True}, "points must be a whole number"),
        ({"axes": {}}, "axes must be one of"),
        ({"sample": 0.5}, "sample must be a whole number"),
        ({"sample": -1}, "sample must lie in"),
    ],
)
def test_bad_controls_are_refused_with_a_sentence(
    workbench: Workbench, changes: dict, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        next_of(workbench, ids.DAMPING_INPUT, controls_of(View(), **changes))


@pytest.mark.parametrize(
    ("go", "words"),
    [
        (True, "must be an object"),
        (["query"], "must be an object"),
        ({"query": 5}, "a link must be a text"),
        ({"story": 10**400}, "story must lie in 0…7"),
        ({"story": None}, "story must be a whole number"),
    ],
)
def test_a_bad_step_is_refused_with_a_sentence(go: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        opened_view(go, View())


def test_what_has_no_control_stays_as_it_was(workbench: Workbench) -> None:
    last = View(sample=7, story=2, present=True, embed=True)
    view = next_view(workbench, ids.BIAS_SWITCH, controls_of(last, bias=False), last)
    assert (view.sample, view.story, view.present, view.embed) == (7, 2, True, True)
    assert not view.surgery.edit_bias


def test_a_change_that_the_next_one_overtook_is_not_lost(workbench: Workbench) -> None:
    last = View()
    slid = controls_of(last, slider=slider_of(0.5), class_b="7")
    view = next_view(workbench, ids.CLASS_B_SELECT, slid, last)
    assert view.surgery.operation.classes == (3, 7)
    assert view.surgery.operation.damping == damping_of(slider_of(0.5))
    typed = controls_of(last, slider=slider_of(0.5), damping="0.25")
    assert next_view(workbench, ids.BIAS_SWITCH, typed, last).surgery.operation.damping == 0.25
    chosen = controls_of(last, class_b="7")
    presented = next_view(workbench, ids.PRESENT_BUTTON, chosen, last)
    assert presented.present
    assert presented.surgery.operation.classes == (3, 7)
    assert caught_up(workbench, chosen, last).surgery.operation.classes == (3, 7)
    assert caught_up(workbench, controls_of(last, damping="much"), last) == last
    # A refused index stays in its field, and keeps nobody from the story.
    assert caught_up(workbench, controls_of(last, sample=10**6), last) == last


def test_a_comma_is_read_as_a_point(workbench: Workbench) -> None:
    view = next_of(workbench, ids.DAMPING_INPUT, controls_of(View(), damping=" 0,5 "))
    assert view.surgery.operation.damping == 0.5


def test_a_good_link_opens_its_view(workbench: Workbench) -> None:
    view = notebook_view("mnist-3d", 500)
    assert link_view(workbench, "?" + view.to_query()) == (view, None)
    assert link_view(workbench, "") == (View(), None)


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?model=gone", "no model"),
        ("?op=merge:3-77:0.1", "has classes"),
        ("?op=merge:3-3:0.1", "same"),
        ("?points=x", "whole number"),
        ("?model=small&op=merge:3-6:0.1", "has classes"),
    ],
)
def test_a_bad_link_opens_the_default_and_says_why(
    workbench: Workbench, search: str, words: str
) -> None:
    view, complaint = link_view(workbench, search)
    assert view == View()
    assert complaint is not None
    assert words in complaint


def test_a_link_that_names_only_a_model_gets_a_pair_it_has(workbench: Workbench) -> None:
    view, complaint = link_view(workbench, "?model=small")
    assert complaint is None
    assert view.surgery.operation.classes == (0, 1)


def test_neither_class_can_be_chosen_twice(workbench: Workbench) -> None:
    options_a, options_b = class_options(workbench, View())
    assert [one["value"] for one in options_a if one["disabled"]] == ["6"]
    assert [one["value"] for one in options_b if one["disabled"]] == ["3"]
