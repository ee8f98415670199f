"""The verification lab: how alike samples are, of one class, of two, and of the merged pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics.matches import pairs_of
from weight_surgery.core.metrics.roc import Roc, roc_of
from weight_surgery.core.metrics.verification import (
    PairShare,
    Verification,
    VerificationSet,
    first_of_each,
    fix_threshold,
    verification_set,
    verify,
)

# The first so many test samples of all classes together are paired, each with each.
SAMPLES = 1000
EDGES = np.linspace(-1, 1, 81)
KINDS = ("genuine", "impostor", "cross")


@dataclass(frozen=True, eq=False)
class RecognitionSide:
    """One side of the edit.

    histograms (3, bins): pairs by their cosine, between EDGES, in the order of KINDS: of one class;
    of two classes, but for the merged pair; of the merged pair's two classes. roc: genuine against
    impostors; the pair's are neither. frozen, retuned: what is accepted of each kind at either
    threshold, None without one.
    """

    histograms: np.ndarray
    roc: Roc | None
    frozen: tuple[PairShare, ...] | None
    retuned: tuple[PairShare, ...] | None


@dataclass(frozen=True, eq=False)
class Recognition:
    """Both sides, and the thresholds: of the unedited network, and found anew on the edited one.

    samples: how many test samples were paired, each with each, of `of`; verified_anew: the edited
    network's verification at the threshold that was found anew, None without one; benign_pairs: the
    pairs of bystanders that verification judges.
    """

    before: RecognitionSide
    after: RecognitionSide
    threshold: float | None
    retuned: float | None
    samples: int
    of: int
    verified_anew: Verification | None
    benign_pairs: int


def recognition_of(comparison: Comparison) -> Recognition:
    """Pair the first max(2, 1000 // C) test samples of every class, before and after.

    The threshold that is found anew is so by the same rule on the edited fit split, by somebody
    who knows nothing of the edit.
    """
    bundle, classes = comparison.bundle, len(comparison.bundle.class_names)
    chosen = first_of_each(bundle.labels_test, classes, SAMPLES)
    of = bundle.labels_test[chosen]
    moved = comparison.change.embeddings(bundle.embeddings_fit)
    retuned = fix_threshold(moved, bundle.labels_fit, classes)
    frozen = bundle.match_threshold
    verified = verification_set(bundle.labels_test, classes, comparison.merged)

    def side(units: np.ndarray, anew: float | None) -> RecognitionSide:
        kinds = _kinds(units[chosen], of, comparison.merged)
        counts = [np.histogram(np.clip(one, -1, 1), EDGES)[0] for one in kinds]
        return RecognitionSide(
            np.array(counts), roc_of(kinds[0], kinds[1]), _at(kinds, frozen), _at(kinds, anew)
        )

    return Recognition(
        before=side(comparison.before.unit_embeddings, frozen),
        after=side(comparison.after.unit_embeddings, retuned),
        threshold=frozen,
        retuned=retuned,
        samples=len(chosen),
        of=len(bundle.labels_test),
        verified_anew=_verified(comparison.after.unit_embeddings, verified, retuned),
        benign_pairs=pairs_of(len(verified.bystanders)),
    )


def _verified(
    units: np.ndarray, chosen: VerificationSet, threshold: float | None
) -> Verification | None:
    if threshold is None:
        return None
    first, second, others = (units[of] for of in (chosen.first, chosen.second, chosen.bystanders))
    return verify(first, second, others, chosen.bystander_labels, threshold)


def _kinds(units: np.ndarray, labels: np.ndarray, pair: tuple[int, ...]) -> list[np.ndarray]:
    rows, columns = np.triu_indices(len(labels), k=1)
    cosines = (units @ units.T)[rows, columns]
    same = labels[rows] == labels[columns]
    cross = ~same & np.isin(labels[rows], pair) & np.isin(labels[columns], pair)
    return [cosines[same], cosines[~same & ~cross], cosines[cross]]


def _at(kinds: list[np.ndarray], threshold: float | None) -> tuple[PairShare, ...] | None:
    if threshold is None:
        return None
    return tuple(PairShare.of(int((one > threshold).sum()), len(one)) for one in kinds)
