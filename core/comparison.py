"""Compare a model before and after one edit, on all its test samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import (
    Fit,
    centroid_survival,
    check_edited_centroids,
    fit_edit,
    predict_landing,
)
from weight_surgery.core.methods import Merge
from weight_surgery.core.metrics import (
    BystanderRow,
    Divergence,
    Fall,
    McNemar,
    Partition,
    Rate,
    bystander_rows,
    divergence_between,
    fall_between,
)
from weight_surgery.core.metrics.changes import Flips
from weight_surgery.core.metrics.clean import bystander_fall
from weight_surgery.core.metrics.verdict import Judgement, Network, Verdict, judge
from weight_surgery.core.metrics.verification import verification_set
from weight_surgery.core.side import Side, measure
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.surgery import Surgery

# Below this share, small differences between samples decide where a centroid points.
UNSTABLE = 0.2


@dataclass(frozen=True, eq=False)
class Comparison:
    """An edit, the model before and after it, and what the difference cost."""

    spec: SurgerySpec
    bundle: Bundle
    merge: Merge
    change: Change
    partition: Partition
    before: Side
    after: Side
    predicted_landing_class: int
    landing_class: int
    landing_share: Rate
    fall: Fall
    divergence: Divergence
    bystanders: tuple[BystanderRow, ...]
    mcnemar_strict: McNemar
    mcnemar_merged: McNemar
    mcnemar_bystanders: McNemar
    shortest_centroid: float
    centroid_survival: float

    @property
    def flips(self) -> Flips:
        """Bystanders that are read differently."""
        return Flips(self.after.rates["flip_rate"], self.after.rates["harmful_flip_rate"])

    @property
    def merged(self) -> tuple[int, ...]:
        """The two classes operated on."""
        return self.spec.operation.classes

    @property
    def fitted(self) -> tuple[UnitCentroid, UnitCentroid]:
        """The centroids of the two classes, as they were fitted."""
        return self.merge.centroids

    @property
    def direction(self) -> np.ndarray:
        """The unit difference (d,) of the two unit centroids."""
        return self.merge.unit_direction

    @property
    def surgery(self) -> Surgery:
        """The paper's edit of this pair at this damping, whatever the method in force."""
        return Surgery(self.direction, self.change.damping, self.spec.edit_bias)

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
    def retained_norm(self) -> float:
        """Length that is left of the unit centroids at damping 0, bias edited: predicted."""
        return float(np.sqrt((1 + self.before.cosine) / 2))

    @property
    def bystander_leak(self) -> np.ndarray:
        """Length (C,) of each class's unit centroid along the direction: predicted.

        NaN for a class without samples.
        """
        leak = np.abs(self.before.centroids @ self.direction)
        return np.where(self.before.centroids.any(axis=1), leak, np.nan)

    @property
    def bystander_fall(self) -> float:
        """How far bystander accuracy fell, as a share; 0 without bystanders."""
        return bystander_fall(self.before.bystander_accuracy, self.after.bystander_accuracy)

    @cached_property
    def judgement(self) -> Judgement:
        """The verdict, with the criteria it was judged by and why there is none."""
        names = tuple(self.bundle.class_names[label] for label in self.merged)
        largest = int(self.before.confusion.sum(axis=1).max())
        network = Network(self.before.strict_accuracy, largest)
        return judge(self.before.evidence, self.after.evidence, network, (names[0], names[1]))

    @property
    def verdict(self) -> Verdict:
        """What is to be said of the edit (`core.metrics.verdict`)."""
        return self.judgement.verdict

    @property
    def is_clean(self) -> bool:
        """Whether the pair merges cleanly (`core.metrics.clean`)."""
        return self.verdict is Verdict.MERGES_CLEANLY

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


def compare(bundle: Bundle, spec: SurgerySpec, fit: Fit | None = None) -> Comparison:
    """Operate on a bundle and measure both sides on all its test samples.

    fit: the spec's, of any damping, where it is known already.

    Raises ValueError for an unknown or empty class, and for centroids that coincide or vanish.
    """
    merged = spec.operation.classes
    merge, change = fit or fit_edit(bundle, spec)
    fitted, change = merge.centroids, change.at(spec.operation.damping)
    moved = change.embeddings(merge.means)
    shortest = check_edited_centroids(fitted, moved)
    labels, classes = bundle.labels_test, len(bundle.class_names)
    verified = verification_set(labels, classes, merged)
    partition = Partition.of_pair(classes, merged)
    before = measure(bundle, None, merged, partition, fitted, verified)
    after = measure(bundle, change, merged, partition, fitted, verified)
    joint, outside = partition.array, partition.bystanders[labels]
    inside = partition.merged[labels]
    right_before, right_after = before.predictions == labels, after.predictions == labels
    joined_before = joint[before.predictions] == joint[labels]
    joined_after = joint[after.predictions] == joint[labels]
    means_read = change.classify(bundle, change.embeddings(bundle.class_means_fit[0])).argmax(
        axis=1
    )
    reads = np.bincount(after.predictions[inside], minlength=classes)
    return Comparison(
        spec=spec,
        bundle=bundle,
        merge=merge,
        change=change,
        partition=partition,
        before=before,
        after=after,
        predicted_landing_class=predict_landing(bundle, change, moved),
        landing_class=int(reads.argmax()),
        landing_share=Rate.of(reads.max(), inside.sum()),
        fall=fall_between(before.confusion, after.confusion, partition),
        divergence=divergence_between(before.logits[outside], after.logits[outside], partition),
        bystanders=bystander_rows(labels, before.predictions, after.predictions, partition),
        mcnemar_strict=McNemar.between(right_before, right_after),
        mcnemar_merged=McNemar.between(joined_before, joined_after),
        mcnemar_bystanders=McNemar.between(right_before[outside], right_after[outside]),
        shortest_centroid=shortest,
        centroid_survival=float(centroid_survival(bundle, means_read, partition)),
    )
