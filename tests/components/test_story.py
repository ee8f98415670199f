"""The story's words and answers, called as functions."""

from __future__ import annotations

import json
import re

import pytest

from tests.components.test_plan import of
from tests.conftest import make_bundle
from weight_surgery.components.story import answers
from weight_surgery.components.story.plan import STORY_DAMPINGS, more_is_better, story_of
from weight_surgery.components.story.words import dimensions_text, largest_leak, step_text
from weight_surgery.components.text import at_strength, cosine_text, fall_parts
from weight_surgery.components.view import STORY_STEPS, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

# So many letters are a line of the bar on a small screen.
LINE = 165


@pytest.fixture(scope="module")
def two() -> Workbench:
    return Workbench({"small": of("one", 3), "large": of("one", 9)})


def told(workbench: Workbench, model: str) -> list[str]:
    return [step["text"] for step in answers.told(workbench, model)["steps"]]


def test_every_number_is_that_of_the_view_it_opens(shipped: Workbench) -> None:
    story = story_of(shipped, "digits-3d")
    words = told(shipped, "digits-3d")
    cost = shipped.compare(story.steps[4].view.surgery)
    many = shipped.compare(story.steps[5].view.surgery)
    before = cost.before
    assert f"{before.strict_accuracy.successes} of {before.strict_accuracy.total}" in words[0]
    assert cosine_text(before.cosine) in words[1]
    half = shipped.compare(story.steps[2].view.surgery)
    assert f"to {cosine_text(half.after.cosine)}" in words[2]
    assert f"to {cosine_text(cost.after.cosine)}" in words[3]
    for part, _ in fall_parts(cost):
        assert part in words[4]
    worst = cost.worst_bystander
    assert worst is not None
    names = cost.bundle.class_names
    assert (
        f"Look for {names[worst.label]} in the scenes: it paid most, {worst.before.successes} →"
        in words[4]
    )
    assert f"read as {names[cost.landing_class]}, a third class" in words[4]
    for shown in (cost, many):
        lost = shown.merged_ceiling.successes - shown.after.merged_accuracy.successes
        assert f"costs {lost} of {shown.merged_ceiling.total}" in words[5]
    for model in ("digits-3d", "digits-16d"):
        atlas = shipped.atlas(SurgerySpec(model))
        clean = int(atlas.clean[:, atlas.nearest_damping(story.counted_at)].sum())
        dims = f"{shipped.bundle(model).dims} dimensions"
        # The model on the map is spoken of first.
        said = f"the map has {clean} clean pairs of {len(atlas.pairs)} with {dims};"
        if model == story.low:
            said = f"; {dims} have {clean or 'none'} of {len(atlas.pairs)}."
        assert said in words[7]
    assert words[7].lower().startswith(at_strength(story.counted_at))


def test_methods_are_counted_and_told_by_what_they_leave_to_the_others(shipped: Workbench) -> None:
    story = story_of(shipped, "digits-3d")
    step = next(one for one in story.steps if one.topic == "methods")
    rows = [
        row.comparison
        for row in shipped.method_rows(step.view.surgery)
        if row.comparison and row.edit_bias
    ]
    right = [one.after.bystander_accuracy.successes for one in rows]
    words = told(shipped, "digits-3d")[6]
    clean = sum(one.is_clean for one in rows)
    assert f"in {len(rows)} ways, {clean or 'none'} of them clean" in words
    assert f"{max(right):,} of {rows[0].after.bystander_accuracy.total:,} others" in words
    least = "All of them leave" if min(right) == max(right) else f": {min(right):,}."
    assert least in words
    assert step.view.tab == "method"


def test_the_leak_is_the_largest_of_the_bystanders(shipped: Workbench) -> None:
    one = shipped.compare(SurgerySpec("digits-3d"))
    leaks = [one.bystander_leak[k] for k in range(10) if k not in one.merged]
    assert largest_leak(one) == max(leaks)


def test_one_model_is_said_to_be_alone() -> None:
    workbench = Workbench({"only": of("one", 3)})
    answer = answers.told(workbench, "only")
    assert answer["steps"][5]["title"] == "Another pair of the same model"
    assert "No model of this data here has more than 3 dimensions" in answer["steps"][5]["text"]
    assert "the map has no clean pair of 6 with 3 dimensions." in answer["steps"][7]["text"]


def test_another_network_is_called_one_and_nothing_is_put_down_to_its_dimensions() -> None:
    """Of one data set, but not of one architecture: two counts, and no trend."""
    bundles = {
        f"{dims}": of("one", dims).with_metadata(network=network)
        for dims, network in ((3, "small"), (9, "large"))
    }
    answer = answers.told(Workbench(bundles), "3")
    title, text = (answer["steps"][5][part] for part in ("title", "text"))
    assert title == "The same pair in another network"
    assert "in 9 (9 dimensions); in 3 (3), another network, it" in text
    assert " in 9; 3, another network, has " in answer["steps"][7]["text"]
    unknown = {name: bundle.with_metadata(network=None) for name, bundle in bundles.items()}
    assert answers.told(Workbench(unknown), "3")["steps"][5]["title"] == title


