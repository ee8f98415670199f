"""Which classes count as one: groups, and the figures that follow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weight_surgery.core.metrics import (
    FIGURES,
    Partition,
    confusion_counts,
    counts_of,
    divergence_between,
    fall_between,
    rates_of,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Partition, np.ndarray, np.ndarray]:
    """Partitions made by merging again and again, with labels and what is read."""
    classes = draw(st.integers(2, 7))
    partition = Partition.singletons(classes)
    for _ in range(draw(st.integers(0, 4))):
        partition = partition.merged_with(draw(st.sets(st.integers(0, classes - 1), min_size=1)))
    for label in draw(st.sets(st.integers(0, classes - 1), max_size=2)):
        partition = partition.without(label)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    labels, read = rng.integers(0, classes, size=(2, draw(st.integers(1, 60))))
    return partition, labels, read


def figures(
    partition: Partition, labels: np.ndarray, read: np.ndarray
) -> dict[str, tuple[int, int]]:
    confusion = confusion_counts(labels, read, len(partition.groups))
    rates = rates_of(counts_of(confusion, partition), partition)
    return {name: (rate.successes, rate.total) for name, rate in rates.items()}


@given(cases())
def test_every_class_is_merged_a_bystander_or_shattered(case: tuple) -> None:
    partition, _, _ = case
    members = {label for group in partition.joined for label in group}
    assert members == set(np.flatnonzero(partition.merged))
    for label, group in enumerate(partition.groups):
        alone = partition.groups.count(group) == 1
        assert partition.merged[label] != alone
        assert partition.bystanders[label] == (alone and label not in partition.shattered)
        assert group == min(k for k, other in enumerate(partition.groups) if other == group)


@given(cases())
def test_figures_count_as_a_loop_over_samples_does(case: tuple) -> None:
    partition, labels, read = case
    found, group = figures(partition, labels, read), partition.groups
    pairs = list(zip(labels.tolist(), read.tolist(), strict=True))
    merged = [(y, f) for y, f in pairs if partition.merged[y]]
    others = [(y, f) for y, f in pairs if partition.bystanders[y]]
    assert found["strict_accuracy"] == (sum(y == f for y, f in pairs), len(pairs))
    assert found["merged_accuracy"][0] == sum(group[y] == group[f] for y, f in pairs)
    assert found["merged_recall"] == (sum(group[y] == group[f] for y, f in merged), len(merged))
    assert found["bystander_accuracy"] == (sum(y == f for y, f in others), len(others))


@given(cases(), st.randoms(use_true_random=False))
def test_renaming_classes_changes_no_figure(case: tuple, random: object) -> None:
    partition, labels, read = case
    classes = len(partition.groups)
    order = np.random.default_rng(random.randrange(2**32)).permutation(classes)  # type: ignore[attr-defined]
    renamed = Partition.singletons(classes)
    for group in partition.joined:
        renamed = renamed.merged_with(order[list(group)].tolist())
    for label in partition.shattered:
        renamed = renamed.without(int(order[label]))
    assert figures(renamed, order[labels], order[read]) == figures(partition, labels, read)


def test_of_singletons_nothing_is_merged_and_everything_is_as_it_is_read() -> None:
    partition = Partition.singletons(3)
    labels, read = np.array([0, 1, 2, 2]), np.array([0, 2, 2, 1])
    found = figures(partition, labels, read)
    assert found["merged_accuracy"] == found["strict_accuracy"] == found["bystander_accuracy"]
    assert found["merged_recall"] == (0, 0)
    assert figures(partition.merged_with((1, 2)), labels, read)["merged_accuracy"] == (4, 4)


@given(cases(), cases())
def test_the_fall_is_the_sum_of_its_parts(case: tuple, other: tuple) -> None:
    partition, labels, read = case
    classes = len(partition.groups)
    before = np.random.default_rng(len(labels)).integers(0, classes, size=len(labels))
    fall = fall_between(
        confusion_counts(labels, before, classes),
        confusion_counts(labels, read, classes),
        partition,
    )
    assert fall.lost == (before == labels).sum() - (read == labels).sum()
    assert fall.lost == fall.bystanders + fall.third_class + fall.swaps + fall.shattered


def test_divergence_sees_no_move_within_any_group() -> None:
    partition = Partition((0, 0, 2, 2))
    before, after = np.log([[0.5, 0.2, 0.1, 0.2]]), np.log([[0.1, 0.6, 0.25, 0.05]])
    assert divergence_between(before, after, partition).mean == pytest.approx(0, abs=1e-15)
    seen = divergence_between(before, after, Partition((0, 0, 2, 3))).mean
    assert seen is not None
    assert seen > 0.01


@pytest.mark.parametrize("groups", [(1, 1), (0, 2, 2), (0, 0, 1), (0, -1)])
def test_a_group_is_named_by_its_smallest_class(groups: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="smallest class"):
        Partition(groups)


def test_figures_have_a_name_and_a_unit_each_once() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)
    assert all(figure.unit for figure in FIGURES)
