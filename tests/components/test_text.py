"""Findings in words: number, grammar and what is left out follow from the counts."""

from __future__ import annotations

import pytest

from tests.words import said
from weight_surgery.components import answers, sentences, text
from weight_surgery.components.story.words import projection_text
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

PAIRS = [(i, j) for i in range(10) for j in range(i)]


def captions(workbench: Workbench, view: View) -> tuple[str, str]:
    """Return what is said of the scenes and of the circles."""
    answer = answers.shown(workbench, view, 1)
    return said(answer["scenes"]), said(answer["circles"])


def test_one_place_is_said_only_where_the_circle_has_no_angle_left(shipped: Workbench) -> None:
    for damping, together in ((1e-5, True), (0.001, False), (0.01, False)):
        view = View(SurgerySpec().with_operation(damping=damping))
        said_so = "share one place" in projection_text(shipped.compare(view.surgery))[1]
        assert said_so == together
        assert (", 0.0° after" in captions(shipped, view)[1]) == together


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


def test_strength_is_written_as_the_page_writes_it() -> None:
    written = [text.strength_text(one) for one in (1.0, 0.9995, 0.388, 0.1, 1e-5, 0.0)]
    assert written == [f"{one}\u00a0%" for one in ("0", "0", "61.2", "90", "≈ 100", "100")]
    assert text.strengths_text(0.1, 0.5) == "50\u00a0% to 90\u00a0%"
    assert text.strengths_text(0.5, 0.5) == "50\u00a0%"


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
