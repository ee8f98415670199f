"""The paper's edit gives the figures that it gave before there were other methods.

kept.npz: of every pair of every shipped model at three dampings, bias edited and kept, written by
the version before; counts, checksums of all predictions, and figures that are no counts.
"""

from __future__ import annotations

import zlib
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

KEPT = Path(__file__).with_name("kept.npz")
MODELS = ("digits-3d", "digits-16d", "mnist-3d", "mnist-5d", "mnist-16d")
EDITS = list(product(combinations(range(10), 2), (0.0, 1e-5, 0.45), (True, False)))


def counts_of(comparison: Comparison) -> list[int]:
    after = comparison.after
    assert after.attack_success is not None
    assert after.genuine_accept is not None
    return [
        after.strict_accuracy.successes,
        after.merged_accuracy.successes,
        after.merged_recall.successes,
        after.bystander_accuracy.successes,
        after.prototype_accuracy.successes,
        comparison.landing_class,
        comparison.landing_share.successes,
        comparison.predicted_landing_class,
        comparison.flips.rate.successes,
        comparison.flips.harmful.successes,
        after.attack_success.matches,
        after.genuine_accept.matches,
        int(comparison.verdict),
    ]


def reals_of(comparison: Comparison) -> list[float | None]:
    after, divergence = comparison.after, comparison.divergence
    return [
        *(after.cosine, after.cosine_test, divergence.mean, divergence.p95, after.benign_accuracy),
        *(comparison.shortest_centroid, comparison.centroid_survival),
    ]


@pytest.mark.parametrize("model", MODELS)
def test_every_figure_is_what_it_was(shipped: Workbench, model: str) -> None:
    bundle = shipped.bundle(model)
    counts, predictions, reals = [], [], []
    for pair, damping, bias in EDITS:
        spec = SurgerySpec(model, (Operation("merge", pair, damping),), bias)
        comparison = compare(bundle, spec)
        counts.append(counts_of(comparison))
        read = comparison.after.predictions.astype(np.uint8)
        predictions.append(zlib.crc32(read.tobytes()))
        reals.append(reals_of(comparison))
    with np.load(KEPT) as kept:
        np.testing.assert_array_equal(np.array(counts), kept[f"{model}.counts"])
        np.testing.assert_array_equal(np.array(predictions), kept[f"{model}.predictions"])
        was, now = kept[f"{model}.reals"], np.array(reals, float)
    # Divergences are sums over thousands of samples of numbers up to 1e2.
    np.testing.assert_allclose(now, was, rtol=1e-11, atol=1e-12)
