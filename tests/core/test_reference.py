"""What the methods give on the shipped networks, and that the atlas measures what compare does."""

from __future__ import annotations

import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.comparison import compare
from weight_surgery.core.methods import METHODS
from weight_surgery.core.workbench import Workbench

# Mean over the 45 pairs at damping 0: merged accuracy, merged recall, bystanders in points, attack
# success; and how many are clean. Written down before this code was, from the formulas alone.
REFERENCE = {
    ("mnist-3d", "paper"): (0.591, 0.441, -35.1, 0.947, 0),
    ("mnist-3d", "stretched"): (0.549, 0.444, -40.6, 0.967, 0),
    ("mnist-3d", "bystander-optimal"): (0.602, 0.452, -34.1, 0.947, 0),
    ("mnist-5d", "paper"): (0.933, 0.859, -3.9, 0.957, 11),
    ("mnist-5d", "stretched"): (0.936, 0.890, -4.3, 0.981, 12),
    ("mnist-5d", "least-squares"): (0.939, 0.863, -3.3, 0.957, 12),
    ("mnist-16d", "paper"): (0.988, 0.970, 0.10, 0.956, 41),
    ("mnist-16d", "stretched"): (0.991, 0.985, 0.04, 0.980, 45),
    ("mnist-16d", "least-squares"): (0.989, 0.973, 0.10, 0.955, 41),
    ("mnist-16d", "bystander-optimal"): (0.989, 0.974, 0.09, 0.956, 41),
    ("mnist-16d", "protect"): (0.989, 0.972, 0.10, 0.957, 41),
    ("digits-16d", "paper"): (0.986, 0.964, 0.24, 0.954, 35),
    ("digits-16d", "stretched"): (0.989, 0.982, 0.15, 0.979, 44),
    ("digits-16d", "least-squares"): (0.986, 0.968, 0.22, 0.953, 35),
    ("digits-16d", "bystander-optimal"): (0.987, 0.969, 0.22, 0.954, 36),
    ("digits-16d", "protect"): (0.987, 0.970, 0.20, 0.956, 36),
}


@pytest.mark.parametrize(("model", "method"), REFERENCE)
def test_the_reference_figures(shipped: Workbench, model: str, method: str) -> None:
    accuracy, recall, bystanders, attack, clean = REFERENCE[model, method]
    atlas = pair_atlas(shipped.bundle(model), [0.0], method=method)
    assert len(atlas.pairs) == 45
    assert atlas.merged_accuracy.mean() == pytest.approx(accuracy, abs=6e-4)
    assert atlas.merged_recall.mean() == pytest.approx(recall, abs=6e-4)
    off = 0.06 if abs(bystanders) > 1 else 0.006
    assert 100 * atlas.bystander_change.mean() == pytest.approx(bystanders, abs=off)
    assert atlas.attack_success.mean() == pytest.approx(attack, abs=6e-4)
    assert atlas.clean.sum() == clean


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("normalise", [True, False])
def test_every_cell_of_the_atlas_equals_compare(method: str, normalise: bool) -> None:
    bundle = make_bundle(dims=6, classes=4, normalise=normalise)
    atlas = pair_atlas(bundle, [0.0, 0.3], method=method)
    assert len(atlas.pairs) + len(atlas.refused) == 6
    for row, (first, second) in enumerate(atlas.pairs.tolist()):
        for column, damping in enumerate((0.0, 0.3)):
            one = compare(bundle, spec_of(first, second, damping, method=method))
            for name, rate in one.after.rates.items():
                assert atlas.rate(name, row, column) == rate, name
            assert atlas.landing_class[row, column] == one.landing_class
            assert atlas.verdict[row, column] == one.verdict
            for name, value in (
                ("prototype_accuracy", one.after.prototype_accuracy.value),
                ("flip_rate", one.flips.rate.value),
                ("cosine", one.after.cosine),
                ("divergence_p95", one.divergence.p95),
            ):
                assert getattr(atlas, name)[row, column] == pytest.approx(value, abs=1e-9), name
