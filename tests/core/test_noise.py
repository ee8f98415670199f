"""Differences that chance alone could have made, told from those that it could not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from tests.core.test_comparison import spec_of
from weight_surgery.core.metrics import McNemar
from weight_surgery.core.noise import headline_tests
from weight_surgery.core.workbench import Workbench


def outcome(lost: int, gained: int) -> McNemar:
    before = np.array([True] * lost + [False] * gained + [True] * 50)
    after = np.array([False] * lost + [True] * gained + [True] * 50)
    return McNemar.between(before, after)


@pytest.mark.parametrize(
    ("lost", "gained", "is_noise"),
    # 5 against 0 is 2 / 2⁵ = 0.0625, 6 against 0 half of that.
    [(9, 12, True), (0, 0, True), (5, 0, True), (6, 0, False), (90, 12, False), (12, 90, False)],
)
def test_noise_is_what_a_fair_coin_often_does(lost: int, gained: int, is_noise: bool) -> None:
    found = outcome(lost, gained)
    assert (found.lost, found.gained) == (lost, gained)
    assert found.is_noise == is_noise
    if lost + gained:
        assert found.p_value == pytest.approx(binomtest(lost, lost + gained).pvalue)


def test_every_headline_rate_is_tested_on_its_own_samples(shipped: Workbench) -> None:
    one = shipped.compare(spec_of(3, 6, 0.0, "digits-16d"))
    found = headline_tests(one)
    for name, test in found.items():
        before, after = one.before.rates[name], one.after.rates[name]
        assert test.gained - test.lost == after.successes - before.successes, name
    labels = one.bundle.labels_test
    pair = np.isin(labels, (3, 6))
    was, now = (np.isin(side.predictions, (3, 6)) for side in (one.before, one.after))
    assert found["merged_recall"].lost == int((pair & was & ~now).sum())
    assert found["merged_recall"].gained == int((pair & ~was & now).sum())
    # The two kept apart fall by half, which is no chance.
    assert not found["strict_accuracy"].is_noise


def test_an_edit_of_nothing_is_inside_the_noise(shipped: Workbench) -> None:
    found = headline_tests(shipped.compare(spec_of(3, 6, 1.0, "digits-16d")))
    assert all(test.is_noise and test.p_value == 1 for test in found.values())
