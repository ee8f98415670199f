"""How well a similarity tells genuine pairs from impostors, over all thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FAR = 0.01
# Thresholds that matter accept few impostors, so rates are drawn on a logarithmic axis from here.
LEAST_FAR = 1e-4
GRID = np.array([0.0, *10.0 ** (np.arange(-200, 1) / 50)])


@dataclass(frozen=True, eq=False)
class Roc:
    """A receiver operating characteristic.

    far, tar (n,): false accept rates, GRID, and the true ones, from none accepted to all; auc: the
    chance that a genuine pair is more alike than an impostor, ties half; eer: where as many genuine
    pairs are rejected as impostors accepted; tar_at_far: the true accept rate with at most FAR of
    the impostors accepted.
    """

    far: np.ndarray
    tar: np.ndarray
    auc: float
    eer: float
    tar_at_far: float


def roc_of(genuine: np.ndarray, impostors: np.ndarray) -> Roc | None:
    """Return the characteristic of two sets of cosines, or None where either is empty.

    A pair is accepted when its cosine exceeds the threshold.
    """
    if not len(genuine) or not len(impostors):
        return None
    genuine, impostors = np.sort(genuine), np.sort(impostors)
    below = np.searchsorted(impostors, genuine, side="left")
    not_above = np.searchsorted(impostors, genuine, side="right")
    auc = float((below + not_above).mean() / (2 * len(impostors)))
    # Between two neighbouring cosines every threshold accepts the same pairs.
    thresholds = np.concatenate([[-np.inf], np.unique(np.concatenate([genuine, impostors]))])
    # Whole pairs divided once: one of a hundred is the very number that FAR is.
    far, tar = (
        (len(pairs) - np.searchsorted(pairs, thresholds, side="right")) / len(pairs)
        for pairs in (impostors, genuine)
    )
    # From none accepted to all; where rates are equal, the more genuine ones the better.
    far, tar = far[::-1], tar[::-1]
    last = np.searchsorted(far, GRID, side="right") - 1
    return Roc(
        far=GRID,
        tar=tar[last],
        auc=auc,
        eer=_equal_error(far, 1 - tar),
        tar_at_far=float(tar[np.searchsorted(far, FAR, side="right") - 1]),
    )


def _equal_error(far: np.ndarray, missed: np.ndarray) -> float:
    """Return the rate at which two curves cross, one rising and one falling."""
    after = int(np.argmax(far >= missed))
    if after == 0:
        return float(far[0])
    gap_before = missed[after - 1] - far[after - 1]
    gap_after = far[after] - missed[after]
    share = gap_before / (gap_before + gap_after)
    return float(far[after - 1] + share * (far[after] - far[after - 1]))
