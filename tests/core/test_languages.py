"""The shipped classifier of 50 languages: nobody here trained it, and it does not normalise."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from weight_surgery.core.atlas import PairAtlas, pair_atlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.workbench import Workbench

PAIRS = list(combinations(range(50), 2))


@pytest.fixture(scope="module")
def bundle(shipped: Workbench) -> Bundle:
    return shipped.bundle("lang-50")


def test_it_has_every_second_paragraph_of_fifty_languages(bundle: Bundle) -> None:
    assert len(set(bundle.class_names)) == 50
    assert bundle.features_fit.shape == (1498, 120)
    assert bundle.features_test.shape == (1476, 120)
    for labels in (bundle.labels_fit, bundle.labels_test):
        assert set(np.bincount(labels, minlength=50)) <= set(range(29, 33))
    assert bundle.texts_test is not None
    english = bundle.texts_test[bundle.labels_test == bundle.class_names.index("English")]
    assert "Everyone has the right to life, liberty and the security of person." in english


def test_its_head_is_the_identity_and_it_does_not_normalise(bundle: Bundle) -> None:
    np.testing.assert_array_equal(bundle.weight, np.eye(120))
    np.testing.assert_array_equal(bundle.bias, np.zeros(120))
    np.testing.assert_array_equal(bundle.embeddings_test, bundle.features_test)
    assert bundle.features_test.min() == 0
    assert bundle.classifier_weight.shape == (50, 120)
    assert not bundle.normalise
    assert bundle.has_identity_head
    assert bundle.metadata["fidelity"].startswith("1,476 of 1,476 predictions equal")


def test_it_reads_all_but_two_languages(bundle: Bundle) -> None:
    right = bundle.predictions_test == bundle.labels_test
    assert (right.sum(), len(right)) == (1366, 1476)
    counts = {
        name: (
            int(right[bundle.labels_test == label].sum()),
            int((bundle.labels_test == label).sum()),
        )
        for label, name in enumerate(bundle.class_names)
    }
    assert counts["Kurdish"] == (0, 29)
    assert counts["Norwegian"] == (5, 30)
    others = (
        right / of for name, (right, of) in counts.items() if name not in {"Kurdish", "Norwegian"}
    )
    assert min(others) > 0.6


def as_one(atlas: PairAtlas) -> int:
    """Count the pairs that have a verdict and are clean but for whether their samples match."""
    judged = np.array([not reason for reason in atlas.no_verdict])
    return int((atlas.met[1:, :, 0].all(axis=0) & judged).sum())


@pytest.mark.parametrize(
    ("method", "pairs"), [("paper", 3), ("bystander-optimal", 54), ("absorb", 66)]
)
def test_the_method_decides_how_many_of_a_sample_of_pairs_are_one(
    bundle: Bundle, method: str, pairs: int
) -> None:
    assert as_one(pair_atlas(bundle, [0.0], method=method, pairs=PAIRS[::10])) == pairs


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "pairs", "clean", "bystanders"),
    [
        ("paper", 40, 40, -31.8),
        ("bystander-optimal", 556, 457, -0.2),
        ("absorb", 661, 405, -0.9),
    ],
)
def test_the_method_decides_how_many_pairs_are_one(
    bundle: Bundle, method: str, pairs: int, clean: int, bystanders: float
) -> None:
    atlas = pair_atlas(bundle, [0.0], method=method)
    assert len(atlas.pairs) == 1225
    assert (as_one(atlas), atlas.clean.sum()) == (pairs, clean)
    assert 100 * atlas.bystander_change.mean() == pytest.approx(bystanders, abs=0.06)
