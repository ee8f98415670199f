"""Findings in words: number, grammar and what is left out follow from the counts."""

from __future__ import annotations

import re

import pytest

from tests.words import said
from weight_surgery.components import answers, sentences, text
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

PAIRS = [(i, j) for i in range(10) for j in range(i)]


def captions(workbench: Workbench, view: View) -> tuple[str, str]:
    """Return what is said of the scenes and of the circles."""
    answer = answers.shown(workbench, view, 1)
    return said(answer["scenes"]), said(answer["circles"])


def findings(workbench: Workbench, model: str, damping: float) -> dict[tuple[int, int], str]:
    """Return what is said of every pair of a model."""
    spec = SurgerySpec(model)
    return {
        pair: text.finding(workbench.compare(spec.with_operation(classes=pair, damping=damping)))
        for pair in PAIRS
    }


def test_one_flipped_bystander_is_told_apart_from_many(shipped: Workbench) -> None:
    said = {0: 0, 1: 0, 2: 0}
    for damping in (0.7, 0.3):
        for pair, words in findings(shipped, "digits-16d", damping).items():
            spec = SurgerySpec("digits-16d").with_operation(classes=pair, damping=damping)
            comparison = shipped.compare(spec)
            flips = comparison.flips.rate.successes
            assert (" is read differently" in words) == (flips == 1)
            assert (" are read differently" in words) == (flips != 1)
            assert (": one of class" in words) == (flips == 1)
            said[min(flips, 2)] += 1
    assert min(said.values()) > 0


def test_a_tie_names_no_class_and_right_is_called_right(shipped: Workbench) -> None:
    ties = rightly = 0
    for pair, words in findings(shipped, "digits-16d", 0.3).items():
        spec = SurgerySpec("digits-16d").with_operation(classes=pair, damping=0.3)
        rows = sorted(shipped.compare(spec).bystanders, key=lambda row: -row.flipped)
        if rows[0].flipped and rows[0].flipped == rows[1].flipped:
            ties += 1
            assert "the most" not in words
        assert not re.search(r"class (\d) the most: \d+, of which \d+ now as \1\b", words)
        rightly += "now rightly" in words
    assert ties > 0
    assert rightly > 0


def test_one_place_is_said_only_where_the_circle_has_no_angle_left(shipped: Workbench) -> None:
    for damping, together in ((1e-5, True), (0.001, False), (0.01, False)):
        view = View(SurgerySpec().with_operation(damping=damping))
        comparison = shipped.compare(view.surgery)
        assert ("share one place" in text.finding(comparison)) == together
        assert (" and 0.0° after" in captions(shipped, view)[1]) == together


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 swap between 3 and 6"),
        (0, "0 swaps between 3 and 6"),
        (1200, "1,200 swaps between 3 and 6"),
        (-1, "1 fewer swap between 3 and 6"),
        (-9, "9 fewer swaps between 3 and 6"),
    ],
)
def test_a_part_of_the_fall_below_zero_is_fewer_errors(number: int, words: str) -> None:
    assert text.more_or_fewer(number, "swap", " between 3 and 6") == words


def test_the_parts_of_the_fall_are_written_with_their_counts(shipped: Workbench) -> None:
    for pair in PAIRS:
        comparison = shipped.compare(SurgerySpec("mnist-16d").with_operation(classes=pair))
        for words, number in text.fall_parts(comparison):
            assert words.startswith(f"{abs(number):,} ")
            assert ("fewer" in words) == (number < 0)


def test_nothing_that_only_rounding_leaves_is_shown() -> None:
    assert text.nats(7.7e-19) == "0"
    assert text.nats(0.25) == "0.25"


def test_damping_one_says_the_angle_once(shipped: Workbench) -> None:
    view = View(SurgerySpec().with_operation(damping=1.0))
    assert "apart, before and after;" in captions(shipped, view)[1]


def test_no_class_that_lost_is_none(shipped: Workbench) -> None:
    said = [
        sentences.recall_sentence(
            shipped.compare(SurgerySpec("digits-16d").with_operation(classes=pair, damping=0.7))
        )
        for pair in PAIRS
    ]
    assert not [words for words in said if " 0 lost" in words or " 0 gained" in words]
    assert [words for words in said if "none lost recall" in words]


@pytest.mark.parametrize("shown", ["all", "pair", "changed", "misread"])
def test_captions_hold_under_every_filter(shipped: Workbench, shown: str) -> None:
    # So they count nothing that a filter changes; the legend does, on the page.
    view = View(points=500, shown=shown)
    for caption in captions(shipped, view):
        assert "500" not in caption
    assert captions(shipped, view) == captions(shipped, View(points=500))
