"""The one answer to any question of the page: a view and its words, or why there is none."""

from __future__ import annotations

from typing import Any

import pytest
from dash import no_update

from tests.components.test_panels import written
from tests.conftest import make_bundle
from weight_surgery.components import answers, cards, headline, share
from weight_surgery.components.opening import default_view
from weight_surgery.components.question import view_fields
from weight_surgery.components.view import View
from weight_surgery.core.checks import LARGEST
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"small": make_bundle(classes=4), "flat": make_bundle(dims=2)})


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Collect the toasts, which need a running app."""
    toasts: list[tuple[str, ...]] = []
    monkeypatch.setattr(answers, "toast", lambda *words, **_: toasts.append(words))
    return toasts


def asked(view: View, number: Any = 1, **changes: Any) -> dict[str, Any]:
    return {"fields": view_fields(view) | changes, "chosen": True, "id": number}


def test_all_that_is_said_is_of_one_edit(workbench: Workbench, said: list) -> None:
    spec = SurgerySpec("small").with_operation(classes=(0, 2), damping=0.5)
    view = View(spec, 100)
    answer = answers.answer(workbench, asked(view, 7, color="correct"))
    comparison = workbench.compare(spec)
    assert set(answer) == set(answers.OUTPUTS)
    assert answer["answer"] == {
        "id": 7,
        "edit": view.to_query(),
        "view": view_fields(view),
        "data": workbench.test_samples("small"),
        "title": "small",
        "catalogue": False,
    }
    assert answer["edit"] == view.to_query()
    assert written(answer["verdict"]) == written(headline.verdict_view(comparison))
    assert written(answer["figures"]) == written(cards.headline_view(comparison))
    assert answer["words"] == share.words_of(workbench, comparison)
    assert answer["no_network"]
    gaps = [written(answer[name]) for name in ("gap_before", "gap_after")]
    assert all("apart" in gap for gap in gaps)
    assert gaps[0] != gaps[1]
    assert said == []


def test_axes_are_a_choice_only_where_there_are_more_than_three(
    workbench: Workbench, said: list
) -> None:
    for model, disabled in (("small", False), ("flat", True)):
        view = View(workbench.default_spec(model), 100)
        assert answers.answer(workbench, asked(view))["axes"] is disabled


def test_a_control_that_asks_too_much_is_refused_and_changes_nothing(
    workbench: Workbench, said: list
) -> None:
    view = View(workbench.default_spec("small"), 100)
    answer = answers.answer(workbench, asked(view, 9, damping="much"))
    refused = answer.pop("answer")
    assert refused["id"] == 9
    assert "damping must be a number from 0 to 1" in refused["refused"]
    assert set(map(id, answer.values())) == {id(no_update)}
    assert said == [(f"{refused['refused']}.",)]


def test_a_link_that_cannot_be_shown_opens_the_default_and_says_why(
    workbench: Workbench, said: list
) -> None:
    answer = answers.answer(workbench, {"query": "model=gone", "id": 2})
    assert answer["answer"]["id"] == 2
    assert answer["answer"]["view"] == view_fields(default_view(workbench))
    ((sentence, title),) = said
    assert "no model 'gone'" in sentence
    assert sentence.endswith("Here is the default view of small.")
    assert title == "This link cannot be shown"


@pytest.mark.parametrize("number", [None, True, -1, LARGEST + 1, 0.5, "x", [], {}])
def test_a_question_has_a_number_by_which_its_answer_is_known(
    workbench: Workbench, number: Any
) -> None:
    with pytest.raises(ValueError, match="a question's number must"):
        answers.answer(workbench, asked(default_view(workbench), number))
