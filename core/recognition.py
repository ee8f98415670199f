"""The verification lab: how alike samples are, of one class, of two, and of merged classes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics import Partition
from weight_surgery.core.metrics.matches import pairs_of
from weight_surgery.core.metrics.roc import Roc, roc_of
from weight_surgery.core.metrics.verification import (
    BENIGN_SAMPLES,
    PairShare,
    benign_accuracy,
    class_samples,
    first_of_each,
    fix_threshold,
    match_pairs,
    within_class,
)
from weight_surgery.core.side import Side

# The first so many test samples of all classes together are paired, each with each.
SAMPLES = 1000
EDGES = np.linspace(-1, 1, 81)
KINDS = ("genuine", "impostor", "cross")


@dataclass(frozen=True, eq=False)
class RecognitionSide:
    """One side of the edit.

    histograms (3, bins): pairs by their cosine, between EDGES, in the order of KINDS: of one class;
    of two classes; and of two classes of the group that the verdict is of, or of a shattered class.
    Of the first two such pairs are left out, of whatever group. roc: genuine against impostors.
    frozen, retuned: what is accepted of each kind at either threshold, None without one.
    """

    histograms: np.ndarray
    roc: Roc | None
    frozen: tuple[PairShare, ...] | None
    retuned: tuple[PairShare, ...] | None


@dataclass(frozen=True)
class Attack:
    """What the paper reports of an edit, at one threshold.

    benign: balanced accuracy over pairs of bystanders; success: cross pairs of the group that the
    verdict is of that match, of several classes those of the two that match least; of a shattered
    class its own pairs that do not match. None where it is not defined.
    """

    benign: float | None
    success: PairShare | None


@dataclass(frozen=True, eq=False)
class Recognition:
    """Both sides, and the thresholds: of the unedited network, and found anew on the edited one.

    samples: how many test samples were paired, each with each, of `of`; attacks: unedited, edited,
    and edited at the threshold found anew; benign_pairs: the pairs of bystanders that they judge.
    """

    before: RecognitionSide
    after: RecognitionSide
    threshold: float | None
    retuned: float | None
    samples: int
    of: int
    attacks: tuple[Attack, Attack, Attack]
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

    def side(units: np.ndarray, anew: float | None) -> RecognitionSide:
        kinds = _kinds(units[chosen], of, comparison.partition, comparison.merged)
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
        attacks=(
            _attack(comparison, comparison.before),
            _attack(comparison, comparison.after),
            _attack_at(comparison, retuned),
        ),
        benign_pairs=pairs_of(len(_bystanders(comparison))),
    )


def _kinds(
    units: np.ndarray, labels: np.ndarray, partition: Partition, group: tuple[int, ...]
) -> list[np.ndarray]:
    rows, columns = np.triu_indices(len(labels), k=1)
    cosines = (units @ units.T)[rows, columns]
    same = labels[rows] == labels[columns]
    joined = partition.array[labels[rows]] == partition.array[labels[columns]]
    shattered = np.isin(labels[rows], list(partition.shattered))
    about = joined & (~same | shattered)
    cross = about & np.isin(labels[rows], group)
    return [cosines[same & ~about], cosines[~joined], cosines[cross]]


def _at(kinds: list[np.ndarray], threshold: float | None) -> tuple[PairShare, ...] | None:
    if threshold is None:
        return None
    return tuple(PairShare.of(int((one > threshold).sum()), len(one)) for one in kinds)


def _attack(comparison: Comparison, side: Side) -> Attack:
    shattered = comparison.group.is_shattered
    success = _failing(side.genuine_accept) if shattered else side.attack_success
    return Attack(side.benign_accuracy, success)


def _attack_at(comparison: Comparison, threshold: float | None) -> Attack:
    """Measure the edited network at another threshold than its own."""
    if threshold is None:
        return Attack(None, None)
    labels, units = comparison.bundle.labels_test, comparison.after.unit_embeddings
    benign = _bystanders(comparison)
    samples = [units[class_samples(labels, label)] for label in comparison.merged]
    if comparison.group.is_shattered:
        success = _failing(within_class(samples[0], threshold))
    else:
        every = [match_pairs(*two, threshold).attack for two in combinations(samples, 2)]
        success = min(every, key=lambda share: share.value or 0.0)
    return Attack(benign_accuracy(units[benign], labels[benign], threshold), success)


def _failing(share: PairShare | None) -> PairShare | None:
    return share and PairShare.of(share.pairs - share.matches, share.pairs)


def _bystanders(comparison: Comparison) -> np.ndarray:
    """Return the test samples of which benign accuracy is measured."""
    labels, classes = comparison.bundle.labels_test, len(comparison.bundle.class_names)
    chosen = first_of_each(labels, classes, BENIGN_SAMPLES)
    return chosen[comparison.partition.bystanders[labels[chosen]]]
