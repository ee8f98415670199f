"""A shattered class: its pairs no longer match, where its samples went, and what others paid."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

# Mean over the ten classes: pairs of a class that match, before and after, and what bystanders
# gain, in points. Written down before this code was, from the formula alone.
REFERENCE = {
    "mnist-16d": (0.985, 0.136, 0.06),
    "digits-16d": (0.988, 0.182, 0.10),
    "mnist-5d": (0.986, 0.230, -4.59),
    "mnist-3d": (0.960, 0.224, -32.1),
}


def shatter(bundle: Bundle, label: int, damping: float = 0.0) -> Comparison:
    return compare(bundle, SurgerySpec("made", (Operation("shatter", (label,), damping),)))


def matching(found: Comparison) -> tuple[float, float]:
    before, after = found.before.genuine_accept, found.after.genuine_accept
    assert before is not None
    assert after is not None
    assert before.value is not None
    assert after.value is not None
    return before.value, after.value


@pytest.mark.parametrize("model", REFERENCE)
def test_the_reference_figures(shipped: Workbench, model: str) -> None:
    found = [shatter(shipped.bundle(model), label) for label in range(10)]
    before, after, gained = REFERENCE[model]
    means = np.mean([matching(one) for one in found], axis=0)
    assert means == pytest.approx([before, after], abs=6e-4)
    off = 0.06 if abs(gained) > 10 else 0.006
    assert -100 * np.mean([one.bystander_fall for one in found]) == pytest.approx(gained, abs=off)


def test_its_figures_are_counted_on_its_own_samples() -> None:
    bundle = make_bundle(dims=5, classes=4)
    one = shatter(bundle, 2)
    own = bundle.labels_test == 2
    moved = one.change.embeddings(bundle.embeddings_test)
    read = bundle.classify(moved).argmax(axis=1)
    went = np.bincount(read[own], minlength=4)
    np.testing.assert_array_equal(one.after.confusion[2], went)
    assert one.after.told_apart.successes == (went[2],)
    assert (one.landing_class, one.landing_share.successes) == (went.argmax(), went.max())
    assert one.after.bystander_accuracy.successes == (read == bundle.labels_test)[~own].sum()
    units, threshold = unit(moved[own]), bundle.match_threshold
    match = units @ units.T > threshold
    pairs = match[np.triu_indices(len(units), k=1)]
    found = one.after.genuine_accept
    assert found is not None
    assert (found.matches, found.pairs) == (pairs.sum(), pairs.size)
    assert one.fall.shattered == one.fall.lost - one.fall.bystanders


def test_it_has_figures_and_no_verdict() -> None:
    one = shatter(make_bundle(dims=5, classes=4), 2)
    assert one.verdict is Verdict.NO_VERDICT
    assert "is shattered" in one.judgement.reason
    assert not one.is_clean
    assert one.merged == (2,)


def test_its_centroid_loses_its_direction_and_damping_takes_it_back() -> None:
    bundle = make_bundle(dims=5, classes=4)
    own = bundle.labels_fit == 1
    centroid = unit(bundle.embeddings_fit[own].mean(axis=0))
    gone = shatter(bundle, 1).change.embeddings(bundle.embeddings_fit[own])
    assert np.abs(gone @ centroid).max() < 1e-12
    half = shatter(bundle, 1, 0.5).change.embeddings(bundle.embeddings_fit[own])
    np.testing.assert_allclose(half @ centroid, 0.5 * bundle.embeddings_fit[own] @ centroid)
    kept = shatter(bundle, 1, 1.0)
    np.testing.assert_array_equal(kept.after.confusion, kept.before.confusion)
    assert kept.bystander_fall == 0


def test_what_cannot_be_shattered_is_refused() -> None:
    with pytest.raises(ValueError, match="has classes"):
        shatter(make_bundle(), 9)
    with pytest.raises(ValueError, match="no samples"):
        shatter(make_bundle(empty=(3,)), 3)
    with pytest.raises(ValueError, match="from 0 to 1"):
        shatter(make_bundle(), 0, 1.5)
