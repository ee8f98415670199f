"""Models that are not digits: what is said of them is true, and nothing of it is broken."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from dash.development.base_component import Component

from tests.components.test_panels import UPDATES, written
from tests.conftest import make_bundle
from tests.odd import LONG_NAMES, MODELS, at_chance, long_names, raw_lengths
from tests.words import said
from weight_surgery.components import (
    accuracy,
    cards,
    evidence,
    method,
    models,
    plan_steps,
    ranking,
)
from weight_surgery.components.atlas import answers as atlas_answers
from weight_surgery.components.figures.verification import empty_roc
from weight_surgery.components.headline import verdict_view
from weight_surgery.components.report.tables import figures_table
from weight_surgery.components.story.words import projection_text
from weight_surgery.components.tables import curve_table
from weight_surgery.components.text import class_names
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import View
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Verdict, Workbench

ODD = {make.__name__: make for make in MODELS}
BROKEN = re.compile(r"\bNaN\b|\bInfinity\b|\bundefined\b|\bnan\b|no samples →|None\b(?! of)")


@cache
def bench(name: str) -> Workbench:
    return Workbench({name: ODD[name]()})


def query_of(name: str, damping: float, method: str = "paper") -> str:
    spec = bench(name).default_spec(name).with_operation(damping=damping, method=method)
    return View(spec, 100).to_query()


def found(workbench: Workbench) -> Any:
    return workbench.examination(workbench.default_spec())


def is_read(part: Any) -> bool:
    """Tell words and components from patches of figures and the options of selects."""
    first = part[0] if isinstance(part, list) and part else part
    return isinstance(first, (str, Component))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("panel", UPDATES)
@pytest.mark.parametrize("name", ODD)
def test_every_panel_of_every_odd_model_says_something_whole(name: str, panel: str) -> None:
    # Evidence of 512 dimensions takes seconds.
    for damping in (1e-5,) if name == "wide" else (1e-5, 0.5):
        answer = UPDATES[panel](bench(name), query_of(name, damping))
        parts = list(answer.values()) if isinstance(answer, dict) else answer
        text = "".join(said(part) for part in parts if is_read(part))
        assert text
        assert not BROKEN.search(text), BROKEN.search(text)
        assert not re.search(r"\b(NaN|Infinity)\b", written(answer))


def test_a_large_matrix_is_told_from_its_corners() -> None:
    answer = method.update(bench("wide"), query_of("wide", 1e-5))
    assert len(written(answer)) < 1e6
    assert "U (512 × 512, its first and last 4)" in said(answer[3])
    assert "its first and last" not in said(
        method.update(bench("three_each"), query_of("three_each", 1e-5))[3]
    )


def test_of_many_singular_values_the_first_and_last_are_told() -> None:
    workbench = bench("wide")
    comparison = workbench.compare(workbench.default_spec())
    (table,) = [one for one in evidence.tables(comparison, found(workbench)) if "512" in said(one)]
    assert [len(row.children) for row in table.children[1].children] == [26, 26]
    assert said(table.children[0]).startswith("Side123456789101112…501502")


def test_no_axis_goes_beyond_what_a_share_can_be() -> None:
    options = empty_roc(1e-4, 0.01)["layout"]["yaxis"]["autorangeoptions"]
    assert (options["minallowed"], options["maxallowed"]) == (0, 1.02)
    answer = method.update(bench("two_classes"), query_of("two_classes", 1e-5))
    operations = answer[1].to_plotly_json()["operations"]
    steps = {tuple(step["location"]): step["params"]["value"] for step in operations}
    for axis in ("xaxis", "yaxis"):
        assert steps["layout", axis, "visible"] is False
    assert method.NO_OTHERS in said(answer[2])


def test_two_classes_have_no_figure_that_is_so_by_definition() -> None:
    workbench = bench("two_classes")
    comparison = workbench.compare(workbench.default_spec())
    assert comparison.after.merged_accuracy.value == 1
    assert len(cards.headline_view(comparison).children) == 2
    text = said(cards.headline_view(comparison))
    assert "told apart" in text
    assert "kept apart" in text
    assert "counted as one" not in text
    assert "other no classes" not in text
    assert comparison.verdict is Verdict.NO_VERDICT
    assert comparison.judgement.reason.startswith("There is no class outside the pair")
    lines = evidence.chance_lines(workbench.examination(comparison.spec).tests)
    assert not [line for line in lines if line.startswith("Others read right")]


def test_of_two_classes_no_file_and_no_tab_has_what_is_so_by_definition() -> None:
    workbench = bench("two_classes")
    spec = workbench.default_spec()
    query, damping = query_of("two_classes", 0.5), spec.with_operation(damping=0.5)
    _, text = workbench.export_figures(damping)
    named = {row["figure"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert {"strict_accuracy", "told_apart", "attack_success"} <= named
    gone = (
        "merged",
        "merge_cost",
        "bystander",
        "prototype",
        "flip",
        "criterion_recall",
        "mcnemar_m",
    )
    assert not [name for name in named if name.startswith(gone)]
    figures = " ".join(row[0] for row in figures_table(workbench.compare(damping)).rows)
    assert "Kept apart" in figures
    for words in ("counted as one", "read as either", "others read right", "nearest center"):
        assert words not in figures.lower()
    request = {"query": query, "key": "k", "part": 0, "measure": True, "methods": False}
    (row,) = atlas_answers.measure(workbench, request)["rows"]
    for figure in ("merge_cost", "merged_recall", "merged_accuracy", "prototype_accuracy"):
        assert set(row[figure]) == {None}, figure
    assert set(row["recall_interval"]) == set(row["bystander_interval"]) == {""}
    table = curve_table(workbench.curve(damping))
    assert "Centers alike" in table.data["head"]
    assert not {"Read as either", "Others read right"} & set(table.data["head"])
    plan = said(plan_steps.update(workbench, query))
    assert "—" in plan
    assert "read as them" not in plan
    methods = [said(cell) for cell in method.update(workbench, query)[0]._traverse()]
    assert not [words for words in methods if words.startswith("100.00")]
    lines = said(accuracy.update(workbench, query)[1])
    assert "kept apart: " in lines
    assert "counted as one" not in lines


def test_three_classes_keep_all_their_figures() -> None:
    comparison = bench("three_each").compare(bench("three_each").default_spec())
    assert len(cards.headline_view(comparison).children) == 5


def test_a_network_at_chance_is_neither_clean_nor_ranked() -> None:
    bundle = at_chance()
    atlas = pair_atlas(bundle, (0.0, 0.5, 1.0))
    assert not atlas.clean.any()
    assert (atlas.verdict == Verdict.NO_VERDICT).all()
    assert ranking.ranking(atlas)["judged"] == [0, 0, 0]
    workbench = Workbench({"at-chance": bundle})
    request = {"query": View(workbench.default_spec()).to_query(), "key": "k", "index": 0}
    row = models.measure(workbench, request)
    assert row["refused"].startswith("No pair has a verdict. The network reads 57 of 400")
    assert "clean" not in row


def test_lengths_count_where_a_network_does_not_normalise() -> None:
    bundle = raw_lengths()
    workbench = Workbench({bundle.name: bundle})
    spec = SurgerySpec(bundle.name).with_operation(classes=(0, 1), damping=0.0)
    comparison = workbench.compare(spec)
    # The paper's direction is that of the unit centroids, so a part of the gap is left.
    first, second = (centroid.mean for centroid in comparison.fitted)
    moved = comparison.change.embeddings([first, second])
    left = math.dist(moved[0], moved[1]) / math.dist(first, second)
    assert left > 0.05
    assert comparison.after.cosine == pytest.approx(1)
    said_of = " ".join(projection_text(comparison))
    assert "one place" not in said_of
    assert "point the same way" in said_of
    # A method that takes the raw difference leaves none of it, and may not be told otherwise.
    raw = workbench.compare(spec.with_operation(method="least-squares"))
    moved = raw.change.embeddings([first, second])
    assert math.dist(moved[0], moved[1]) < 1e-9 * math.dist(first, second)


def test_long_names_are_short_in_sentences_and_whole_in_what_it_was_judged_by() -> None:
    bundle = long_names()
    comparison = Workbench({bundle.name: bundle}).compare(
        SurgerySpec(bundle.name).with_operation(classes=(0, 5))
    )
    first, second = class_names(comparison, (0, 5))
    assert max(len(first), len(second)) <= 24
    assert first in verdict_words(comparison).sentence
    assert LONG_NAMES[0] not in verdict_words(comparison).sentence
    text = said(verdict_view(comparison))
    assert f"{first} is {LONG_NAMES[0]}; {second} is {LONG_NAMES[5]}." in text


def test_a_name_is_written_as_it_is_wherever_it_begins_a_line() -> None:
    made = make_bundle(dims=5)
    bundle = replace(made, class_names=("w", "x", "éa", "iOS"))
    workbench = Workbench(
        {"lower": bundle, "two": replace(ODD["two_classes"](), class_names=("k0", "k1"))}
    )
    for model, pair in (("lower", ("w", "x")), ("two", ("k0", "k1"))):
        query = View(workbench.default_spec(model).with_operation(damping=0.5)).to_query()
        wrong = re.compile(rf"\b({pair[0].upper()}|{pair[1].upper()})\b (and|or|is|are|became)")
        for panel in UPDATES.values():
            answer = panel(workbench, query)
            parts = list(answer.values()) if isinstance(answer, dict) else answer
            for text in (said(part) for part in parts if is_read(part)):
                assert not wrong.search(text), wrong.search(text)
        comparison = workbench.compare(View.from_query(query).surgery)
        titles = [card.children[0] for card in cards.headline_view(comparison).children]
        assert said(titles[0]).startswith(f"{pair[0]} and {pair[1]}")
    plan = SurgerySpec("lower", (Operation("merge", (0, 1), 0.5), Operation("merge", (0, 1), 0.5)))
    with pytest.raises(ValueError, match=r"^the classes w and x are one group already"):
        workbench.compare(plan)


def test_opposite_centers_have_no_angle_in_a_plane_that_hardly_shows_them() -> None:
    answer = UPDATES["above the fold"](bench("two_classes"), query_of("two_classes", 1e-5))
    no_angle = "no angle between the centers"
    assert f"{no_angle} before, {no_angle} after" in said(answer["circles"])
    assert "°" not in said(answer["circles"])
