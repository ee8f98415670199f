"""A seeded, stratified draw of samples, the same whether they come at once or batch by batch."""

from __future__ import annotations

import numpy as np

MOST_SAMPLES = 10_000
# Of a class that is rare; all of one that is rarer.
FEWEST = 10


def drawn(labels: np.ndarray, keys: np.ndarray, counts: np.ndarray, most: int) -> np.ndarray:
    """Return the places (n,), in order, of `most` samples with the class shares of counts (C,).

    labels (N,) and keys (N,), one random number a sample: of each class those of the lowest keys.
    A rare class keeps `FEWEST`, which may come on top. Drawing from an earlier draw of more gives
    what drawing from all at once gives.
    """
    total = int(counts.sum())
    if total <= most:
        return np.arange(len(labels))
    exact = most * counts / total
    quota = np.floor(exact).astype(int)
    for label in np.argsort(quota - exact, kind="stable")[: most - int(quota.sum())]:
        quota[label] += 1
    quota = np.maximum(quota, np.minimum(counts, FEWEST))
    order = np.lexsort((keys, labels))
    starts = np.searchsorted(labels[order], np.arange(len(counts)))
    rank = np.arange(len(order)) - starts[labels[order]]
    return np.sort(order[rank < quota[labels[order]]])
