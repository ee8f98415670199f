"""Whether a bundle reads what the person's own model reads, before and after an edit.

Predictions alone prove too little: a forgotten scale or a lost ReLU leaves all of them equal until
something is edited. So logits are compared as well, and an edited copy of the model.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.fitting import is_usable
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.specs import Operation, SurgerySpec

# Of the spread of the model's own logits.
TOLERANCE = 1e-3
# Of the test samples; one may differ in any case.
MOST_DIFFERENT = 1e-3
# Below this rounding decides what log-probabilities of 32 bits are.
LOWEST_LOG = -8.0
# Two classes that lie opposite each other, as the only two often do, bear no whole merge.
DAMPINGS_TRIED = (0.0, 0.5)
# What is wrong, and why it likely is.
BEFORE = (
    "the bundle does not read what your model reads",
    "a scale, a bias or a layer is missing between the embedding and the classifier, or what it "
    "reads lies so far from 0 that 32 bits round it (scale it first)",
)
AFTER = (
    "the bundle reads what your model reads, and no longer after an edit",
    "something between the edited layer and the classifier, a ReLU or a normalisation, is missing",
)


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says of the test samples: logits (N, C), predictions (N,).

    are_logs: whether the logits are log-probabilities, which end at what a float can hold; else
    they are known up to one constant a sample.
    """

    logits: np.ndarray
    predictions: np.ndarray
    are_logs: bool = False

    @property
    def comparable(self) -> np.ndarray:
        """The logits without what does not matter to a reading."""
        if self.are_logs:
            return np.maximum(self.logits, LOWEST_LOG)
        return self.logits - self.logits.mean(axis=1, keepdims=True)

    def like(self, other: Answers) -> Answers:
        """Return these as log-probabilities where the other's are."""
        if not other.are_logs:
            return self
        from scipy.special import log_softmax

        return Answers(log_softmax(self.logits, axis=1), self.predictions, True)


def fidelity(
    bundle: Bundle,
    ask: Callable[[SurgerySpec | None], Answers],
    spec: SurgerySpec | None,
    reason: str = "",
) -> str:
    """Return in words that a bundle reads what the model reads, on all test samples.

    ask: the person's own model's answers on them, as it is (None) or of a copy edited by a spec;
    spec: the edit to try, of no pair that can be merged or for a reason none.
    Raises ValueError with the likely reason where they differ.
    """
    samples = len(bundle.labels_test)
    theirs = ask(None)
    spread = float(theirs.comparable.std())
    mine = Answers(bundle.logits_test, bundle.predictions_test)
    before = _equal(mine, theirs, spread, BEFORE)
    if spec is None:
        reason = reason or "no pair of classes can be merged"
        return (
            f"{before:,} of {samples:,} predictions equal your model's; no edit was tried: {reason}"
        )
    change = fit_plan(bundle, spec).change
    logits = change.classify(bundle, change.embeddings(bundle.embeddings_test))
    mine = Answers(logits, logits.argmax(axis=1))
    after = _equal(mine, ask(spec), spread, AFTER, spec.operations[0].classes)
    if before == after:
        return f"{before:,} of {samples:,} predictions equal your model's, before and after an edit"
    return (
        f"{before:,} of {samples:,} predictions equal your model's before an edit, and "
        f"{after:,} after it"
    )


def first_merge(bundle: Bundle) -> SurgerySpec | None:
    """Return the first merge that a bundle bears, if any, at damping 0 where one does."""
    usable = [at for at in range(len(bundle.class_names)) if is_usable(bundle, at)]
    for damping, pair in product(DAMPINGS_TRIED, combinations(usable, 2)):
        spec = SurgerySpec(bundle.name, (Operation("merge", pair, damping),))
        with suppress(ValueError):
            _ = fit_plan(bundle, spec).shortest_centroid
            return spec
    return None


def _equal(
    mine: Answers,
    theirs: Answers,
    spread: float,
    reason: tuple[str, str],
    merged: tuple[int, ...] = (),
) -> int:
    """Return how many predictions are equal. Raises ValueError where too little is.

    Of classes that were merged either is read: where prototypes classify, their logits are the
    same, and rounding decides.
    """
    what, why = reason
    samples = len(theirs.predictions)
    unlike = mine.predictions != theirs.predictions
    both = np.isin(mine.predictions, merged) & np.isin(theirs.predictions, merged)
    different = int((unlike & ~both).sum())
    if different > max(1, int(MOST_DIFFERENT * samples)):
        raise ValueError(f"{what}: {different:,} of {samples:,} predictions differ; likely {why}")
    apart = float(np.abs(mine.like(theirs).comparable - theirs.comparable).max())
    if not apart <= TOLERANCE * spread:
        raise ValueError(
            f"{what}: logits differ by up to {apart:.2g}, where theirs spread by {spread:.2g}; "
            f"likely {why}"
        )
    return samples - different
