"""Compare a model before and after one edit, on all its test samples."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import centroid_survival, statistics_of
from weight_surgery.core.groups import Group, groups_of
from weight_surgery.core.headline import headline
from weight_surgery.core.measurement import measure
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
    tells,
)
from weight_surgery.core.metrics.changes import Flips
from weight_surgery.core.metrics.clean import bystander_fall
from weight_surgery.core.metrics.verdict import Judgement, Network, Verdict
from weight_surgery.core.plan import Plan, fit_plan
from weight_surgery.core.side import Side, side_of
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.surgery import Surgery

# Below this share, small differences between samples decide where a centroid points.
UNSTABLE = 0.2


@dataclass(frozen=True, eq=False)
class Comparison:
    """An edit, the model before and after it, and what the difference cost.

    groups: what became of the classes that count as one, and of shattered ones; group: of these the
    one that the verdict is of, the worst.
    """

    spec: SurgerySpec
    bundle: Bundle
    plan: Plan
    groups: tuple[Group, ...]
    group: Group
    before: Side
    after: Side
    fall: Fall
    divergence: Divergence
    bystanders: tuple[BystanderRow, ...]
    mcnemar_strict: McNemar
    mcnemar_merged: McNemar
    mcnemar_bystanders: McNemar
    shortest_centroid: float
    centroid_survival: float
    __repr__ = headline

    @property
    def change(self) -> Change:
        """All that was changed of the network."""
        return self.plan.change

    @property
    def partition(self) -> Partition:
        """Which classes count as one, and which are shattered."""
        return self.plan.partition

    @property
    def merge(self) -> Merge | None:
        """What the method of the operation in the hand was asked; None for a shatter."""
        return self.plan.step.merge

    @property
    def fitted(self) -> tuple[UnitCentroid, ...]:
        """The centroids of the operation in the hand, where the steps before it left them."""
        return self.plan.step.centroids

    @property
    def direction(self) -> np.ndarray:
        """The unit direction (d,) that the operation in the hand is about."""
        return self.plan.step.direction

    @property
    def merged(self) -> tuple[int, ...]:
        """The classes of the group that the verdict is of."""
        return self.group.classes

    @property
    def predicted_landing_class(self) -> int:
        """The class that is read at the mean of the group's edited centroids."""
        return self.group.predicted_landing_class

    @property
    def landing_class(self) -> int:
        """The class that most of the group's samples are read as."""
        return self.group.landing_class

    @property
    def landing_share(self) -> Rate:
        """How many of them are."""
        return self.group.landing_share

    @property
    def flips(self) -> Flips:
        """Bystanders that are read differently."""
        return Flips(self.after.rates["flip_rate"], self.after.rates["harmful_flip_rate"])

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
        """Ceiling minus merged accuracy; NaN where all classes count as one."""
        lost = self.merged_ceiling.successes - self.after.merged_accuracy.successes
        return lost / self.merged_ceiling.total if tells("merge_cost", self.partition) else nan

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

    @property
    def judgement(self) -> Judgement:
        """The verdict, with the criteria it was judged by and why there is none."""
        return self.group.judgement

    @property
    def verdict(self) -> Verdict:
        """What is to be said of the edit (`core.metrics.verdict`): of several groups the worst."""
        return self.judgement.verdict

    @property
    def is_clean(self) -> bool:
        """Whether all groups merge cleanly (`core.metrics.clean`)."""
        return self.verdict is Verdict.MERGES_CLEANLY

    @property
    def kept_counts(self) -> tuple[int, ...]:
        """Samples each centroid in the hand was fitted on, after trimming."""
        return tuple(centroid.kept for centroid in self.fitted)

    @property
    def worst_bystander(self) -> BystanderRow | None:
        """The bystander class whose recall changed for the worst, if any has samples."""
        rows = [row for row in self.bystanders if row.change is not None]
        return min(rows, key=lambda row: row.change or 0.0) if rows else None

    @property
    def is_unstable(self) -> bool:
        """Whether an edited centroid is so short that its direction means little."""
        return self.shortest_centroid < UNSTABLE


def compare(bundle: Bundle, spec: SurgerySpec, plan: Plan | None = None) -> Comparison:
    """Operate on a bundle and measure both sides on all its test samples.

    plan: the spec's, with any damping in the hand, where it is known already.

    Raises ValueError for an unknown or empty class, and for centroids that coincide or vanish.
    """
    plan = (plan or fit_plan(bundle, spec)).at(spec.operation.damping)
    partition, change = plan.partition, plan.change
    shortest = plan.shortest_centroid
    labels = bundle.labels_test
    found = measure(bundle, None, partition), measure(bundle, change, partition)
    strict = Rate.of(found[0].counts.right.sum(), len(labels))
    network = Network(strict, int(found[0].counts.samples.max()))
    centroids = _centroids(bundle, spec, plan)
    groups = groups_of(bundle, change, partition, found, centroids, network)
    group = _worst(groups, partition.groups[spec.operation.classes[0]])
    before, after = (
        side_of(bundle, one, partition, side)
        for one, side in zip(found, (group.before, group.after), strict=True)
    )
    joint, outside = partition.array, partition.bystanders[labels]
    right_before, right_after = before.predictions == labels, after.predictions == labels
    joined_before = joint[before.predictions] == joint[labels]
    joined_after = joint[after.predictions] == joint[labels]
    means = change.embeddings(bundle.class_means_fit[0])
    means_read = change.classify(bundle, means).argmax(axis=1)
    return Comparison(
        spec=spec,
        bundle=bundle,
        plan=plan,
        groups=groups,
        group=group,
        before=before,
        after=after,
        fall=fall_between(before.confusion, after.confusion, partition),
        divergence=divergence_between(before.logits[outside], after.logits[outside], partition),
        bystanders=bystander_rows(labels, before.predictions, after.predictions, partition),
        mcnemar_strict=McNemar.between(right_before, right_after),
        mcnemar_merged=McNemar.between(joined_before, joined_after),
        mcnemar_bystanders=McNemar.between(right_before[outside], right_after[outside]),
        shortest_centroid=shortest,
        centroid_survival=float(centroid_survival(bundle, means_read, partition)),
    )


def _centroids(bundle: Bundle, spec: SurgerySpec, plan: Plan) -> dict[int, UnitCentroid]:
    """Return the unedited centroid of every class operated on, in the order they are named."""
    first = plan.steps[0]
    found = dict(zip(first.operation.classes, first.centroids, strict=True))
    statistics = statistics_of(bundle, spec.fit_split)
    for step in plan.steps[1:]:
        for label in step.operation.classes:
            if label not in found:
                found[label] = statistics.centroid(label, spec.trim_outliers)
    return found


def _worst(groups: tuple[Group, ...], hand: int) -> Group:
    """Return the merged group with the worst verdict, of several the one in the hand.

    A shattered class has no verdict; it stands for the edit where nothing is merged.
    """
    merged = [group for group in groups if not group.is_shattered]
    if not merged:
        return next(group for group in groups if hand in group.classes)
    return min(merged, key=lambda group: (group.verdict, hand not in group.classes))
