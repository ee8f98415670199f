"""The atlas while it is written: one row a pair."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.predict import cosine_at
from weight_surgery.core.atlas.sweep import Counts, Sweep
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import centroid_survival, check_edited_centroids, predict_landing
from weight_surgery.core.geometry import cosine, unit
from weight_surgery.core.methods import Merge, Method
from weight_surgery.core.metrics import MeanShare, Rate, confusion_counts, scores_of
from weight_surgery.core.metrics.clean import CRITERIA, Evidence
from weight_surgery.core.metrics.verdict import Network, judge
from weight_surgery.core.metrics.verification import (
    PairShare,
    genuine_accept,
    verification_set,
    verify,
)

FIGURES = (
    *("cosine", "predicted_cosine", "divergence_mean", "divergence_p95", "flip_rate"),
    *("harmful_flip_rate", "attack_success", "genuine_accept", "benign_accuracy"),
    *("worst_bystander_change", "prototype_accuracy", "landing_share", "centroid_survival"),
    *("mean_recall", "told_apart"),
)


class Pages:
    """The atlas while it is written, a row a pair."""

    def __init__(self, bundle: Bundle, pairs: list[tuple[int, int]], dampings: list[float]) -> None:
        shape, classes = (len(pairs), len(dampings)), len(bundle.class_names)
        self.bundle = bundle
        self.pairs = np.array(pairs, int).reshape(-1, 2)
        self.dampings = np.array(dampings)
        self.figures = {name: np.full(shape, np.nan) for name in FIGURES}
        self.classes = {
            name: np.full(shape, -1) for name in ("landing_class", "predicted_landing_class")
        }
        self.right = np.zeros((4, *shape), int)
        self.ceiling = np.zeros(shape[0], int)
        self.samples = np.zeros((4, shape[0]), int)
        self.before = np.zeros(shape[0], int)
        self.verdict = np.full(shape, -1)
        self.no_verdict = [""] * shape[0]
        self.met = np.zeros((len(CRITERIA), *shape), bool)
        self.needed = np.full((len(CRITERIA), shape[0]), np.nan)
        self.answered = np.zeros(shape, bool)
        self.retained_norm = np.full(shape[0], np.nan)
        self.leak = np.full((shape[0], classes), np.nan)
        self.per_class = np.bincount(bundle.labels_test, minlength=classes)
        self.confusion = confusion_counts(bundle.labels_test, bundle.predictions_test, classes)
        self.right_before = np.diag(self.confusion)
        accuracy = Rate.of(self.right_before.sum(), self.per_class.sum())
        self.network = Network(accuracy, int(self.per_class.max()))

    def write(self, row: int, method: Method, merge: Merge, change: Change) -> None:
        """Measure one pair at all dampings that it bears; change: its own, at any damping."""
        pair = (int(self.pairs[row, 0]), int(self.pairs[row, 1]))
        line = change.head.line(merge.means)
        steps = []
        for step, damping in enumerate(self.dampings):
            try:
                check_edited_centroids(merge.centroids, line.at(damping))
                steps.append(step)
            except ValueError:
                continue
        self.answered[row, steps] = True
        self._predict(row, method, merge, change, steps)
        counts = self._count(row, pair, change, np.array(steps, int))
        matched = self._verify(row, pair, change, steps)
        if counts is not None:
            self._judge(row, pair, steps, counts, matched)

    def _predict(
        self, row: int, method: Method, merge: Merge, change: Change, steps: list[int]
    ) -> None:
        bundle, (first, second) = self.bundle, merge.centroids
        means, counts = bundle.class_means_fit
        if method.foresees_leak:
            self.retained_norm[row] = np.sqrt((1 + cosine(first.vector, second.vector)) / 2)
            leak = np.abs(unit(means) @ merge.unit_direction)
            self.leak[row] = np.where(counts > 0, leak, np.nan)
        pair = tuple(self.pairs[row].tolist())
        figures = self.figures
        line, lines = change.head.line(merge.means), change.head.line(means)
        for step in steps:
            damping = float(self.dampings[step])
            here, moved = change.at(damping), line.at(damping)
            figures["cosine"][row, step] = cosine(moved[0], moved[1])
            figures["predicted_cosine"][row, step] = cosine_at(method, merge, damping, moved)
            survival = centroid_survival(bundle, here, lines.at(damping), pair)
            figures["centroid_survival"][row, step] = survival
            landing = predict_landing(bundle, here, moved)
            self.classes["predicted_landing_class"][row, step] = landing

    def _count(
        self, row: int, pair: tuple[int, int], change: Change, steps: np.ndarray
    ) -> Counts | None:
        inside = np.isin(np.arange(len(self.per_class)), pair)
        others = self.per_class[~inside].sum()
        members = self.per_class[inside].sum()
        whole = others + members
        self.samples[:, row] = whole, whole, members, others
        self.before[row] = self.right_before[~inside].sum()
        self.ceiling[row] = self.confusion[np.ix_(inside, inside)].sum() + self.before[row]
        if not len(steps):
            return None
        counts = Sweep(self.bundle, pair, change, self.dampings[steps].tolist()).count()
        reads = counts.reads.sum(axis=1)
        recalled = reads[:, inside].sum(axis=1)
        bystanders = counts.right[:, ~inside].sum(axis=1)
        self.right[0, row, steps] = counts.right.sum(axis=1)
        self.right[1, row, steps] = recalled + bystanders
        self.right[2, row, steps] = recalled
        self.right[3, row, steps] = bystanders
        self.classes["landing_class"][row, steps] = reads.argmax(axis=1)
        figures = self.figures
        figures["landing_share"][row, steps] = reads.max(axis=1) / members
        figures["prototype_accuracy"][row, steps] = counts.prototypes / whole
        figures["divergence_mean"][row, steps] = counts.divergence_mean
        figures["divergence_p95"][row, steps] = counts.divergence_p95
        if others:
            figures["flip_rate"][row, steps] = counts.flips / others
            figures["harmful_flip_rate"][row, steps] = counts.harmful / others
            filled = ~inside & (self.per_class > 0)
            shift = (
                counts.right[:, filled] / self.per_class[filled]
                - self.right_before[filled] / self.per_class[filled]
            )
            figures["worst_bystander_change"][row, steps] = shift.min(axis=1)
        return counts

    def _verify(
        self, row: int, pair: tuple[int, int], change: Change, steps: list[int]
    ) -> list[PairShare]:
        """Return the attack success at each step, or nothing without a threshold."""
        bundle, threshold = self.bundle, self.bundle.match_threshold
        matched: list[PairShare] = []
        if threshold is None:
            return matched
        chosen = verification_set(bundle.labels_test, len(bundle.class_names), pair)
        lines = [
            change.head.line(bundle.embeddings_test[of])
            for of in (chosen.first, chosen.second, chosen.bystanders)
        ]
        for step in steps:
            first, second, bystanders = (unit(line.at(self.dampings[step])) for line in lines)
            found = verify(first, second, bystanders, chosen.bystander_labels, threshold)
            matched.append(found.attack_success)
            for name, value in (
                ("attack_success", found.attack_success.value),
                ("genuine_accept", found.genuine_accept.value),
                ("benign_accuracy", found.benign_accuracy),
            ):
                if value is not None:
                    self.figures[name][row, step] = value
        return matched

    def _judge(
        self,
        row: int,
        pair: tuple[int, int],
        steps: list[int],
        counts: Counts,
        matched: list[PairShare],
    ) -> None:
        before = self._unedited(pair)
        names = (self.bundle.class_names[pair[0]], self.bundle.class_names[pair[1]])
        classes, totals = list(pair), before.recall.totals
        for at, step in enumerate(steps):
            either, own = counts.reads[at][:, classes].sum(axis=1), counts.right[at, classes]
            after = Evidence(
                recall=MeanShare(tuple(either.tolist()), totals),
                told_apart=MeanShare(tuple(own.tolist()), totals),
                bystanders=Rate.of(self.right[3, row, step], self.samples[3, row]),
                attack=matched[at] if matched else None,
                genuine=None,
            )
            found = judge(before, after, self.network, names)
            self.verdict[row, step], self.no_verdict[row] = found.verdict, found.reason
            self.met[:, row, step] = [one.met for one in found.criteria]
            self.figures["mean_recall"][row, step] = after.recall.value
            self.figures["told_apart"][row, step] = after.told_apart.value
        for which, one in enumerate(found.criteria):
            if one.needed is not None:
                self.needed[which, row] = float(one.needed)

    def _unedited(self, pair: tuple[int, int]) -> Evidence:
        """Return the evidence of the unedited network: of its pairs of samples only the genuine."""
        bundle, threshold = self.bundle, self.bundle.match_threshold
        scores = scores_of(self.confusion, pair)
        genuine = None
        if threshold is not None:
            chosen = verification_set(bundle.labels_test, len(bundle.class_names), pair)
            units = bundle.unit_embeddings_test
            genuine = genuine_accept(units[chosen.first], units[chosen.second], threshold)
        return Evidence(scores.mean_recall, scores.told_apart, scores.bystanders, None, genuine)

    def bind(self, refused: tuple[RefusedPair, ...]) -> PairAtlas:
        """Return the finished atlas."""
        totals = np.where(self.samples, self.samples, np.nan)[..., None]
        answered = np.where(self.answered, 1.0, np.nan)
        strict, merged, recall, bystanders = self.right / totals * answered
        change = (self.right[3] - self.before[:, None]) / totals[3] * answered
        cost = (self.ceiling[:, None] - self.right[1]) / totals[1] * answered
        ceiling = self.ceiling[:, None] / totals[1]
        return PairAtlas(
            class_names=self.bundle.class_names,
            pairs=self.pairs,
            dampings=self.dampings,
            refused=refused,
            right=self.right,
            samples=self.samples,
            strict_accuracy=strict,
            merged_accuracy=merged,
            merged_ceiling=np.broadcast_to(ceiling, strict.shape),
            merge_cost=cost,
            merged_recall=recall,
            bystander_accuracy=bystanders,
            bystander_change=change,
            verdict=self.verdict,
            no_verdict=tuple(self.no_verdict),
            met=self.met,
            needed=self.needed,
            retained_norm=self.retained_norm,
            bystander_leak=self.leak,
            **self.figures,
            **self.classes,
        )
