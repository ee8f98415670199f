"""What the weights give away: the pair by its last direction, false alarms, when to be silent."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.forensics import (
    LEAST_LIKENESS,
    MOST_REMAINS,
    chance_of_a_name,
    detection,
    suspect,
    weights_of,
)
from weight_surgery.core.workbench import Workbench


@pytest.mark.parametrize("model", ["mnist-16d", "digits-16d"])
@pytest.mark.parametrize("damping", [0.0, 1e-5, 0.1, 0.3])
def test_in_many_dimensions_every_pair_is_named(
    shipped: Workbench, model: str, damping: float
) -> None:
    found = detection(shipped.bundle(model), damping)
    assert (found.named, found.pairs, found.false_alarms) == (45, 45, 0)
    assert found.can_tell
    assert not found.unedited.alarm


@pytest.mark.parametrize(
    ("model", "damping", "named"),
    [("mnist-5d", 0.0, 43), ("mnist-5d", 0.3, 44), ("mnist-3d", 0.0, 40), ("mnist-3d", 0.3, 10)],
)
def test_in_few_it_is_named_less_often(
    shipped: Workbench, model: str, damping: float, named: int
) -> None:
    assert detection(shipped.bundle(model), damping).named == named


def test_in_three_dimensions_it_cannot_tell_and_unedited_heads_match_too(
    shipped: Workbench,
) -> None:
    found = detection(shipped.bundle("mnist-3d"), 0.0)
    assert found.unedited.likeness == pytest.approx(0.99, abs=0.005)
    assert found.chance == 1
    assert found.false_alarms == 5
    assert not found.can_tell
    other = suspect(*_heads(shipped, "mnist-5d"))
    assert other.likeness == pytest.approx(0.86, abs=0.005)
    assert not other.alarm


def _heads(shipped: Workbench, model: str) -> tuple[np.ndarray, np.ndarray]:
    bundle = shipped.bundle(model)
    return bundle.weight, bundle.classifier_weight


def test_an_alarm_needs_both_limits() -> None:
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(5, 8))
    basis = np.linalg.qr(draw.normal(size=(8, 8)))[0]
    direction = (rows[1] - rows[4]) / np.linalg.norm(rows[1] - rows[4])
    near = np.linalg.qr(np.column_stack([direction, basis]))[0][:, 1:8]
    for last, is_alarm in ((0.01, True), (MOST_REMAINS * 0.99, True), (MOST_REMAINS * 1.01, False)):
        axes = np.column_stack([near, direction])
        weight = axes @ np.diag([1.0] * 7 + [last])
        found = suspect(weight, rows)
        assert found.pair == (1, 4)
        assert found.likeness > LEAST_LIKENESS
        assert found.alarm == is_alarm
    away = suspect(basis @ np.diag([1.0] * 7 + [0.0]), rows)
    assert away.alarm == (away.likeness >= LEAST_LIKENESS)


def test_chance_falls_with_dimensions() -> None:
    draw = np.random.default_rng(0)
    chances = [chance_of_a_name(draw.normal(size=(10, dims))) for dims in (2, 3, 5, 16)]
    assert chances[0] == 1
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 0.01


def test_singular_values_rank_and_what_was_moved() -> None:
    bundle = make_bundle(dims=4, hidden=7)
    change = compare(bundle, spec_of(0, 1, 0.0)).change
    found = weights_of(bundle, change)
    assert (found.rank_before, found.rank_after) == (4, 3)
    assert found.after[-1] < found.tolerance < found.before[-1]
    edited = change.head.edit(bundle.weight, bundle.bias)[0]
    gap = np.linalg.norm(edited - bundle.weight) / np.linalg.norm(bundle.weight)
    assert found.moved == pytest.approx(gap)
    untouched = weights_of(bundle, change.at(1.0))
    assert untouched.moved < 1e-12
    assert untouched.rank_after == 4


def test_a_head_that_is_taller_than_wide_has_a_last_direction_too() -> None:
    weight = np.random.default_rng(0).normal(size=(6, 3))
    found = suspect(weight, np.random.default_rng(1).normal(size=(4, 6)))
    assert 0 <= found.likeness <= 1
    assert found.remains == 1.0
