"""The atlas while it is written: one row a pair."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.predict import cosine_at
from weight_surgery.core.atlas.sweep import Sweep, Swept
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import centroid_survival, check_edited_centroids, predict_landing
from weight_surgery.core.geometry import cosine, unit
from weight_surgery.core.methods import Merge, Method
from weight_surgery.core.metrics import (
    FIGURES,
    Counts,
    Partition,
    Rate,
    confusion_counts,
    counts_of,
    means_of,
)
from weight_surgery.core.metrics.clean import CRITERIA, Evidence
from weight_surgery.core.metrics.figures import MEANS
from weight_surgery.core.metrics.verdict import Network, judge
from weight_surgery.core.metrics.verification import (
    PairShare,
    genuine_accept,
    verification_set,
    verify,
)

BYSTANDERS = next(figure for figure in FIGURES if figure.name == "bystander_accuracy")
# What is no share of samples; those come from `core.metrics.figures`.
OTHERS = (
    *("cosine", "predicted_cosine", "divergence_mean", "divergence_p95", "centroid_survival"),
    *("attack_success", "genuine_accept", "benign_accuracy", "landing_share"),
    *("worst_bystander_change", *(figure.name for figure in MEANS)),
)


class Pages:
    """The atlas while it is written, a row a pair."""

    def __init__(self, bundle: Bundle, pairs: list[tuple[int, int]], dampings: list[float]) -> None:
        shape, classes = (len(pairs), len(dampings)), len(bundle.class_names)
        self.bundle = bundle
        self.pairs = np.array(pairs, int).reshape(-1, 2)
        self.dampings = np.array(dampings)
        self.figures = {name: np.full(shape, np.nan) for name in OTHERS}
        self.classes = {
            name: np.full(shape, -1) for name in ("landing_class", "predicted_landing_class")
        }
        self.counted = {figure.name: np.zeros(shape, int) for figure in FIGURES}
        self.before = {figure.name: np.zeros(shape[0], int) for figure in FIGURES}
        self.totals = {figure.name: np.zeros(shape[0], int) for figure in FIGURES}
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
        figures, partition = self.figures, merge.partition
        line, lines = change.head.line(merge.means), change.head.line(means)
        for step in steps:
            damping = float(self.dampings[step])
            here, moved = change.at(damping), line.at(damping)
            figures["cosine"][row, step] = cosine(moved[0], moved[1])
            figures["predicted_cosine"][row, step] = cosine_at(method, merge, damping, moved)
            survival = centroid_survival(bundle, here, lines.at(damping), partition)
            figures["centroid_survival"][row, step] = survival
            landing = predict_landing(bundle, here, moved)
            self.classes["predicted_landing_class"][row, step] = landing

    def _count(
        self, row: int, pair: tuple[int, int], change: Change, steps: np.ndarray
    ) -> Swept | None:
        partition = Partition.of_pair(len(self.per_class), pair)
        before = counts_of(self.confusion, partition)
        for figure in FIGURES:
            name = figure.name
            self.before[name][row], self.totals[name][row] = figure.of(before, partition)
        if not len(steps):
            return None
        swept = Sweep(self.bundle, pair, change, self.dampings[steps].tolist()).count()
        for figure in FIGURES:
            self.counted[figure.name][row, steps] = figure.of(swept.counts, partition)[0]
        reads, figures = swept.reads.sum(axis=1), self.figures
        self.classes["landing_class"][row, steps] = reads.argmax(axis=1)
        figures["landing_share"][row, steps] = reads.max(axis=1) / self.totals["merged_recall"][row]
        figures["divergence_mean"][row, steps] = swept.divergence_mean
        figures["divergence_p95"][row, steps] = swept.divergence_p95
        filled = partition.bystanders & (self.per_class > 0)
        if filled.any():
            each = swept.counts.right[:, filled] / self.per_class[filled]
            each -= self.right_before[filled] / self.per_class[filled]
            figures["worst_bystander_change"][row, steps] = each.min(axis=1)
        return swept

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
        swept: Swept,
        matched: list[PairShare],
    ) -> None:
        partition = Partition.of_pair(len(self.per_class), pair)
        unedited = counts_of(self.confusion, partition)
        before = self._evidence(pair, unedited, genuine=self._genuine(pair))
        names = (self.bundle.class_names[pair[0]], self.bundle.class_names[pair[1]])
        for at, step in enumerate(steps):
            attack = matched[at] if matched else None
            after = self._evidence(pair, swept.counts.at(at), attack=attack)
            found = judge(before, after, self.network, names)
            self.verdict[row, step], self.no_verdict[row] = found.verdict, found.reason
            self.met[:, row, step] = [one.met for one in found.criteria]
            self.figures["mean_recall"][row, step] = after.recall.value
            self.figures["told_apart"][row, step] = after.told_apart.value
        for which, one in enumerate(found.criteria):
            if one.needed is not None:
                self.needed[which, row] = float(one.needed)

    def _evidence(
        self,
        pair: tuple[int, int],
        counts: Counts,
        genuine: PairShare | None = None,
        attack: PairShare | None = None,
    ) -> Evidence:
        means = means_of(counts, pair)
        partition = Partition.of_pair(len(self.per_class), pair)
        right, total = BYSTANDERS.of(counts, partition)
        return Evidence(
            means["mean_recall"], means["told_apart"], Rate.of(int(right), total), attack, genuine
        )

    def _genuine(self, pair: tuple[int, int]) -> PairShare | None:
        """Return the genuine accept of the unedited network, or None without a threshold."""
        bundle, threshold = self.bundle, self.bundle.match_threshold
        if threshold is None:
            return None
        chosen = verification_set(bundle.labels_test, len(bundle.class_names), pair)
        units = bundle.unit_embeddings_test
        return genuine_accept(units[chosen.first], units[chosen.second], threshold)

    def bind(self, refused: tuple[RefusedPair, ...]) -> PairAtlas:
        """Return the finished atlas."""
        answered = np.where(self.answered, 1.0, np.nan)

        def share(counted: np.ndarray, name: str) -> np.ndarray:
            totals = np.where(self.totals[name], self.totals[name], np.nan)[:, None]
            return counted / totals * answered

        def lost(name: str) -> np.ndarray:
            return share(self.before[name][:, None] - self.counted[name], name)

        shares = {name: share(counted, name) for name, counted in self.counted.items()}
        ceiling = self.before["merged_accuracy"] / self.totals["merged_accuracy"]
        changes = {
            "merged_ceiling": np.repeat(ceiling[:, None], len(self.dampings), axis=1),
            "merge_cost": lost("merged_accuracy"),
            "bystander_change": -lost("bystander_accuracy"),
        }
        return PairAtlas(
            class_names=self.bundle.class_names,
            pairs=self.pairs,
            dampings=self.dampings,
            refused=refused,
            values={**shares, **changes, **self.figures},
            counted=self.counted,
            totals=self.totals,
            verdict=self.verdict,
            no_verdict=tuple(self.no_verdict),
            met=self.met,
            needed=self.needed,
            retained_norm=self.retained_norm,
            bystander_leak=self.leak,
            **self.classes,
        )
