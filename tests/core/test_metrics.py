"""Figures against counting by hand, against scipy and scikit-learn, and their laws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix

from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import (
    McNemar,
    MeanShare,
    Partition,
    Rate,
    bystander_rows,
    confusion_counts,
    count_flips,
    counts_of,
    divergence_between,
    fall_between,
    means_of,
    rates_of,
)
from weight_surgery.core.metrics.changes import fair_tail
from weight_surgery.core.metrics.prototypes import prototype_accuracy

classes = st.integers(2, 6)


def means(confusion: np.ndarray, pair: tuple[int, int]) -> dict[str, MeanShare]:
    return means_of(counts_of(confusion, Partition.of_pair(len(confusion), pair)), pair)


@st.composite
def readings(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, int, tuple[int, int]]:
    count = draw(classes)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(1, 80))
    labels, before, after = rng.integers(0, count, size=(3, size))
    first = draw(st.integers(0, count - 1))
    second = (first + draw(st.integers(1, count - 1))) % count
    return labels, before, after, count, (first, second)


@pytest.mark.parametrize(("right", "total"), [(0, 1), (1, 1), (0, 50), (50, 50), (9876, 10_000)])
def test_rate_has_the_wilson_interval_of_scipy(right: int, total: int) -> None:
    rate = Rate.of(right, total)
    theirs = binomtest(right, total).proportion_ci(method="wilson")
    assert rate.value == right / total
    assert (rate.low, rate.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_rate_without_samples_is_nothing_rather_than_nan() -> None:
    assert Rate.of(0, 0) == Rate(None, 0, 0, 0.0, 1.0)
    with pytest.raises(ValueError, match="successes"):
        Rate.of(3, 2)


@given(readings())
def test_scores_count_as_a_loop_over_samples_does(case: tuple) -> None:
    labels, _, after, count, (i, j) = case
    confusion = confusion_counts(labels, after, count)
    np.testing.assert_array_equal(
        confusion, confusion_matrix(labels, after, labels=np.arange(count))
    )
    merge = {j: i}
    pairs = list(zip(labels.tolist(), after.tolist(), strict=True))
    partition = Partition.of_pair(count, (i, j))
    scores = rates_of(counts_of(confusion, partition), partition)
    assert scores["strict_accuracy"].successes == sum(y == f for y, f in pairs)
    assert scores["merged_accuracy"].successes == sum(
        merge.get(y, y) == merge.get(f, f) for y, f in pairs
    )
    assert scores["merged_recall"].successes == sum(y in (i, j) and f in (i, j) for y, f in pairs)
    assert scores["merged_recall"].total == sum(y in (i, j) for y, _ in pairs)
    assert scores["bystander_accuracy"].successes == sum(
        y == f for y, f in pairs if y not in (i, j)
    )


@given(readings())
def test_told_apart_and_mean_recall_are_means_over_the_two_classes(case: tuple) -> None:
    labels, _, after, count, (i, j) = case
    scores = means(confusion_counts(labels, after, count), (i, j))
    if not ((labels == i).any() and (labels == j).any()):
        assert scores["told_apart"].value is None
        return
    own = [np.mean(after[labels == label] == label) for label in (i, j)]
    either = [np.mean(np.isin(after[labels == label], (i, j))) for label in (i, j)]
    assert scores["told_apart"].value == pytest.approx(np.mean(own), abs=1e-12)
    assert scores["mean_recall"].value == pytest.approx(np.mean(either), abs=1e-12)
    assert scores["told_apart"].exact <= scores["mean_recall"].exact


@given(st.integers(1, 400), st.integers(1, 400), st.booleans())
def test_one_place_is_half_told_apart_whatever_the_sizes(n: int, m: int, second: bool) -> None:
    """All of both classes read as the same one of them: 50 %, where a pooled share would not be."""
    confusion = np.array([[0, n], [0, m]]) if second else np.array([[n, 0], [m, 0]])
    assert means(confusion, (0, 1))["told_apart"].value == 0.5
    assert means(np.diag([n, m]), (0, 1))["told_apart"].value == 1
    assert means(np.array([[0, n], [m, 0]]), (0, 1))["told_apart"].value == 0


def test_a_mean_share_is_exact_and_undefined_without_samples() -> None:
    assert MeanShare((1, 2), (3, 3)).exact == Fraction(1, 2)
    assert MeanShare((1, 0), (3, 0)).value is None
    assert MeanShare((), ()).exact is None


@given(readings())
def test_the_fall_is_the_sum_of_its_parts(case: tuple) -> None:
    labels, before, after, count, pair = case
    fall = fall_between(
        confusion_counts(labels, before, count),
        confusion_counts(labels, after, count),
        Partition.of_pair(count, pair),
    )
    assert fall.lost == int((before == labels).sum() - (after == labels).sum())
    assert fall.lost == fall.bystanders + fall.third_class + fall.swaps
    inside = np.isin(labels, pair)
    third = inside & ~np.isin(after, pair)
    third_before = inside & ~np.isin(before, pair)
    assert fall.third_class == int(third.sum() - third_before.sum())


@given(readings())
def test_flips_and_mcnemar_count_pairs(case: tuple) -> None:
    labels, before, after, _, pair = case
    bystanders = ~np.isin(labels, pair)
    flips, harmful = count_flips(labels, before, after, bystanders)
    assert flips == int((before != after)[bystanders].sum())
    lost = (before == labels) & (after != labels)
    assert harmful == int(lost[bystanders].sum())
    test = McNemar.between(before == labels, after == labels)
    changed = test.lost + test.gained
    expected = binomtest(test.lost, changed).pvalue if changed else 1.0
    assert test.p_value == pytest.approx(expected, rel=1e-9)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_tail_of_a_fair_coin_is_that_of_whole_numbers(lost: int, gained: int) -> None:
    heads, tosses = min(lost, gained), lost + gained
    exact = term = 1
    for k in range(heads):
        term = term * (tosses - k) // (k + 1)
        exact += term
    assert fair_tail(heads, tosses) == pytest.approx(exact / 2**tosses, rel=1e-13, abs=1e-300)


@given(readings())
def test_bystander_rows_add_up_to_the_flips(case: tuple) -> None:
    labels, before, after, count, pair = case
    rows = bystander_rows(labels, before, after, Partition.of_pair(count, pair))
    assert [row.label for row in rows] == [k for k in range(count) if k not in pair]
    flips, _ = count_flips(labels, before, after, ~np.isin(labels, pair))
    assert sum(row.flipped for row in rows) == flips
    for row in rows:
        went = after[(labels == row.label) & (before != after)]
        assert row.destination_count == (np.bincount(went).max() if went.size else 0)


def test_divergence_is_zero_for_the_same_and_finite_for_extremes() -> None:
    pair = Partition.of_pair(5, (0, 1))
    logits = np.random.default_rng(0).normal(size=(20, 5)) * 300
    same = divergence_between(logits, logits, pair)
    assert (same.mean, same.p95) == (0, 0)
    other = divergence_between(logits, -logits, pair)
    assert other.mean is not None
    assert np.isfinite(other.mean)
    assert other.mean > 0
    assert divergence_between(np.empty((0, 5)), np.empty((0, 5)), pair).mean is None


def test_divergence_does_not_see_what_moves_within_the_pair() -> None:
    before = np.log([[0.5, 0.2, 0.3]])
    after = np.log([[0.1, 0.6, 0.3]])
    assert divergence_between(before, after, Partition.of_pair(3, (0, 1))).mean == pytest.approx(
        0, abs=1e-15
    )
    seen = divergence_between(before, after, Partition.of_pair(3, (0, 2))).mean
    expected = 0.8 * np.log(0.8 / 0.4) + 0.2 * np.log(0.2 / 0.6)
    assert seen == pytest.approx(expected)


def test_prototype_accuracy_reads_the_nearest_class_and_joins_the_pair() -> None:
    centroids = np.array([[1.0, 0], [0, 1.0], [-1.0, 0]])
    units = unit(np.array([[2.0, 0.1], [0.1, 5.0], [-1, 0.2], [-1.0, 0]]))
    labels = np.array([0, 0, 2, 1])
    everywhere, present = np.ones(3, bool), np.array([True, False, True])
    first, second = Partition.of_pair(3, (0, 1)), Partition.of_pair(3, (1, 2))
    assert prototype_accuracy(units, labels, centroids, everywhere, first) == 3
    assert prototype_accuracy(units, labels, centroids, everywhere, second) == 3
    assert prototype_accuracy(units, labels, centroids, present, first) == 3
