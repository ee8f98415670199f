"""Compare a model before and after one edit, on all its test samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bundle import Bundle
from core.centroids import UnitCentroid, class_means
from core.fitting import check_edited_centroids, fit_centroids, predict_landing
from core.geometry import cosine, unit
from core.metrics import (
    BystanderRow,
    Divergence,
    Fall,
    Flips,
    McNemar,
    Rate,
    Scores,
    bystander_rows,
    confusion_counts,
    divergence_between,
    fall_between,
    flips_between,
    scores_of,
)
from core.metrics.prototypes import prototype_accuracy
from core.specs import SurgerySpec
from core.surgery import Surgery, merge_direction

# Below this share, small differences between samples decide where a centroid points.
UNSTABLE = 0.2


@dataclass(frozen=True, eq=False)
class Side:
    """The model on one side of the edit: everything measured on all test samples.

    embeddings (Nt, d) raw; unit_embeddings (Nt, d); predictions (Nt,); confusion (C, C) counts;
    centroids (C, d): unit class centroids of the fit split, zero for an absent class.
    """

    embeddings: np.ndarray
    unit_embeddings: np.ndarray
    predictions: np.ndarray
    confusion: np.ndarray
    centroids: np.ndarray
    scores: Scores
    prototype_accuracy: Rate
    cosine: float
    cosine_test: float

    @property
    def strict_accuracy(self) -> Rate:
        """Share of test samples read as their label."""
        return self.scores.strict

    @property
    def merged_accuracy(self) -> Rate:
        """The same with the merged classes counted as one."""
        return self.scores.merged

    @property
    def merged_recall(self) -> Rate:
        """Share of merged samples read as either merged class."""
        return self.scores.recall

    @property
    def bystander_accuracy(self) -> Rate:
        """Share of all other samples read as their label."""
        return self.scores.bystanders

    @property
    def per_class_recall(self) -> tuple[Rate, ...]:
        """Strict recall of each class (C,)."""
        return self.scores.per_class


@dataclass(frozen=True, eq=False)
class Comparison:
    """An edit, the model before and after it, and what the difference cost."""

    spec: SurgerySpec
    bundle: Bundle
    surgery: Surgery
    fitted: tuple[UnitCentroid, UnitCentroid]
    before: Side
    after: Side
    predicted_landing_class: int
    landing_class: int
    landing_share: Rate
    fall: Fall
    flips: Flips
    divergence: Divergence
    bystanders: tuple[BystanderRow, ...]
    mcnemar_strict: McNemar
    mcnemar_merged: McNemar
    mcnemar_bystanders: McNemar
    shortest_centroid: float

    @property
    def merged(self) -> tuple[int, ...]:
        """The two classes operated on."""
        return self.spec.operation.classes

    @property
    def merged_ceiling(self) -> Rate:
        """Merged accuracy of the unedited model: relabelling alone would reach it."""
        return self.before.merged_accuracy

    @property
    def merge_cost(self) -> float:
        """Ceiling minus merged accuracy."""
        return (
            self.merged_ceiling.successes - self.after.merged_accuracy.successes
        ) / self.merged_ceiling.total

    @property
    def kept_counts(self) -> tuple[int, int]:
        """Samples each of the two centroids was fitted on, after trimming."""
        return self.fitted[0].kept, self.fitted[1].kept

    @property
    def worst_bystander(self) -> BystanderRow | None:
        """The bystander class whose recall changed for the worst, if any has samples."""
        rows = [row for row in self.bystanders if row.change is not None]
        return min(rows, key=lambda row: row.change or 0.0) if rows else None

    @property
    def is_unstable(self) -> bool:
        """Whether an edited centroid is so short that its direction means little."""
        return self.shortest_centroid < UNSTABLE


def compare(bundle: Bundle, spec: SurgerySpec) -> Comparison:
    """Operate on a bundle's head and measure both sides on all its test samples.

    Raises ValueError for an unknown or empty class, and for centroids that coincide or vanish.
    """
    merged = spec.operation.classes
    fitted = fit_centroids(bundle, spec)
    direction = merge_direction(fitted[0].vector, fitted[1].vector)
    surgery = Surgery(direction, spec.operation.damping, spec.edit_bias)
    shortest = check_edited_centroids(surgery, bundle, fitted)
    before = _side(bundle, None, merged, fitted)
    after = _side(bundle, surgery, merged, fitted)
    labels, classes = bundle.labels_test, len(bundle.class_names)
    inside = np.isin(labels, merged)
    right_before, right_after = before.predictions == labels, after.predictions == labels
    joined_before = right_before | (inside & np.isin(before.predictions, merged))
    joined_after = right_after | (inside & np.isin(after.predictions, merged))
    reads = np.bincount(after.predictions[inside], minlength=classes)
    return Comparison(
        spec=spec,
        bundle=bundle,
        surgery=surgery,
        fitted=fitted,
        before=before,
        after=after,
        predicted_landing_class=predict_landing(bundle, surgery, fitted),
        landing_class=int(reads.argmax()),
        landing_share=Rate.of(reads.max(), inside.sum()),
        fall=fall_between(before.confusion, after.confusion, merged),
        flips=flips_between(labels, before.predictions, after.predictions, ~inside),
        divergence=divergence_between(
            bundle.logits_test[~inside], bundle.classify(after.embeddings[~inside]), merged
        ),
        bystanders=bystander_rows(labels, before.predictions, after.predictions, merged, classes),
        mcnemar_strict=McNemar.between(right_before, right_after),
        mcnemar_merged=McNemar.between(joined_before, joined_after),
        mcnemar_bystanders=McNemar.between(right_before[~inside], right_after[~inside]),
        shortest_centroid=shortest,
    )


def _side(
    bundle: Bundle,
    surgery: Surgery | None,
    merged: tuple[int, ...],
    fitted: tuple[UnitCentroid, UnitCentroid],
) -> Side:
    def moved(embeddings: np.ndarray) -> np.ndarray:
        return embeddings if surgery is None else surgery.embeddings(embeddings, bundle.bias)

    labels, classes = bundle.labels_test, len(bundle.class_names)
    embeddings = moved(bundle.embeddings_test)
    units = unit(embeddings)
    if surgery is None:
        predictions = bundle.predictions_test
    else:
        predictions = bundle.classify(embeddings).argmax(axis=1)
    means, counts = class_means(bundle.embeddings_fit, bundle.labels_fit, classes)
    present = counts > 0
    means = np.where(present[:, None], moved(means), 0.0)
    confusion = confusion_counts(labels, predictions, classes)
    tested = [moved(bundle.embeddings_test[labels == label].mean(axis=0)) for label in merged]
    return Side(
        embeddings=embeddings,
        unit_embeddings=units,
        predictions=predictions,
        confusion=confusion,
        centroids=unit(means),
        scores=scores_of(confusion, merged),
        prototype_accuracy=prototype_accuracy(embeddings, labels, means, present, merged),
        cosine=cosine(moved(fitted[0].mean), moved(fitted[1].mean)),
        cosine_test=cosine(*tested),
    )
