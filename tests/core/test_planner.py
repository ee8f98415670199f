"""The planner: each step against trying everything afresh, its known answer, and where it stops."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics import Partition
from weight_surgery.core.planner import plan
from weight_surgery.core.workbench import Workbench

Groups = tuple[int, ...]


def projected(
    bundle: Bundle, merges: list[tuple[int, int]], split: str = "fit"
) -> tuple[np.ndarray, Partition]:
    """Read a split after the paper's edit step by step, by plain matrices; and the groups."""
    fit, labels = bundle.embeddings_fit, bundle.labels_fit
    product, partition = np.eye(bundle.dims), Partition.singletons(len(bundle.class_names))
    for pair in merges:
        moved = fit @ product.T
        first, second = (
            unit(moved[partition.array[labels] == group].mean(axis=0)) for group in pair
        )
        direction = unit(first - second)
        product = (np.eye(bundle.dims) - np.outer(direction, direction)) @ product
        partition = partition.merged_with(pair)
    embeddings = fit if split == "fit" else bundle.embeddings_test
    return bundle.classify(embeddings @ product.T).argmax(axis=1), partition


def accuracy(bundle: Bundle, merges: list[tuple[int, int]], split: str = "fit") -> int:
    read, partition = projected(bundle, merges, split)
    labels = bundle.labels_fit if split == "fit" else bundle.labels_test
    return int((partition.array[read] == partition.array[labels]).sum())


@pytest.mark.parametrize("seed", range(3))
def test_each_step_is_the_best_of_all_pairs_tried_afresh(seed: int) -> None:
    bundle = make_bundle(dims=6, classes=5, seed=seed)
    found, merges = plan(bundle, 2), []
    assert len(found.operations) == 3
    for step, operation in enumerate(found.operations):
        names = sorted(set(projected(bundle, merges)[1].groups))
        scores = {pair: accuracy(bundle, [*merges, pair]) for pair in combinations(names, 2)}
        best = max(scores, key=lambda pair: scores[pair])
        assert operation.classes == best
        merges.append(best)
        assert found.fit_accuracy[step].successes == scores[best]
        assert found.accuracy[step].successes == accuracy(bundle, merges, "test")
        partition = projected(bundle, merges)[1]
        assert tuple(found.partitions[step]) == partition.groups
        labels, before = bundle.labels_test, bundle.predictions_test
        ceiling = (partition.array[before] == partition.array[labels]).sum()
        assert found.ceiling[step].successes == ceiling


def test_another_choice_than_the_best_is_noticed() -> None:
    """The negative control: the worst pair at every step reads fewer samples right."""
    bundle = make_bundle(dims=6, classes=5)
    found = plan(bundle, 3)
    pairs = list(combinations(range(5), 2))
    worst = min(pairs, key=lambda pair: accuracy(bundle, [pair]))
    assert accuracy(bundle, [worst]) < found.fit_accuracy[0].successes


def test_known_answer_of_the_larger_network(shipped: Workbench) -> None:
    """Test accuracy at 9, 8, ... 2 groups, written down from the formulas before this code was."""
    found = plan(shipped.bundle("mnist-16d"), 2)
    percents = [round(100 * (rate.value or 0), 2) for rate in found.accuracy]
    assert percents == [99.08, 98.91, 98.97, 98.99, 99.16, 99.12, 98.89, 99.01]
    assert found.stopped == ""
    assert len(set(found.partitions[-1])) == 2


@pytest.mark.parametrize("model", ["mnist-16d", "digits-16d"])
def test_it_is_hardly_ever_worse_than_what_people_do_today(shipped: Workbench, model: str) -> None:
    """Against merging what the unedited network confuses most, as counted on the fit split."""
    bundle = shipped.bundle(model)
    found, merges = plan(bundle, 2), []
    read = bundle.classify(bundle.embeddings_fit).argmax(axis=1)
    partition = Partition.singletons(10)
    for step in range(8):
        counts = np.zeros((10, 10), int)
        np.add.at(counts, (partition.array[bundle.labels_fit], partition.array[read]), 1)
        both = counts + counts.T
        names = sorted(set(partition.groups))
        pair = max(combinations(names, 2), key=lambda one: both[one])
        merges.append(pair)
        partition = partition.merged_with(pair)
        theirs = accuracy(bundle, merges, "test") / len(bundle.labels_test)
        ours = found.accuracy[step].value or 0
        assert ours >= theirs - 0.0025, step
        if model == "mnist-16d" and step:
            assert ours > theirs, step


@pytest.mark.parametrize(("model", "groups"), [("mnist-5d", 7), ("mnist-3d", 9)])
def test_it_stops_where_the_rank_ends_and_says_so(
    shipped: Workbench, model: str, groups: int
) -> None:
    found = plan(shipped.bundle(model), 2)
    assert len(set(found.partitions[-1])) == groups
    assert f"stops at {groups} groups" in found.stopped
    assert "dimension" in found.stopped


def test_it_stops_at_the_limit_on_lost_accuracy(shipped: Workbench) -> None:
    bundle = shipped.bundle("mnist-5d")
    free = plan(bundle, 7)
    limited = plan(bundle, 7, most_lost=0.01)
    steps = len(limited.operations)
    assert 0 < steps < len(free.operations)
    assert limited.operations == free.operations[:steps]
    assert "more than was allowed" in limited.stopped
    assert plan(bundle, 7, most_lost=1.0).operations == free.operations


@pytest.mark.parametrize("method", ["stretched", "least-squares", "bystander-optimal", "rows"])
def test_any_method_plans(shipped: Workbench, method: str) -> None:
    found = plan(shipped.bundle("digits-16d"), 7, method=method)
    assert [operation.method for operation in found.operations] == [method] * 3
    assert len(set(found.partitions[-1])) == 7
    values = [rate.value or 0 for rate in found.accuracy]
    assert min(values) > 0.9


def test_bad_numbers_are_refused_and_a_run_can_be_ended() -> None:
    bundle = make_bundle(dims=6, classes=4)
    for groups in (0, 5, 2.5, "many"):
        with pytest.raises(ValueError, match="number of groups"):
            plan(bundle, groups)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="may be lost"):
        plan(bundle, 2, most_lost=-0.1)
    with pytest.raises(ValueError, match="length"):
        plan(make_bundle(normalise=False), 2, method="stretched")
    seen: list[tuple[int, int]] = []
    plan(bundle, 2, progress=lambda *step: seen.append(step))
    assert seen == [(done, 9) for done in range(1, 10)]

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(bundle, 2, progress=cancel)
