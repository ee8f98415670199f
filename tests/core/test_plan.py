"""Plans: what several operations make is what one makes after the other, and each group has its own
figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.scene import motion_of
from weight_surgery.core.specs import Operation, SceneSpec, SurgerySpec

BUNDLE = make_bundle(dims=7, classes=6)


def spec_of(*operations: Operation, hand: int | None = None) -> SurgerySpec:
    return SurgerySpec("made", operations, hand=hand)


def edited(bundle: Bundle, comparison: Comparison) -> Bundle:
    """Return the bundle with the edit in its weights, as a network that never was another."""
    weight, bias = comparison.change.head.edit(bundle.weight, bundle.bias)
    return replace(bundle, weight=weight, bias=bias)


operations = st.permutations(range(6)).flatmap(
    lambda classes: st.tuples(
        st.just(classes),
        st.lists(st.sampled_from(("paper", "stretched", "least-squares")), min_size=2, max_size=2),
        st.lists(st.sampled_from((0.0, 0.3, 1.0)), min_size=3, max_size=3),
    )
)


@settings(max_examples=25, deadline=None)
@given(operations)
def test_a_plan_is_its_steps_one_after_the_other(
    drawn: tuple[Sequence[int], list[str], list[float]],
) -> None:
    (a, b, c, d, e, _), (one, two), (first, second, third) = drawn
    steps = (
        Operation("merge", (a, b), first, one),
        Operation("shatter", (e,), second),
        Operation("merge", (c, d), third, two),
    )
    plan = compare(BUNDLE, spec_of(*steps))
    maps = [step.change.head.map for step in plan.plan.steps]
    matrix = maps[2].matrix @ maps[1].matrix @ maps[0].matrix
    np.testing.assert_allclose(plan.change.head.map.matrix, matrix, atol=1e-12)
    bundle = BUNDLE
    for step in steps:
        bundle = edited(bundle, compare(bundle, spec_of(step)))
    # A bundle's weights are of single precision.
    np.testing.assert_allclose(plan.after.embeddings, bundle.embeddings_test, atol=1e-5)


def test_the_order_matters_and_switching_off_is_leaving_out() -> None:
    first, second = Operation("merge", (0, 1), 0.0), Operation("merge", (2, 3), 0.0)
    one, other = (compare(BUNDLE, spec_of(*some)) for some in ((first, second), (second, first)))
    gap = one.change.head.map.matrix - other.change.head.map.matrix
    assert np.abs(gap).max() > 1e-6
    off = compare(BUNDLE, spec_of(first, replace(second, on=False)))
    alone = compare(BUNDLE, spec_of(first))
    np.testing.assert_array_equal(off.after.embeddings, alone.after.embeddings)
    assert off.groups == alone.groups


def test_a_merge_of_a_group_takes_the_group_and_its_centroid() -> None:
    plan = fit_plan(
        BUNDLE, spec_of(Operation("merge", (4, 1), 0.0), Operation("merge", (4, 2), 0.0))
    )
    assert plan.partition.groups == (0, 1, 1, 3, 1, 5)
    moved = plan.steps[0].change.embeddings(BUNDLE.embeddings_fit)
    inside = np.isin(BUNDLE.labels_fit, (1, 4))
    np.testing.assert_allclose(
        plan.steps[1].centroids[0].vector, unit(moved[inside].mean(axis=0)), atol=1e-12
    )


def test_each_group_is_judged_by_itself_and_the_plan_by_its_worst() -> None:
    steps = [Operation("merge", pair, 0.0) for pair in ((0, 1), (1, 2), (3, 4))]
    found = compare(BUNDLE, spec_of(*steps))
    assert [group.classes for group in found.groups] == [(0, 1, 2), (3, 4)]
    assert found.verdict == min(group.verdict for group in found.groups)
    groups, read = found.partition.array, found.after.predictions
    labels, units = BUNDLE.labels_test, found.after.unit_embeddings
    for group in found.groups:
        inside = np.isin(labels, group.classes)
        per_class = [
            [(read[labels == k] == k).sum(), np.isin(read[labels == k], group.classes).sum()]
            for k in group.classes
        ]
        assert group.after.told_apart.successes == tuple(one for one, _ in per_class)
        assert group.after.mean_recall.successes == tuple(one for _, one in per_class)
        own = (groups[read] == groups[labels])[~inside]
        assert (group.after.outside.successes, group.after.outside.total) == (own.sum(), own.size)
        most = next(one for one in group.judgement.criteria if one.name == "told_apart").needed
        assert most == pytest.approx((1 + 1 / len(group.classes)) / 2)
        assert group.after.attack_success is not None
        attacks = [
            (units[labels == i] @ units[labels == j].T > BUNDLE.match_threshold).mean()
            for i, j in combinations(group.classes, 2)
        ]
        assert group.after.attack_success.value in [pytest.approx(one) for one in attacks]
        cosines = [
            found.after.centroids[i] @ found.after.centroids[j]
            for i, j in combinations(group.classes, 2)
        ]
        assert group.after.cosine == pytest.approx(min(cosines))


def test_a_shattered_class_costs_no_group_anything() -> None:
    merge = Operation("merge", (0, 1), 0.0)
    found = compare(BUNDLE, spec_of(merge, Operation("shatter", (5,), 0.0)))
    (pair, gone) = found.groups
    assert (pair.classes, gone.classes) == ((0, 1), (5,))
    assert gone.verdict is Verdict.NO_VERDICT
    assert found.group is pair
    outside = np.isin(BUNDLE.labels_test, (2, 3, 4)).sum()
    assert pair.after.outside.total == found.after.bystander_accuracy.total == outside


@pytest.mark.parametrize("hand", [0, 1, 2])
def test_whichever_is_in_the_hand_embeddings_move_on_a_line(hand: int) -> None:
    steps = (
        Operation("merge", (0, 1), 0.2),
        Operation("shatter", (5,), 0.1),
        Operation("merge", (2, 3), 0.4),
    )
    spec = spec_of(*steps, hand=hand)
    plan = fit_plan(BUNDLE, spec)
    line = plan.change.head.line(BUNDLE.embeddings_test)
    assert line.basis.shape[1] == 1
    for damping in (0.0, 0.35, 1.0):
        moved = BUNDLE.embeddings_test
        for step in plan.at(damping).steps:
            moved = step.change.embeddings(moved)
        np.testing.assert_allclose(line.at(damping), moved, atol=1e-12)
    comparison = compare(BUNDLE, spec)
    motion = motion_of(comparison, SceneSpec(points=60))
    samples = len(motion.indices)
    for shown, side in (
        (motion.scene_before(), comparison.before),
        (motion.scene_at(spec.operation.damping), comparison.after),
    ):
        expected = side.unit_embeddings[motion.indices] @ motion.scene.rows.T
        np.testing.assert_allclose(shown[:samples], expected, atol=1e-9)


def test_the_hand_changes_what_is_looked_along_and_no_figure() -> None:
    steps = (Operation("merge", (0, 1), 0.2), Operation("merge", (2, 3), 0.4))
    one, other = (compare(BUNDLE, spec_of(*steps, hand=hand)) for hand in (0, 1))
    np.testing.assert_array_equal(one.after.predictions, other.after.predictions)
    np.testing.assert_allclose(one.after.embeddings, other.after.embeddings, atol=1e-12)
    assert one.after.rates == other.after.rates
    assert np.abs(one.direction - other.direction).max() > 0.1


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((Operation("merge", (0, 1)), Operation("merge", (1, 0))), "one group already"),
        ((Operation("shatter", (0,)), Operation("merge", (1, 0))), "is shattered already"),
        ((Operation("merge", (0, 1)), Operation("shatter", (1,))), "merged with another class"),
        ((Operation("merge", (0, 1)), Operation("merge", (2, 9))), "has classes"),
    ],
)
def test_what_contradicts_an_earlier_step_is_refused(
    steps: tuple[Operation, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        compare(BUNDLE, spec_of(*steps))


def test_labels_alone_can_be_a_step_too() -> None:
    steps = (Operation("merge", (0, 1), 0.0, "rows"), Operation("merge", (2, 3), 0.0))
    found = compare(BUNDLE, spec_of(*steps))
    logits = found.after.logits
    np.testing.assert_array_equal(logits[:, 0], logits[:, 1])
    assert np.abs(logits[:, 2] - logits[:, 3]).max() > 0
