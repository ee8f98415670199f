"""One uncached comparison against the bare products it needs: `python -m benchmarks.comparison`.

10,000 samples in each split, 64 dimensions, and 10 classes so near each other that 98 % of the
samples are read right. Warm is what a model has once; nothing of a pair or a damping is.

The bare products, float64 in plain numpy, into memory that is there. The bundle keeps row norms and
logits from before the edit, so after it only: the share of the direction, (N, d) @ (d,), and the
rank-one move; row norms; logits, (N, d) @ (d, C). On both sides: prototypes, (N, d) @ (d, C), and
the cosines that verification is defined by, across the two classes, inside each (symmetric: half
the work) and among the bystanders. Nothing is divided, compared, counted, chosen or fitted.
(`compare` settles most of these cosines in float32, so that it can come near this floor.)
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median

import numpy as np

from benchmarks.atlas import synthetic
from weight_surgery.core.comparison import Comparison, compare
from weight_surgery.core.export import figures_csv
from weight_surgery.core.metrics.verification import MOST_PAIR_SAMPLES, verification_set
from weight_surgery.core.specs import SurgerySpec

MOST_RATIO = 12.0


def bare_products(comparison: Comparison) -> tuple[float, float]:
    """Return the seconds of the products over all samples, and of those of verification."""
    bundle, direction = comparison.bundle, comparison.direction
    sides = (comparison.before, comparison.after)
    chosen = verification_set(bundle.labels_test, len(bundle.class_names), comparison.merged)
    groups = [
        [side.unit_embeddings[of] for of in (chosen.first, chosen.second, chosen.bystanders)]
        for side in sides
    ]
    before, after = (side.centroids.T for side in sides)
    weight, embeddings = bundle.classifier_weight.T.astype(float), bundle.embeddings_test
    removed = (1 - comparison.change.damping) * direction
    # Written to before, so that no product waits for memory.
    moved, buffer = np.ones_like(embeddings), np.ones(MOST_PAIR_SAMPLES**2)

    def multiply(one: np.ndarray, other: np.ndarray) -> None:
        shape = len(one), other.shape[1]
        np.matmul(one, other, out=buffer[: shape[0] * shape[1]].reshape(shape))

    start = time.perf_counter()
    np.multiply.outer(embeddings @ direction, removed, out=moved)
    np.subtract(embeddings, moved, out=moved)
    np.einsum("nd,nd->n", moved, moved)
    for one, other in ((moved, weight), (moved, after), (embeddings, before)):
        multiply(one, other)
    middle = time.perf_counter()
    for first, second, bystanders in groups:
        multiply(first, second.T)
        for group in (first, second, bystanders):
            multiply(group, group.T)
    return middle - start, time.perf_counter() - middle


def every_figure(comparison: Comparison) -> None:
    """Work out what a comparison leaves until it is asked for."""
    figures_csv(comparison)
    _ = comparison.retained_norm, comparison.bystander_leak, comparison.worst_bystander


def main() -> int:
    """Print the medians and both ratios; exit code 1 when the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison")
    parser.add_argument("--repeats", type=int, default=50, help="runs of each, in turn (50)")
    options = parser.parse_args()
    bundle = synthetic(10_000, 10, dims=64, fit_each=1000, spread=2.0)
    spec = SurgerySpec("synthetic")
    comparison = compare(bundle, spec)
    bare_products(comparison)
    runs = []
    for _ in range(options.repeats):
        samples, pairs = bare_products(comparison)
        start = time.perf_counter()
        every_figure(compare(bundle, spec))
        runs.append((samples + pairs, samples, time.perf_counter() - start))
    bare, samples, ours = (median(values) * 1000 for values in zip(*runs, strict=True))
    ratio = median(one / floor for floor, _, one in runs)
    looser = median(one / floor for _, floor, one in runs)
    print(f"bare products               {bare:7.2f} ms   median of {options.repeats}")
    print(f"  without verification      {samples:7.2f} ms")
    print(f"compare with every figure   {ours:7.2f} ms")
    print(f"ratio                       {ratio:7.2f}      bar {MOST_RATIO:g}")
    print(f"ratio without verification  {looser:7.2f}      no bar")
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
