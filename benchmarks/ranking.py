"""All pairs of 1,000 classes ranked on two cores, and what a ranking is worth.

`python -m benchmarks.ranking`. A sample of the pairs is asked of the atlas, and has to be the same.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.families import families
from weight_surgery.core.atlas import PairRanking, pair_atlas, rank_pairs, ranking_agreement
from weight_surgery.core.bundle import Bundle, load_bundle
from weight_surgery.core.workbench import PRETRAINED

CLASSES, WORKERS = 1_000, 2
MOST_SECONDS, MOST_BYTES = 10.0, 500 * 2**20
# Spearman's correlation with the measured change of bystander accuracy, whatever its sign.
LEAST_BY_SURVIVAL, LEAST_BY_LEAK = 0.95, 0.86
# Dimensions, offsets and whether embeddings are brought to length 1, of other models of as many
# classes, for comparison: these have no bar.
OTHERS = {
    "with offsets": (256, 1.0, True),
    "that keep lengths": (256, 0.0, False),
    "in 64 dimensions": (64, 0.0, True),
}


def timed(bundle: Bundle) -> tuple[PairRanking, float, float]:
    """Return a ranking with its seconds, and those of all cores together."""
    start, used = time.perf_counter(), time.process_time()
    ranking = rank_pairs(bundle, workers=WORKERS)
    return ranking, time.perf_counter() - start, time.process_time() - used


def same_as_atlas(bundle: Bundle, ranking: PairRanking, count: int) -> bool:
    """Tell whether a random sample of the pairs is what the atlas says of them."""
    rows = np.random.default_rng(2).choice(len(ranking.pairs), count, replace=False)
    pairs = [(one, other) for one, other in ranking.pairs[rows].tolist()]
    atlas = pair_atlas(bundle, (0.0,), pairs=pairs)
    leak = atlas.bystander_leak.copy()
    np.put_along_axis(leak, atlas.pairs, np.nan, axis=1)
    return bool(
        np.array_equal(ranking.survival[rows], atlas.centroid_survival[:, 0])
        and np.array_equal(ranking.worst_class[rows], np.nanargmax(leak, axis=1))
        and np.allclose(ranking.worst_leak[rows], np.nanmax(leak, axis=1), atol=1e-12)
        and np.allclose(ranking.rms_leak[rows], np.sqrt(np.nanmean(leak**2, axis=1)), atol=1e-12)
        and np.array_equal(ranking.leak(pairs), atlas.bystander_leak)
    )


def ranked(name: str, bundle: Bundle, count: int) -> tuple[bool, float]:
    """Print a model's ranking; return whether the sample is the same, and the seconds."""
    ranking, seconds, used = timed(bundle)
    same = same_as_atlas(bundle, ranking, count)
    right = float(np.mean(ranking.survival == 1))
    print(
        f"{len(ranking.pairs):,} pairs {name}: {seconds:5.2f} s on {WORKERS} cores "
        f"({used:5.2f} s of processor), {count} pairs as in the atlas: {same}; every class mean "
        f"survives in {100 * right:.1f} % of the pairs, {ranking.exact} left to rounding"
    )
    return same, seconds


def main() -> int:
    """Print every figure; exit code 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking")
    parser.add_argument("--pairs", type=int, default=40, help="pairs asked of the atlas (40)")
    count = parser.parse_args().pairs
    with threadpool_limits(1):
        bundle = families(CLASSES, CLASSES, fit_each=5)
        met, seconds = ranked(f"in {bundle.dims} dimensions", bundle, count)
        print(f"  bar {MOST_SECONDS:g} s")
        met = met and seconds <= MOST_SECONDS
        tracemalloc.start()
        rank_pairs(bundle, workers=WORKERS)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  at most {peak / 2**20:.0f} MB at once; bar {MOST_BYTES / 2**20:g}")
        met = met and peak <= MOST_BYTES
        for name, (dims, offset, normalise) in OTHERS.items():
            model = families(CLASSES, CLASSES, dims, 5, offset, normalise)
            met = ranked(name, model, count)[0] and met
        languages = load_bundle(PRETRAINED / "lang-50.npz")
        atlas = pair_atlas(languages, (0.0,), counts_only=True)
        found = ranking_agreement(rank_pairs(languages, workers=WORKERS), atlas, 0)
        survival, leak = found.change_by_survival or 0.0, found.change_by_leak or 0.0
        print(
            f"{languages.name}, {found.pairs:,} pairs measured: rank correlation with the change "
            f"of bystander accuracy {survival:.3f} by survival, {leak:.3f} by rms leak; bars "
            f"{LEAST_BY_SURVIVAL:g} and {-LEAST_BY_LEAK:g}"
        )
        met = met and survival >= LEAST_BY_SURVIVAL and leak <= -LEAST_BY_LEAK
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
