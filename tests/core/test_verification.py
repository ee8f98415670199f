"""Verification against counting pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.matches import Group, matches_across, matches_within
from weight_surgery.core.metrics.verification import (
    MOST_PAIR_SAMPLES,
    PairShare,
    SamplePairs,
    fix_threshold,
    verification_set,
)

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 300), st.integers(1, 300), st.floats(-1, 1), st.integers(2, 20))
def test_counts_equal_the_plain_count(seed: int, n: int, m: int, threshold: float, d: int) -> None:
    draw = np.random.default_rng(seed)
    a, b = unit(draw.normal(size=(n, d))), unit(draw.normal(size=(m, d)))
    assert matches_across(Group(a), Group(b), threshold) == int((a @ b.T > threshold).sum())
    rows, columns = np.triu_indices(n, k=1)
    plain = np.einsum("nd,nd->n", a[rows], a[columns])
    assert matches_within(Group(a), threshold) == int((plain > threshold).sum())


def test_pairs_at_the_very_threshold_are_settled_in_double_precision() -> None:
    angle = np.arccos(0.5)
    a = np.array([[1.0, 0.0]])
    b = np.array([[np.cos(angle + step), np.sin(angle + step)] for step in (-1e-9, 1e-9)])
    assert matches_across(Group(a), Group(b), 0.5) == 1


def test_the_threshold_is_the_midpoint_at_the_first_best_balance() -> None:
    angles = np.array([0.0, 0.1, 1.0, 1.1])
    embeddings = np.stack([np.cos(angles), np.sin(angles)], axis=1) * [[1], [5], [2], [9]]
    threshold = fix_threshold(embeddings, np.array([0, 0, 1, 1]), 2)
    assert threshold == pytest.approx((np.cos(0.1) + np.cos(0.9)) / 2)


@given(seeds)
def test_no_other_threshold_is_better(seed: int) -> None:
    draw = np.random.default_rng(seed)
    labels = np.sort(draw.integers(0, 3, size=14))
    embeddings = draw.normal(size=(14, 3)) + labels[:, None]
    threshold = fix_threshold(embeddings, labels, 3)
    units = unit(embeddings)
    if threshold is None:
        return
    pairs, likeness = SamplePairs(labels), units @ units.T
    best = pairs.accuracy(likeness > threshold)
    rows, columns = np.triu_indices(14, k=1)
    cosines = np.sort(likeness[rows, columns])
    middles = (cosines[1:] + cosines[:-1]) / 2
    others = [pairs.accuracy(likeness > middle) for middle in middles]
    assert best is not None
    assert best >= max(one for one in others if one is not None) - 1e-12


def test_without_two_kinds_of_pairs_there_is_no_threshold() -> None:
    embeddings = np.random.default_rng(0).normal(size=(4, 3))
    assert fix_threshold(embeddings, np.zeros(4, int), 2) is None
    assert fix_threshold(embeddings, np.arange(4), 4) is None
    assert fix_threshold(np.ones((4, 3)), np.array([0, 0, 1, 1]), 2) is None


def test_only_the_first_samples_of_a_class_are_looked_at() -> None:
    labels = np.tile(np.arange(10), 400)
    chosen = verification_set(labels, 10, (3, 6))
    assert len(chosen.bystanders) == 8 * 50
    assert chosen.bystanders.max() < 500
    assert len(chosen.first) == 400
    many = verification_set(np.repeat([0, 1, 2], 2000), 3, (0, 1))
    assert len(many.first) == MOST_PAIR_SAMPLES == len(set(many.first.tolist()))


def test_a_comparison_counts_pairs_by_hand() -> None:
    bundle = make_bundle(samples=25)
    comparison = compare(bundle, spec_of(damping=0.2))
    threshold = bundle.match_threshold
    assert threshold is not None
    for side in (comparison.before, comparison.after):
        a, b = (side.unit_embeddings[bundle.labels_test == label] for label in (0, 1))
        assert side.attack_success is not None
        assert side.genuine_accept is not None
        assert side.attack_success.matches == (a @ b.T > threshold).sum()
        assert side.attack_success.pairs == 625
        inside = sum(np.triu(one @ one.T > threshold, 1).sum() for one in (a, b))
        assert side.genuine_accept == PairShare.of(int(inside), 600)
        labels = bundle.labels_test
        others = np.flatnonzero(labels > 1)
        rows, columns = np.triu_indices(len(others), k=1)
        units = side.unit_embeddings[others]
        match = (units @ units.T)[rows, columns] > threshold
        same = labels[others][rows] == labels[others][columns]
        expected = (match[same].mean() + (~match[~same]).mean()) / 2
        assert side.benign_accuracy == pytest.approx(expected, abs=1e-12)


def test_one_bystander_class_gives_no_benign_accuracy() -> None:
    comparison = compare(make_bundle(classes=3), spec_of())
    assert comparison.after.benign_accuracy is None
