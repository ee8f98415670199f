"""What the page's stores ask of the server: read entry by entry, or refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.words import said
from weight_surgery.components import later, models, spotlight
from weight_surgery.components.atlas import answers as atlas
from weight_surgery.components.opening import default_view
from weight_surgery.components.story import answers as story
from weight_surgery.core.workbench import DAMPINGS, Workbench

HUGE = 10**400
WANTED = {"measure": True, "methods": False}
COUNTS = [0] * len(DAMPINGS)
PAIR = {
    "classes": [3, 6],
    "verdict": 4,
    "cells": ["x"],
    "samples": [5, 7],
    "told_apart": [1.0, 0.5],
    "recall": [1.0, None],
    "others": [0.9, 0.8],
}
ROW = {
    "model": "m",
    "title": "m",
    "dataset": "d",
    "dims": 3,
    "pair": PAIR,
    "current": True,
    "damping": 0.5,
    "clean": COUNTS,
    "ever": 0,
    "pairs": 6,
}


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"small": make_bundle(samples=12)})


@pytest.fixture(scope="module")
def query(workbench: Workbench) -> str:
    return default_view(workbench).to_query()


@pytest.mark.parametrize("place", [-1, 2, HUGE, True, 0.5, None, "x", []])
def test_a_part_or_model_that_is_not_there_is_refused(
    workbench: Workbench, query: str, place: Any
) -> None:
    words = "must (lie in 0…|be a whole number)"
    asked = {
        "query": query,
        "key": "k",
        "part": place,
        "index": place,
        "measure": True,
        "methods": False,
    }
    with pytest.raises(ValueError, match=f"part {words}"):
        atlas.measure(workbench, asked)
    with pytest.raises(ValueError, match=f"place {words}"):
        models.measure(workbench, asked)
    if place != 2:  # the story has been measured whole then
        told = story.prepare(workbench, {"model": "small", "part": place})
        assert told["refused"].startswith("part must")


def test_a_key_has_an_end(workbench: Workbench, query: str) -> None:
    asked = {
        "query": query,
        "key": "k" * 10**6,
        "part": 0,
        "index": 0,
        "measure": True,
        "methods": False,
    }
    for measure in (atlas.measure, models.measure):
        with pytest.raises(ValueError, match="a key must have at most"):
            measure(workbench, asked)


@pytest.mark.parametrize(
    ("indices", "words"),
    [
        ([48], "must lie in 0…47"),
        ([-1], "must lie in 0…47"),
        ([0, HUGE], "must lie in 0…47"),
        ([True], "must be a whole number"),
        ([[0]], "must be a whole number"),
        ([0] * 49, "at most 48 entries"),
        ({"0": 0}, "must be a list"),
        ("01", "must be a list"),
    ],
)
def test_marks_are_samples_that_are_there(
    workbench: Workbench, query: str, indices: Any, words: str
) -> None:
    asked = {"edit": query, "sample": None, "data": workbench.test_samples("small")}
    with pytest.raises(ValueError, match=words):
        spotlight.update(workbench, {**asked, "marked": indices})
    _, strip = spotlight.update(workbench, {**asked, "marked": [0, 1.0, 47]})
    assert "3 samples marked" in written(strip)


def test_marks_on_other_test_samples_are_not_shown(workbench: Workbench, query: str) -> None:
    asked = {"edit": query, "sample": None, "marked": [0, 1]}
    other = spotlight.update(workbench, {**asked, "data": "another data set"})
    assert "marked" not in said(other[1])
    data = workbench.test_samples("small")
    none = spotlight.update(workbench, {**asked, "marked": [], "data": data})
    assert said(none[1]) == said(other[1])


@pytest.mark.parametrize("sample", [48, -1, HUGE, True, 0.5, "x", [], {}])
def test_a_pinned_sample_is_one_that_is_there(
    workbench: Workbench, query: str, sample: Any
) -> None:
    asked = {"edit": query, "data": workbench.test_samples("small"), "marked": []}
    with pytest.raises(ValueError, match=r"a sample must (lie in 0…47|be a whole number)"):
        spotlight.update(workbench, {**asked, "sample": sample})
    assert "Sample 47" in written(spotlight.update(workbench, {**asked, "sample": 47})[0])
    assert spotlight.HINT in written(spotlight.update(workbench, {**asked, "sample": None})[0])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dims": HUGE}, "dimensions must lie in"),
        ({"pairs": 0}, "pairs must lie in 1…"),
        ({"clean": [7] * len(DAMPINGS)}, "clean pairs must lie in 0…6"),
        ({"clean": COUNTS[1:]}, "are counted at"),
        ({"clean": COUNTS * 2}, "at most"),
        ({"ever": True}, "must be a whole number"),
        ({"model": 5}, "must be a text"),
        ({"damping": 1.5}, "a damping must be a number from 0 to 1"),
        ({"pair": ["x"]}, "figures must be an object"),
        ({"pair": PAIR | {"cells": ["x"] * 4}}, "at most 3 entries"),
        ({"pair": PAIR | {"verdict": 6}}, "a verdict must lie in 0…5"),
        ({"pair": PAIR | {"others": [0.5]}}, "a share must be given twice"),
        ({"pair": PAIR | {"others": [0.5, 2]}}, "a share must be a number from 0 to 1"),
        ({"pair": PAIR | {"samples": [1, -1]}}, "a number of samples must lie in"),
        ({"pair": PAIR | {"classes": ["x", 6]}}, "a class must be a whole number"),
        ({"pair": {"refused": 5}}, "a reason must be a text"),
        ({"refused": 5}, "a reason must be a text"),
    ],
)
def test_a_row_is_one_that_was_measured(changes: dict[str, Any], words: str) -> None:
    assert said(models.show({"rows": [ROW], "models": 2})[0]).startswith("Measured 1 of 2")
    with pytest.raises(ValueError, match=words):
        models.show({"rows": [ROW | changes], "models": 1})


def test_there_are_no_more_rows_than_models() -> None:
    assert models.show({"rows": [], "models": None})[3] is None
    with pytest.raises(ValueError, match="number of models must lie in 2…"):
        models.show({"rows": [ROW, ROW], "models": 1})


def test_a_color_scheme_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="color scheme must be one of light, dark"):
        later.retheme("blue")
