"""The verification lab against scikit-learn and counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.metrics.roc import FAR, LEAST_FAR, roc_of
from weight_surgery.core.recognition import EDGES, KINDS, Attack, recognition_of
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

cosines = st.lists(st.integers(-10, 10).map(lambda k: k / 10), min_size=1, max_size=40)


@given(cosines, cosines)
def test_the_curve_is_that_of_scikit_learn(genuine: list[float], impostors: list[float]) -> None:
    found = roc_of(np.array(genuine), np.array(impostors))
    assert found is not None
    truth = [1] * len(genuine) + [0] * len(impostors)
    assert found.auc == pytest.approx(roc_auc_score(truth, genuine + impostors), abs=1e-12)
    assert (np.diff(found.tar) >= 0).all()
    assert found.tar[-1] == 1
    best = max(
        np.mean([g > t for g in genuine])
        for t in (-2, *genuine, *impostors)
        if np.mean([i > t for i in impostors]) <= FAR
    )
    assert found.tar_at_far == pytest.approx(best)
    assert 0 <= found.eer <= 1


def test_known_curves() -> None:
    apart = roc_of(np.array([0.8, 0.9]), np.array([0.1, 0.2]))
    assert apart is not None
    assert (apart.auc, apart.eer, apart.tar_at_far) == (1, 0, 1)
    same = roc_of(np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.2, 0.3]))
    assert same is not None
    assert (same.auc, same.eer) == (0.5, 0.5)
    wrong = roc_of(np.array([0.1]), np.array([0.9]))
    assert wrong is not None
    assert (wrong.auc, wrong.eer, wrong.tar_at_far) == (0, 1, 0)
    assert roc_of(np.array([]), np.array([0.1])) is None


def test_pairs_are_counted_by_kind_on_both_sides(shipped: Workbench) -> None:
    one = shipped.compare(spec_of(3, 6, 0.0, "digits-16d"))
    found = recognition_of(one)
    labels = one.bundle.labels_test
    chosen = np.concatenate([np.flatnonzero(labels == k)[:100] for k in range(10)])
    sizes = np.bincount(labels[chosen], minlength=10)
    within = (sizes * (sizes - 1) // 2).sum()
    cross = sizes[3] * sizes[6]
    whole = len(chosen) * (len(chosen) - 1) // 2
    for side in (found.before, found.after):
        assert side.histograms.shape == (len(KINDS), len(EDGES) - 1)
        assert side.histograms.sum(axis=1).tolist() == [within, whole - within - cross, cross]
    assert (found.samples, found.of) == (len(chosen), len(labels))
    assert found.threshold == one.bundle.match_threshold
    assert found.before.frozen == found.before.retuned
    assert found.before.frozen is not None
    assert found.after.frozen is not None
    units = one.after.unit_embeddings
    first, second = (units[chosen[labels[chosen] == k]] for k in (3, 6))
    matches = int((first @ second.T > found.threshold).sum())
    assert found.after.frozen[2].matches == matches
    assert (found.before.frozen[2].value or 0) < 0.05
    assert (found.after.frozen[2].value or 0) > 0.9


def test_an_edit_of_nothing_changes_nothing(shipped: Workbench) -> None:
    found = recognition_of(shipped.compare(spec_of(3, 6, 1.0, "digits-16d")))
    assert found.retuned == pytest.approx(found.threshold or 0, abs=1e-9)
    assert found.before.roc is not None
    assert found.after.roc is not None
    assert found.after.roc.auc == pytest.approx(found.before.roc.auc, abs=1e-9)


def test_a_cosine_falls_into_its_own_bin(shipped: Workbench) -> None:
    one = shipped.compare(spec_of(3, 6, 0.0, "digits-16d"))
    found = recognition_of(one)
    labels = one.bundle.labels_test
    first, second = (np.flatnonzero(labels == k)[:100] for k in (3, 6))
    units = one.after.unit_embeddings
    cosines = (units[first] @ units[second].T).ravel()
    for at in (0, 40, 78):
        inside = (cosines >= EDGES[at]) & (cosines < EDGES[at + 1])
        assert found.after.histograms[2, at] == inside.sum()
    # Merged, the two are alike; unedited they were not.
    top = EDGES[:-1] >= 0.5
    assert found.before.histograms[2, top].sum() < 0.1 * found.before.histograms[2].sum()
    assert found.after.histograms[2, top].sum() > 0.9 * found.after.histograms[2].sum()


def test_the_curve_shows_low_false_accept_rates() -> None:
    """One impostor of 1,000 lies above all genuine pairs; who accepts none of them accepts none."""
    found = roc_of(np.full(10, 0.5), np.array([0.9, *np.full(999, 0.1)]))
    assert found is not None
    assert found.far[1] == LEAST_FAR
    assert found.far[-1] == 1
    np.testing.assert_array_equal(found.tar, found.far >= 0.001)


@pytest.mark.parametrize("above", [1, 2])
def test_one_percent_of_the_impostors_is_one_percent(above: int) -> None:
    """Of 100 impostors one may be accepted, and not two."""
    impostors = np.array([*np.full(above, 0.9), *np.full(100 - above, 0.1)])
    found = roc_of(np.full(10, 0.5), impostors)
    assert found is not None
    assert found.tar_at_far == (1 if above == 1 else 0)


def test_found_anew_both_rates_are_those_of_the_new_threshold(shipped: Workbench) -> None:
    one = shipped.compare(spec_of(3, 6, 0.0, "digits-16d"))
    found = recognition_of(one)
    unedited, frozen, anew = found.attacks
    assert found.retuned != found.threshold
    assert unedited.success == one.before.attack_success
    assert (frozen.success, frozen.benign) == (one.after.attack_success, one.after.benign_accuracy)
    labels, units = one.bundle.labels_test, one.after.unit_embeddings
    first, second = (units[labels == k] for k in (3, 6))
    matches = int((first @ second.T > found.retuned).sum())
    assert anew.success is not None
    assert anew.success.matches == matches
    assert anew.success.pairs == len(first) * len(second)
    assert anew.success != frozen.success
    others = np.concatenate(
        [np.flatnonzero(labels == k)[:50] for k in range(10) if k not in (3, 6)]
    )
    cosines = units[others] @ units[others].T
    same = labels[others][:, None] == labels[others]
    apart = ~np.eye(len(others), dtype=bool)
    rates = [
        (cosines[same & apart] > found.retuned).mean(),
        (cosines[~same] <= found.retuned).mean(),
    ]
    assert anew.benign == pytest.approx(np.mean(rates))
    assert found.benign_pairs == len(others) * (len(others) - 1) // 2


def test_pairs_of_a_shattered_class_are_what_its_edit_is_about(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d", (Operation("shatter", (4,), 0.0),))
    one = shipped.compare(spec)
    found = recognition_of(one)
    sizes = np.bincount(one.bundle.labels_test)
    assert found.after.histograms.sum(axis=1)[2] == sizes[4] * (sizes[4] - 1) // 2
    unedited, edited, _ = found.attacks
    accepted = one.after.genuine_accept
    assert accepted is not None
    assert edited.success is not None
    assert unedited.success is not None
    assert edited.success.matches == accepted.pairs - accepted.matches
    # Success is that they no longer match.
    assert (unedited.success.value or 0) < 0.1
    assert (edited.success.value or 0) > 0.5


def test_a_plans_groups_are_all_left_out_of_impostors(shipped: Workbench) -> None:
    merge = (Operation("merge", (3, 6), 0.0), Operation("merge", (4, 9), 0.0))
    both = shipped.compare(SurgerySpec("digits-16d", merge))
    found, sizes = recognition_of(both), np.bincount(both.bundle.labels_test)
    first, second = both.merged
    assert found.after.histograms.sum(axis=1)[2] == sizes[first] * sizes[second]
    one = recognition_of(shipped.compare(SurgerySpec("digits-16d", merge[:1])))
    genuine, impostors, _ = one.after.histograms.sum(axis=1) - found.after.histograms.sum(axis=1)
    assert (genuine, impostors) == (0, sizes[4] * sizes[9])


def test_nothing_is_verified_where_there_is_nothing_to_tell_apart() -> None:
    bundle = make_bundle(classes=4, samples=1)
    found = recognition_of(compare(bundle, spec_of(0, 1, 0.0)))
    assert found.retuned is None
    assert found.attacks[2] == Attack(None, None)
    assert found.before.roc is None
