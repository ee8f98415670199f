"""The tabs of a model of 1,000 classes: no more of it than a screen can show, in exact counts."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import numpy as np
import pytest
from dash._utils import to_json

from tests.conftest import make_catalogue
from tests.limits import limit
from tests.words import said
from weight_surgery.components import (
    accuracy,
    answers,
    collateral,
    confusion,
    curve,
    evidence,
    method,
    plan_steps,
    planner,
    shown,
    tables,
    verification,
)
from weight_surgery.components.report import export_report
from weight_surgery.components.sentences import confusion_sentence, recall_sentence
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Comparison, Workbench

MOST_BYTES = 300_000
SPEC = SurgerySpec("many").with_operation(classes=(3, 700), damping=0.0)
VIEW = View(SPEC)
QUERY = VIEW.to_query()
TABS: dict[str, Callable[[Workbench, str], Any]] = {
    "accuracy": accuracy.update,
    "confusion": confusion.update,
    "curve": curve.update,
    "method": method.update,
    "plan": plan_steps.update,
    "verification": lambda workbench, query: verification.update(workbench, query, "frozen"),
    "collateral": lambda workbench, query: collateral.update(workbench, query, *["any"] * 3),
    "evidence": evidence.update,
    "answer": lambda workbench, _: answers.shown(workbench, VIEW, 1),
}


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    """Return a model of 1,000 classes whose names are 60 letters long, and one of 100."""
    bundle = make_catalogue(1000, samples=3)
    names = tuple(f"{f'Größe {label:03} ':x<60}" for label in range(1000))
    assert {len(name) for name in names} == {60}
    many = replace(bundle, class_names=names)
    return Workbench({"many": many, "hundred": make_catalogue(100, name="hundred")})


@pytest.fixture(scope="module")
def comparison(workbench: Workbench) -> Comparison:
    return workbench.compare(SPEC)


def heatmaps(workbench: Workbench, query: str) -> list[dict[str, Any]]:
    """Return the three matrices as the page is sent them."""
    return [_bars(patch)[0] for patch in confusion.update(workbench, query)[1:4]]


def _bars(patch: Any) -> list[dict[str, Any]]:
    sent = patch.to_plotly_json()["operations"]
    return next(one["params"]["value"] for one in sent if one["location"] == ["data"])


@pytest.mark.parametrize("tab", TABS)
def test_no_answer_is_larger_than_a_screen(workbench: Workbench, tab: str) -> None:
    with limit():
        answer = TABS[tab](workbench, QUERY)
    assert len(to_json(answer).encode()) < MOST_BYTES


def test_the_matrices_show_the_same_classes_in_exact_counts(
    workbench: Workbench, comparison: Comparison
) -> None:
    labels = shown.matrix_shown(comparison)
    assert len(labels) == shown.MOST_CELLS
    assert {3, 700} <= set(labels.tolist())
    change = np.abs(comparison.after.confusion - comparison.before.confusion)
    changes = change.sum(axis=0) + change.sum(axis=1)
    others = np.setdiff1d(labels, [3, 700])
    assert np.delete(changes, labels).max() <= changes[others].min()
    before, after = (side.confusion for side in (comparison.before, comparison.after))
    names = [comparison.bundle.class_names[label] for label in labels]
    for drawn, counts in zip(
        heatmaps(workbench, QUERY), (before, after, after - before), strict=True
    ):
        assert drawn["x"] == drawn["y"] == names
        assert np.array_equal(drawn["customdata"], counts[np.ix_(labels, labels)])
    words = confusion_sentence(comparison)
    assert words.endswith(
        "Shown are 60 of 1,000 classes: the edited ones, then those whose row and column changed "
        "most."
    )
    assert "of 1,000,000 changed" in words


def test_the_bars_and_tables_show_those_whose_recall_changed_most(
    workbench: Workbench, comparison: Comparison
) -> None:
    labels = shown.recall_shown(comparison)
    assert len(labels) == shown.MOST_ROWS
    assert {3, 700} <= set(labels.tolist())
    sides = (comparison.before.per_class_recall, comparison.after.per_class_recall)
    before, after = (np.array([rate.value for rate in side]) for side in sides)
    changes = np.abs(after - before)
    others = np.setdiff1d(labels, [3, 700])
    assert np.delete(changes, labels).max() <= changes[others].min()
    names = [comparison.bundle.class_names[label] for label in labels]
    bars, _, bystanders, table, words = accuracy.update(workbench, QUERY)
    for drawn, rates in zip(_bars(bars), sides, strict=True):
        assert drawn["x"] == names
        right = [rates[label].successes for label in labels]
        assert [cell[0] for cell in drawn["customdata"]] == right
    assert [row[0] for row in table.data["body"]] == names
    assert "100 of 1,000 classes" in table.data["caption"]
    assert {row[0] for row in bystanders.data["body"]} < set(names)
    assert len(bystanders.data["body"]) == shown.MOST_ROWS - 2
    assert "Of 1,000 classes, " in said(words)
    assert "Shown are 100 of 1,000 classes: the edited ones" in words


def test_the_file_that_is_named_has_all_classes(
    workbench: Workbench, comparison: Comparison
) -> None:
    assert "Figures .csv, under Take home, has all of them." in recall_sentence(comparison)
    text = workbench.export_figures(SPEC)[1].removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    for side in ("before", "after"):
        found = [row for row in rows if (row["figure"], row["side"]) == ("recall", side)]
        assert [row["class"] for row in found] == list(comparison.bundle.class_names)


def test_a_report_has_no_more_of_them(workbench: Workbench) -> None:
    _, text = export_report(workbench, SPEC)
    assert "Shown are 60 of 1,000 classes" in text
    assert "Shown are 100 of 1,000 classes" in text


def test_of_edits_of_more_classes_than_there_is_room_for_only_so_many_are_shown(
    comparison: Comparison,
) -> None:
    group = replace(comparison.group, classes=tuple(range(100, 250)))
    labels = shown.matrix_shown(replace(comparison, groups=(group,)))
    assert len(labels) == shown.MOST_CELLS
    assert labels.min() >= 100
    assert labels.max() < 250


def test_a_hundred_classes_are_all_shown(workbench: Workbench) -> None:
    spec = SurgerySpec("hundred").with_operation(classes=(3, 70), damping=0.0)
    query, comparison = View(spec).to_query(), workbench.compare(spec)
    names = list(comparison.bundle.class_names)
    matrices = heatmaps(workbench, query)
    assert all(drawn["x"] == drawn["y"] == names for drawn in matrices)
    assert np.array_equal(matrices[1]["customdata"], comparison.after.confusion)
    bars, _, bystanders, table, words = accuracy.update(workbench, query)
    assert all(drawn["x"] == names for drawn in _bars(bars))
    assert [row[0] for row in table.data["body"]] == names
    assert table.data["caption"] == "Recall of each class on the test split"
    assert len(bystanders.data["body"]) == 98
    for table in tables.stage_tables(workbench, View(spec)):
        assert [row[0] for row in table.data["body"]] == names
    assert "Shown" not in words + confusion_sentence(comparison)


def test_evidence_answers_without_looking_at_every_pair(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("every pair is looked at")

    monkeypatch.setattr("weight_surgery.core.workbench.examination.suspect", never)
    monkeypatch.setattr("weight_surgery.core.workbench.examination.detection", never)
    words = said(evidence.update(workbench, View(SPEC.with_operation(damping=0.5)).to_query())[0])
    assert (
        "Which pair they point to is not computed: that needs every pair of 1,000 classes, and of "
        "more than 100 classes not all pairs are tried."
    ) in words
    assert "A straight cut, trained anew" in words


def test_the_planner_says_why_it_plans_nothing(workbench: Workbench) -> None:
    asked = {"key": "1", "query": QUERY, "step": 1, "groups": "7", "most": "5"}
    with limit():
        answer = planner.measure(workbench, asked)
    assert answer is not None
    assert answer["stopped"].startswith("Many has 1,000 classes, and each step would try every")
