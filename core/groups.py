"""What an edit made of the classes that count as one, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import UnitCentroid
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import predict_landing
from weight_surgery.core.geometry import cosine
from weight_surgery.core.measurement import Measurement
from weight_surgery.core.metrics import MeanShare, Partition, Rate, means_of
from weight_surgery.core.metrics.clean import Evidence
from weight_surgery.core.metrics.verdict import Judgement, Network, Verdict, judge
from weight_surgery.core.metrics.verification import (
    Pairs,
    PairShare,
    class_samples,
    match_pairs,
    within_class,
)


@dataclass(frozen=True)
class GroupSide:
    """One side of a group of classes; a shattered class is a group of its own.

    mean_recall, told_apart: means over its classes of the share read as any of them, and as that
    very class; outside: samples of all other classes but shattered ones, read into their own group;
    attack_success: cross pairs of two of its classes that match, genuine_accept: pairs inside
    either, both of the two that are furthest from what is needed, None without a threshold; cosine:
    of the centroids of the two that are furthest apart, cosine_test: on the test split.
    """

    mean_recall: MeanShare
    told_apart: MeanShare
    outside: Rate
    attack_success: PairShare | None
    genuine_accept: PairShare | None
    cosine: float
    cosine_test: float

    @property
    def evidence(self) -> Evidence:
        """What a verdict looks at."""
        return Evidence(
            recall=self.mean_recall,
            told_apart=self.told_apart,
            bystanders=self.outside,
            attack=self.attack_success,
            genuine=self.genuine_accept,
        )


@dataclass(frozen=True)
class Group:
    """Classes that count as one, or a shattered class, before and after an edit.

    fitted: samples that its centroids were fitted on; landing_class: what most of its samples are
    read as, and landing_share: how many; predicted_landing_class: what is read at the mean of its
    edited centroids.
    """

    classes: tuple[int, ...]
    before: GroupSide
    after: GroupSide
    fitted: int
    landing_class: int
    landing_share: Rate
    predicted_landing_class: int
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """What is to be said of the group."""
        return self.judgement.verdict

    @property
    def is_shattered(self) -> bool:
        """Whether it is a class that was shattered."""
        return len(self.classes) == 1


def groups_of(
    bundle: Bundle,
    change: Change,
    partition: Partition,
    sides: tuple[Measurement, Measurement],
    centroids: Mapping[int, UnitCentroid],
    network: Network,
) -> tuple[Group, ...]:
    """Return every group of two or more classes, then every shattered class.

    centroids: of each of these classes, unedited, in the order in which they are named.
    """
    order = list(centroids)
    wanted = (*partition.joined, *((label,) for label in sorted(partition.shattered)))
    return tuple(
        _group(
            bundle,
            change,
            partition,
            sides,
            tuple(sorted(classes, key=order.index)),
            centroids,
            network,
        )
        for classes in wanted
    )


def _group(
    bundle: Bundle,
    change: Change,
    partition: Partition,
    sides: tuple[Measurement, Measurement],
    classes: tuple[int, ...],
    centroids: Mapping[int, UnitCentroid],
    network: Network,
) -> Group:
    pairs = _pairs(bundle, classes, sides)
    worst = _worst(*pairs)
    before, after = (
        _side(bundle, partition, side, classes, centroids, found[worst] if found else None)
        for side, found in zip(sides, pairs, strict=True)
    )
    names = tuple(bundle.class_names[label] for label in classes)
    if len(classes) == 1:
        judgement = Judgement(
            Verdict.NO_VERDICT, f"{names[0]} is shattered, which has figures and no verdict.", ()
        )
    else:
        judgement = judge(before.evidence, after.evidence, network, names)
    reads = sides[1].confusion[list(classes)].sum(axis=0)
    means = np.stack([centroids[label].mean for label in classes])
    return Group(
        classes=classes,
        before=before,
        after=after,
        fitted=sum(centroids[label].kept for label in classes),
        landing_class=int(reads.argmax()),
        landing_share=Rate.of(reads.max(), reads.sum()),
        predicted_landing_class=predict_landing(bundle, change, change.embeddings(means)),
        judgement=judgement,
    )


def _side(
    bundle: Bundle,
    partition: Partition,
    side: Measurement,
    classes: tuple[int, ...],
    centroids: Mapping[int, UnitCentroid],
    pairs: Pairs | None,
) -> GroupSide:
    means = means_of(side.counts, classes)
    inside = np.isin(np.arange(len(partition.groups)), classes)
    outside = ~inside & (partition.bystanders | partition.merged)
    return GroupSide(
        mean_recall=means["mean_recall"],
        told_apart=means["told_apart"],
        outside=Rate.of(side.counts.own[outside].sum(), side.counts.samples[outside].sum()),
        attack_success=pairs.attack if pairs else None,
        genuine_accept=pairs.genuine if pairs else None,
        cosine=_furthest([side.moved(centroids[label].mean) for label in classes]),
        cosine_test=_furthest(list(side.moved(bundle.class_means_test[list(classes)]))),
    )


def _pairs(
    bundle: Bundle, classes: tuple[int, ...], sides: tuple[Measurement, Measurement]
) -> tuple[list[Pairs], list[Pairs]]:
    """Match the samples of every two of the classes, or of the only one, on both sides."""
    threshold = bundle.match_threshold
    if threshold is None:
        return [], []
    samples = {label: class_samples(bundle.labels_test, label) for label in classes}

    def side(units: np.ndarray) -> list[Pairs]:
        chosen = {label: units[at] for label, at in samples.items()}
        if len(classes) == 1:
            (only,) = chosen.values()
            return [Pairs(PairShare.of(0, 0), within_class(only, threshold))]
        return [
            match_pairs(chosen[one], chosen[other], threshold)
            for one, other in combinations(classes, 2)
        ]

    return side(sides[0].units), side(sides[1].units)


def _worst(before: list[Pairs], after: list[Pairs]) -> int:
    """Return the place of the two classes whose attack success is furthest below what is needed."""

    def room(at: int) -> float:
        attack, genuine = after[at].attack.exact, before[at].genuine.exact
        return -np.inf if attack is None or genuine is None else float(attack - genuine)

    return min(range(len(before)), key=room, default=0)


def _furthest(means: list[np.ndarray]) -> float:
    return min((cosine(one, other) for one, other in combinations(means, 2)), default=1.0)
