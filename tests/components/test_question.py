"""What the page asks: links and fields of a view, read and checked, or refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.limits import limit
from weight_surgery.components.opening import default_view, notebook_view
from weight_surgery.components.question import (
    DRAWN,
    EDIT,
    asked_view,
    chosen_view,
    linked_view,
    question_of,
    view_fields,
)
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

FIELDS = view_fields(View())


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"mnist-3d": make_bundle(classes=10), "small": make_bundle(classes=3)})


def linked(workbench: Workbench, query: str, **over: Any) -> View:
    return asked_view(workbench, {"query": query, "over": over})


def chosen(workbench: Workbench, **changes: Any) -> View:
    return asked_view(workbench, {"fields": FIELDS | changes, "chosen": True})


def test_the_fields_of_a_view_are_all_that_it_has() -> None:
    view = View(SurgerySpec("small", edit_bias=False), 300, sample=7, color="correct", at=0.25)
    fields = view_fields(view)
    assert list(fields)[: len(EDIT)] == list(EDIT)
    assert (fields["model"], fields["classes"], fields["bias"]) == ("small", [3, 6], False)
    for name in set(fields) - set(EDIT):
        assert fields[name] == getattr(view, name)
    assert len(fields) == len(EDIT) + len(vars(view)) - 1
    json.dumps(fields, allow_nan=False)


@given(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1e-5, 1 / 3, 1.0])), st.booleans())
def test_the_exact_damping_comes_back_from_the_page(damping: float, bias: bool) -> None:
    workbench = Workbench({"small": make_bundle(classes=3, samples=2)})
    view = default_view(workbench)
    spec = replace(view.surgery.with_operation(damping=damping), edit_bias=bias)
    view = View(spec, 500, "pca", "seed")
    kept = json.loads(json.dumps(view_fields(view)))
    assert chosen_view(workbench, kept, chosen=True) == view


def test_what_is_only_looked_at_is_not_asked(workbench: Workbench) -> None:
    measured = {name: FIELDS[name] for name in (*EDIT, *DRAWN)}
    view = asked_view(workbench, {"fields": measured, "chosen": True})
    assert view == View()
    assert asked_view(workbench, {"fields": FIELDS | {"color": 5}, "chosen": True}) == view


def test_a_model_without_the_pair_gets_its_own_where_nobody_asked_for_it(
    workbench: Workbench,
) -> None:
    fields = FIELDS | {"model": "small"}
    view = asked_view(workbench, {"fields": fields, "chosen": False})
    assert view.surgery.operation.classes == (0, 1)
    with pytest.raises(ValueError, match="has classes"):
        asked_view(workbench, {"fields": fields, "chosen": True})
    kept = {"fields": FIELDS | {"classes": [1, 2], "model": "small"}, "chosen": False}
    assert asked_view(workbench, kept).surgery.operation.classes == (1, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"damping": "a lot"}, "damping must be a number"),
        ({"damping": ""}, "damping must be a number"),
        ({"damping": "2"}, "from 0 to 1"),
        ({"damping": 10**9}, "from 0 to 1"),
        ({"damping": -(10**400)}, "from 0 to 1"),
        ({"damping": 1.5}, "from 0 to 1"),
        ({"damping": float("inf")}, "from 0 to 1"),
        ({"damping": float("nan")}, "from 0 to 1"),
        ({"damping": None}, "from 0 to 1"),
        ({"damping": True}, "damping must be a number from 0 to 1"),
        ({"damping": 10**400}, "damping must be a number from 0 to 1"),
        ({"damping": "1e999"}, "damping must be a number from 0 to 1"),
        ({"classes": [3, 3]}, "same"),
        ({"classes": [3]}, "a merge takes two classes"),
        ({"classes": [3, 6, 7]}, "the classes must have at most 2 entries"),
        ({"classes": "36"}, "the classes must be a list"),
        ({"classes": [True, 6]}, "a class must be a whole number"),
        ({"classes": ["", 6]}, "a class must be a whole number"),
        ({"classes": [[3], 6]}, "a class must be a whole number"),
        ({"classes": [3, 10**400]}, "a class must lie in"),
        ({"classes": [3, 77]}, "has classes"),
        ({"points": ""}, "points must be"),
        ({"points": None}, "points must be"),
        ({"points": 10**400}, "points must lie in 10…100,000"),
        ({"points": True}, "points must be a whole number"),
        ({"points": 9}, "points must lie in 10…100,000"),
        ({"model": "gone"}, "no model"),
        ({"model": ["mnist-3d"]}, "model must be a text"),
        ({"model": "x" * 10**6}, "model must have at most 255 characters"),
        ({"bias": 1}, "edit_bias must be true or false"),
        ({"trim": "yes"}, "trim_outliers must be true or false"),
        ({"fit": ["fit"]}, "fit_split must be one of"),
        ({"axes": {}}, "axes must be one of"),
        ({"plane": "other"}, "plane must be one of"),
    ],
)
def test_bad_fields_are_refused_with_a_sentence(
    workbench: Workbench, changes: dict, words: str
) -> None:
    with limit(), pytest.raises(ValueError, match=words):
        chosen(workbench, **changes)


def test_a_comma_is_read_as_a_point(workbench: Workbench) -> None:
    assert chosen(workbench, damping=" 0,5 ").surgery.operation.damping == 0.5


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (None, "a question must be an object"),
        (True, "a question must be an object"),
        (["query"], "a question must be an object"),
        ({}, "must have fields, chosen"),
        ({"fields": FIELDS}, "chosen is missing"),
        ({"fields": 5, "chosen": True}, "a view must be an object"),
        ({"fields": {}, "chosen": True}, "a view must have model, kind, classes"),
        ({"query": 5}, "a link's query must be a text"),
        ({"query": None}, "a link's query must be a text"),
        ({"query": "", "over": 5}, "what stays must be an object"),
        ({"query": "", "over": {"story": 10**400}}, "story must lie in 0…8"),
        ({"query": "", "over": {"story": None}}, "story must be a whole number"),
        ({"query": "", "over": {"points": "many"}}, "points must be a whole number"),
        ({"query": "", "over": {"present": 1}}, "present must be true or false"),
    ],
)
def test_a_bad_question_is_refused_with_a_sentence(
    workbench: Workbench, question: Any, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        asked_view(workbench, question)


def test_a_question_comes_back_from_its_address() -> None:
    question = {"query": "model=m&op=merge:3-6:0.5", "over": {"story": 2}, "id": 3}
    assert question_of(json.dumps(question)) == question
    for text in ("", "{", "x" * 10**6, "[" * 5000, "9" * 5000, None):
        with pytest.raises(ValueError, match="question cannot be read; reload"):
            question_of(text)  # type: ignore[arg-type]


def test_a_good_link_opens_its_view(workbench: Workbench) -> None:
    view = replace(notebook_view("mnist-3d", 500), color="changed", shown="pair", sample=7)
    assert linked(workbench, view.to_query()) == view
    assert linked(workbench, "?" + view.to_query()) == view
    assert linked(workbench, "") == linked(workbench, "?") == default_view(workbench)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("model=gone", "no model"),
        ("op=merge:3-77:0.1", "has classes"),
        ("op=merge:3-3:0.1", "same"),
        ("points=x", "whole number"),
        ("model=small&op=merge:3-6:0.1", "has classes"),
        ("sample=180", "must lie in 0…179"),
        ("story=9", "story must lie in 0…8"),
        ("story=1.5", "story must be a whole number"),
    ],
)
def test_a_bad_link_is_refused_with_a_sentence(
    workbench: Workbench, query: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        linked(workbench, query)


def test_a_link_that_names_only_a_model_gets_a_pair_it_has(workbench: Workbench) -> None:
    assert linked(workbench, "?model=small").surgery.operation.classes == (0, 1)


def test_the_page_opens_on_its_first_model_with_the_notebooks_a_link_away(
    shipped: Workbench,
) -> None:
    assert linked(shipped, "?") == View(SurgerySpec("mnist-16d"))
    assert linked(shipped, notebook_view("mnist-3d").to_query()) == notebook_view("mnist-3d")
    # An old link that names no model means what it meant.
    assert linked(shipped, "?op=merge:4-9:0.5").surgery.model == "mnist-3d"
    for measured in ("bias=0", "fit=test", "points=500", "axes=pca", "model=mnist-3d"):
        assert linked(shipped, f"?view=atlas&{measured}").surgery.model == "mnist-3d"


@pytest.mark.parametrize("query", ["view=atlas", "?tab=curve&full=1", "story=5", "color=correct"])
def test_a_link_that_says_only_how_one_looks_is_of_what_the_page_opens_with(
    shipped: Workbench, query: str
) -> None:
    view = linked(shipped, query)
    assert view.surgery == default_view(shipped).surgery
    assert view == replace(View.from_query(query), surgery=view.surgery)


def test_a_link_opens_as_the_page_is_looked_at(workbench: Workbench) -> None:
    step = replace(View(), shown="pair", story=3)
    over = {"points": 300, "present": True, "embed": True, "story": 4}
    view = linked(workbench, step.to_query(), **over, sample=5, color="correct", model="small")
    # What a person has stays; what is a view's own is the link's.
    assert view == replace(step, **over)


def test_a_link_with_an_edit_of_its_own_keeps_it_while_the_story_is_told(
    workbench: Workbench,
) -> None:
    view = linked_view(workbench, "model=small&op=merge:1-2:0.25&story=3", {})
    assert (view.story, view.surgery.operation.classes) == (3, (1, 2))


def test_a_link_without_a_model_opens_one_that_is_here() -> None:
    workbench = Workbench({"mine": make_bundle(classes=10), "other": make_bundle(classes=10)})
    view = linked_view(workbench, "op=merge:1-2:0.25&view=atlas", {})
    assert (view.surgery.model, view.view) == ("mine", "atlas")
    assert view.surgery.operation.classes == (1, 2)
    assert linked_view(workbench, "model=other", {}).surgery.model == "other"
