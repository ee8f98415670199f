"""The story: which models, which pair, which views."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_presets import make_atlas
from weight_surgery.components.story.plan import (
    STORY_DAMPINGS,
    contrast_pair,
    single_pairs,
    story_models,
    story_of,
    story_parts,
)
from weight_surgery.components.view import STORY_STEPS
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

TOPICS = [
    "embedding",
    "classes",
    "direction",
    "projection",
    "cost",
    "dimensions",
    "methods",
    "clean",
]


def of(data: str, dims: int, **choices: int) -> Bundle:
    bundle = make_bundle(dims=dims, **choices)
    return bundle.with_metadata(dataset=data)


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench(
        {
            "middle": of("one", 5),
            "wide": of("one", 9),
            "other": of("two", 2),
            "narrow": of("one", 3),
            "narrow too": of("one", 3, seed=1),
            "fewer classes": of("one", 2, classes=3),
        }
    )


def test_the_models_are_those_of_one_data_set(workbench: Workbench) -> None:
    for model in ("middle", "wide", "narrow", "narrow too"):
        assert story_models(workbench, model) == ("narrow", "wide")
    assert story_models(workbench, "other") == ("other", "other")
    assert story_models(workbench, "fewer classes") == ("fewer classes", "fewer classes")
    with pytest.raises(ValueError, match="no model 'gone'"):
        story_models(workbench, "gone")


def test_a_model_that_cannot_merge_is_left_out() -> None:
    empty = replace(of("one", 2, empty=(0, 1, 2)), class_names=("c0", "c1", "c2", "c3"))
    workbench = Workbench({"empty": empty, "good": of("one", 4)})
    assert story_models(workbench, "empty") == ("good", "good")
    with pytest.raises(ValueError, match="no pair of classes of empty"):
        story_of(Workbench({"empty": empty}), "empty")


def test_all_parts_are_named_once(workbench: Workbench) -> None:
    assert story_parts(workbench, "middle") == [
        ("narrow", 0),
        ("narrow", 1),
        ("wide", 0),
        ("wide", 1),
    ]
    assert story_parts(workbench, "other") == [("other", 0), ("other", 1)]


def test_the_pair_is_clean_in_one_and_costly_in_the_other() -> None:
    low = make_atlas([[0.1], [0.4], [0.3]])
    assert contrast_pair(low, make_atlas(0.01, [[1], [0], [1]])) == (2, 2)
    assert contrast_pair(low, make_atlas(0.01, True)) == (1, 1)


def test_without_a_clean_pair_the_difference_decides() -> None:
    low = make_atlas([[0.1], [0.4], [0.3]])
    assert contrast_pair(low, make_atlas([[0.0], [0.35], [0.1]])) == (2, 2)


def test_a_pair_of_which_little_is_left_comes_last() -> None:
    low = make_atlas([[0.1], [0.4], [0.3]], retained=[1, 0.1, 0.1])
    assert contrast_pair(low, make_atlas(0.01, True)) == (0, 0)
    assert single_pairs(low)[0] == 0


def test_ties_go_to_the_first_pair() -> None:
    assert contrast_pair(make_atlas(0.2), make_atlas(0.01, True)) == (0, 0)
    assert single_pairs(make_atlas(0.2)) == (0, 0)


def test_a_pair_has_the_same_names_in_both() -> None:
    low = make_atlas([[0.1], [0.4], [0.3]])
    high = make_atlas(0.01, True, names=("c", "b", "a"))
    row, other = contrast_pair(low, high)
    assert {low.class_names[k] for k in low.pairs[row]} == {"a", "c"}
    assert {high.class_names[k] for k in high.pairs[other]} == {"a", "c"}


def test_a_pair_that_is_not_measured_in_both_is_no_example() -> None:
    high = make_atlas([[0.01], [np.nan], [0.01]], True)
    assert contrast_pair(make_atlas([[0.1], [0.4], [0.3]]), high) == (2, 2)
    with pytest.raises(ValueError, match="no example"):
        contrast_pair(make_atlas(np.nan), high)
    with pytest.raises(ValueError, match="no example"):
        single_pairs(make_atlas(np.nan))


def test_one_model_tells_of_its_costliest_and_its_cheapest_clean_pair() -> None:
    atlas = make_atlas([[0.1], [0.4], [0.2]], [[0], [0], [1]])
    assert single_pairs(atlas) == (1, 2)
    assert single_pairs(make_atlas([[0.1], [0.4], [0.2]])) == (1, 0)


def test_the_steps_are_views_that_can_be_opened(workbench: Workbench) -> None:
    for model in workbench.models:
        story = story_of(workbench, model)
        assert [step.topic for step in story.steps] == TOPICS
        assert [step.view.story for step in story.steps] == list(range(1, STORY_STEPS + 1))
        for step in story.steps:
            workbench.check(step.view.surgery, step.view.sample)
            assert step.view.surgery.model in (story.low, story.high)
        assert story == story_of(workbench, story.low)


def test_the_steps_show_what_they_are_about(workbench: Workbench) -> None:
    story = story_of(workbench, "middle")
    views = {step.topic: step.view for step in story.steps}
    dampings = {topic: view.surgery.operation.damping for topic, view in views.items()}
    assert [dampings[topic] for topic in TOPICS] == [1.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 1e-05]
    assert (views["classes"].shown, views["cost"].color) == ("pair", "changed")
    assert views["dimensions"].surgery.model == "wide"
    assert views["clean"].view == "atlas"
    low, high = (
        workbench.atlas(SurgerySpec(name), STORY_DAMPINGS) for name in (story.low, story.high)
    )
    row, other = contrast_pair(low, high)
    assert views["cost"].surgery.operation.classes == tuple(low.pairs[row])
    assert views["dimensions"].surgery.operation.classes == tuple(high.pairs[other])


def test_an_antipodal_pair_keeps_a_little() -> None:
    bundle = make_bundle(classes=2, dims=2, hidden=2, seed=3)
    opposite = np.array([[1.0, 0.0], [-1.0, 0.0]])[bundle.labels_fit]
    two = replace(
        bundle,
        features_fit=opposite,
        features_test=opposite,
        weight=np.eye(2),
        bias=np.zeros(2),
        classifier_weight=np.array([[1.0, 0.0], [-1.0, 0.0]]),
    )
    story = story_of(Workbench({"two": two}), "two")
    dampings = [step.view.surgery.operation.damping for step in story.steps]
    assert dampings == [1.0, 1.0, 0.5, *[story.counted_at] * 5]


def test_the_shipped_story_is_of_the_smallest_and_largest(shipped: Workbench) -> None:
    story = story_of(shipped, "digits-16d")
    assert (story.low, story.high) == ("digits-3d", "digits-16d")
    assert set(story.models) == {"digits-3d", "digits-16d"}
    low, high = (shipped.compare(story.steps[at].view.surgery) for at in (4, 5))
    assert high.is_clean
    assert low.merge_cost > 0.1