def test_more_dimensions_are_a_reason_only_where_they_helped(two: Workbench) -> None:
    story = story_of(two, "small")
    small, large = (two.atlas(SurgerySpec(name), STORY_DAMPINGS) for name in ("small", "large"))
    at = story.counted_at
    clean = [int(one.clean[:, one.nearest_damping(at)].sum()) for one in (small, large)]
    first, last = (story.steps[place].view.surgery for place in (4, 5))
    cheaper = two.compare(last).merge_cost < two.compare(first).merge_cost
    assert story.one_network
    assert story.helps == (cheaper and clean[1] > clean[0])
    titles = {
        True: "Why more dimensions are different",
        False: "The same pair with more dimensions",
    }
    assert answers.told(two, "small")["steps"][5]["title"] == titles[story.helps]
    assert not more_is_better(large, 0, large, 0)


@pytest.mark.parametrize(
    ("model", "title"),
    [
        ("digits-16d", "Why more dimensions are different"),
        ("fashion-16d", "Why more dimensions are different"),
        ("mnist-16d", "The same pair in another network"),
    ],
)
def test_what_ships_says_what_its_own_data_show(shipped: Workbench, model: str, title: str) -> None:
    steps = answers.told(shipped, model)["steps"]
    assert steps[5]["title"] == title
    for step in steps:
        sentences = step["text"].splitlines()
        assert len(sentences) == 2
        # The bar has room for two lines each.
        assert max(map(len, sentences)) < 2 * LINE, sentences
        # Only names make them so long.
        named = "fashion" in model
        assert named or max(map(len, sentences)) < LINE, sentences


def test_a_strength_is_written_as_a_person_reads_it_its_damping_behind_it(
    shipped: Workbench,
) -> None:
    for words in told(shipped, "digits-3d"):
        for place in re.finditer(r"\bdamping\b|\de-\d", words):
            assert "% strength (damping" in words[max(0, place.start() - 30) : place.end()], words


def test_two_classes_have_no_others() -> None:
    workbench = Workbench({"pair": make_bundle(classes=2, name="pair")})
    words = told(workbench, "pair")
    assert "There are no other classes." in words[4]
    assert "this one has no other pair" in words[5]
    assert len(words) == STORY_STEPS


def test_where_lengths_count_nobody_is_said_to_be_in_one_place() -> None:
    bundles = [
        make_bundle(normalise=one, name=name) for name, one in (("raw", False), ("unit", True))
    ]
    raw, unit = (" ".join(told(Workbench({one.name: one}), one.name)) for one in bundles)
    assert "one place" not in raw
    assert "point the same way" in raw
    assert "1 would be one direction" in raw
    assert "share one place" in unit
    assert "1 would be one place" in unit


def test_a_gain_is_called_one(two: Workbench) -> None:
    story = story_of(two, "small")
    shown = two.compare(story.steps[4].view.surgery)
    untouched = two.compare(shown.spec.with_operation(damping=1.0))
    assert "the edit costs 0 of 240 samples" in dimensions_text(shown, untouched, True)[0]


def test_it_is_measured_a_moment_at_a_time(two: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "PATIENCE", 1e-9)
    request = {"model": "small", "part": 0}
    monkeypatch.setattr(answers, "monotonic", iter([0, 0, 1] * 9).__next__)
    seen = []
    while "steps" not in (answer := answers.prepare(two, request)):
        seen.append(answer["part"])
        request = {"model": "small", "part": answer["part"]}
    assert seen == [1, 2, 3]
    assert (answer["part"], answer["parts"]) == (4, 4)
    json.dumps(answer, allow_nan=False)


def test_what_is_known_is_told_at_once(two: Workbench) -> None:
    answers.prepare(two, {"model": "large", "part": 0})
    answer = answers.prepare(two, {"model": "small", "part": 0})
    assert len(answer["steps"]) == STORY_STEPS
    assert set(answer["models"]) == {"small", "large"}
    for number, step in enumerate(answer["steps"], start=1):
        assert View.from_query(step["query"]).story == number
        assert step["text"] == "\n".join(
            step_text(two, story_of(two, "small"), story_of(two, "small").steps[number - 1])
        )


def test_a_model_with_nothing_to_merge_says_so() -> None:
    workbench = Workbench({"none": make_bundle(empty=(0, 1, 2))})
    answer = answers.prepare(workbench, {"model": "none", "part": 0})
    assert "can be merged" in answer["refused"]


def test_every_step_shows_what_it_talks_about(shipped: Workbench) -> None:
    """What is told of is in the view that opens: only the pair, what changed, or the atlas."""
    story = story_of(shipped, "digits-3d")
    views = {step.topic: step.view for step in story.steps}
    for topic in ("classes", "direction", "projection"):
        assert views[topic].shown == "pair", topic
    assert {step.view.view for step in story.steps[:-1]} == {"pair"}
    assert {views[topic].color for topic in ("cost", "dimensions")} == {"changed"}
    assert views["clean"].view == "atlas"
