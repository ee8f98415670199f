"""What each step of a plan did: the same figures as of the plan that ends there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.comparison import compare
from weight_surgery.core.interference import prefixes, reports_of
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.specs import Operation, SurgerySpec

BUNDLE = make_bundle(dims=7, classes=6)
STEPS = (
    Operation("merge", (0, 1), 0.0),
    Operation("merge", (4, 5), 0.0, on=False),
    Operation("shatter", (5,), 0.0),
    Operation("merge", (1, 2), 0.0, "least-squares"),
)
SPEC = SurgerySpec("made", STEPS)


def test_a_report_a_step_that_is_on_with_the_groups_as_they_are_then() -> None:
    parts = prefixes(SPEC)
    reports = reports_of(tuple(compare(BUNDLE, one) for one in parts))
    assert [report.place for report in reports] == [0, 2, 3]
    groups = [[group.classes for group in report.groups] for report in reports]
    assert groups == [[(0, 1)], [(0, 1), (5,)], [(0, 1, 2), (5,)]]
    whole = compare(BUNDLE, SPEC)
    assert reports[-1].groups == whole.groups
    assert reports[-1].accuracy == whole.after.merged_accuracy
    first = reports[0].groups[0].after
    assert first.mean_recall != reports[1].groups[0].after.mean_recall, "later steps interfere"


def test_the_rank_falls_by_one_a_step_and_stays_where_damping_leaves_something() -> None:
    reports = reports_of(tuple(compare(BUNDLE, one) for one in prefixes(SPEC)))
    assert [report.rank for report in reports] == [6, 5, 4]
    soft = replace(SPEC, operations=tuple(replace(one, damping=0.5) for one in STEPS))
    softly = reports_of(tuple(compare(BUNDLE, one) for one in prefixes(soft)))
    assert [report.rank for report in softly] == [7, 7, 7]


def test_the_order_gap_is_that_of_the_two_maps_and_none_where_it_cannot_be_turned() -> None:
    first, second = Operation("merge", (0, 1), 0.0), Operation("merge", (2, 3), 0.0)
    one, other = (
        fit_plan(BUNDLE, SurgerySpec("made", some)).change.head.map.matrix
        for some in ((first, second), (second, first))
    )
    spec = SurgerySpec("made", (first, second))
    reports = reports_of(tuple(compare(BUNDLE, part) for part in prefixes(spec)))
    assert reports[0].gap == pytest.approx(np.linalg.norm(one - other, 2))
    assert reports[0].gap > 1e-6
    assert reports[1].gap is None
    alone = reports_of((compare(BUNDLE, SurgerySpec("made", (first,))),))
    assert alone[0].gap is None


def test_two_steps_that_do_not_meet_have_no_order() -> None:
    """Directions at right angles commute: the negative control of the gap."""
    bundle = make_bundle(dims=7, classes=6)
    centers = np.zeros((6, 7))
    for label, axis in enumerate((0, 1, 2, 3, 4, 5)):
        centers[label, axis] = 5.0
    features = centers[bundle.labels_fit]
    straight = replace(
        bundle,
        features_fit=features,
        features_test=centers[bundle.labels_test],
        weight=np.eye(7),
        bias=np.zeros(7),
    )
    spec = SurgerySpec("made", (Operation("merge", (0, 1), 0.0), Operation("merge", (2, 3), 0.0)))
    reports = reports_of(tuple(compare(straight, part) for part in prefixes(spec)))
    assert reports[0].gap == pytest.approx(0, abs=1e-12)
