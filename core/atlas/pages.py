"""The atlas while it is written: one row a pair."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.atlas.counts import count_certified
from weight_surgery.core.atlas.predict import predict
from weight_surgery.core.atlas.sweep import Sweep, Swept
from weight_surgery.core.atlas.table import PairAtlas, RefusedPair
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import VANISHED, shortest_centroid
from weight_surgery.core.geometry import cosine
from weight_surgery.core.methods import Merge, Method
from weight_surgery.core.metrics import (
    FIGURES,
    Counts,
    Partition,
    Rate,
    counts_of,
    means_of,
    tells,
)
from weight_surgery.core.metrics.clean import CRITERIA, Evidence
from weight_surgery.core.metrics.figures import GIVEN, MEANS
from weight_surgery.core.metrics.verdict import Verdict, judge, verdicts
from weight_surgery.core.metrics.verification import PairShare, Verification

BYSTANDERS = next(figure for figure in FIGURES if figure.name == "bystander_accuracy")
# What is no share of samples; those come from `core.metrics.figures`.
OTHERS = (
    *("cosine", "predicted_cosine", "divergence_mean", "divergence_p95", "centroid_survival"),
    *("attack_success", "genuine_accept", "benign_accuracy", "landing_share"),
    *("worst_bystander_change", *(figure.name for figure in MEANS)),
)


class Pages:
    """The atlas while it is written, a row a pair."""

    def __init__(
        self,
        unedited: Unedited,
        pairs: list[tuple[int, int]],
        dampings: list[float],
        counts_only: bool = False,
    ) -> None:
        shape, classes = (len(pairs), len(dampings)), len(unedited.per_class)
        self.unedited, self.counts_only = unedited, counts_only
        self.pairs = np.array(pairs, int).reshape(-1, 2)
        self.dampings = np.array(dampings)
        self.figures = {name: np.full(shape, np.nan) for name in OTHERS}
        if counts_only:
            self.figures["scored"] = np.full(shape, np.nan)
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
        self.given = [not tells("merge_cost", Partition.of_pair(classes, pair)) for pair in pairs]
        self.retained_norm = np.full(shape[0], np.nan)
        self.leak = np.full((shape[0], classes), np.nan)

    def write(self, row: int, method: Method, merge: Merge, change: Change) -> None:
        """Measure one pair at all dampings that it bears; change: its own, at any damping."""
        moved = change.head.line(merge.means).at(self.dampings)
        steps = np.flatnonzero(shortest_centroid(merge.centroids, moved) >= VANISHED)
        self.answered[row, steps] = True
        self._before(row, method, merge)
        if not len(steps):
            return
        pair, dampings = merge.classes, self.dampings[steps]
        found = predict(self.unedited.bundle, method, merge, change, dampings)
        self.figures["cosine"][row, steps] = found.cosine
        self.figures["predicted_cosine"][row, steps] = found.predicted_cosine
        self.figures["centroid_survival"][row, steps] = found.centroid_survival
        self.classes["predicted_landing_class"][row, steps] = found.landing
        sweep = Sweep(self.unedited.bundle, pair, change, dampings.tolist())
        measure = self._certified if self.counts_only else self._swept
        swept, attacks = measure(row, steps, sweep)
        self._count(row, steps, merge.partition, swept)
        self._judge(row, steps, merge, swept.counts, attacks)

    def _swept(self, row: int, steps: np.ndarray, sweep: Sweep) -> tuple[Swept, list[PairShare]]:
        """Count all samples, and verify."""
        swept, verified = sweep.count(), []
        if self.unedited.verifier is not None:
            verified = self.unedited.verifier.sweep(sweep.pair, sweep.change, sweep.dampings)
            self._verify(row, steps, verified)
        return swept, [one.attack_success for one in verified]

    def _certified(
        self, row: int, steps: np.ndarray, sweep: Sweep
    ) -> tuple[Swept, list[PairShare]]:
        """Count with certificates, and verify the pair alone."""
        swept, scored = count_certified(sweep, self.unedited.nearest)
        # No sample was asked for its nearest prototype.
        self.totals["prototype_accuracy"][row] = self.before["prototype_accuracy"][row] = 0
        bystanders = self.totals["bystander_accuracy"][row]
        self.figures["scored"][row, steps] = scored / bystanders if bystanders else np.nan
        attacks: list[PairShare] = []
        if self.unedited.verifier is not None:
            attacks = self.unedited.verifier.attack(sweep.pair, sweep.change, sweep.dampings)
            values = [one.value for one in attacks]
            self.figures["attack_success"][row, steps] = np.array(values, float)
        return swept, attacks

    def _before(self, row: int, method: Method, merge: Merge) -> None:
        """Write what does not depend on the damping."""
        if method.foresees_leak:
            first, second = merge.centroids
            self.retained_norm[row] = np.sqrt((1 + cosine(first.vector, second.vector)) / 2)
            self.leak[row] = np.abs(self.unedited.unit_means @ merge.unit_direction)
        before = counts_of(self.unedited.confusion, merge.partition)
        for figure in FIGURES:
            name = figure.name
            self.before[name][row], self.totals[name][row] = figure.of(before, merge.partition)

    def _count(self, row: int, steps: np.ndarray, partition: Partition, swept: Swept) -> None:
        figures, counts = self.figures, swept.counts
        for figure in FIGURES:
            self.counted[figure.name][row, steps] = figure.of(counts, partition)[0]
        reads = swept.reads.sum(axis=1)
        self.classes["landing_class"][row, steps] = reads.argmax(axis=1)
        figures["landing_share"][row, steps] = reads.max(axis=1) / self.totals["merged_recall"][row]
        figures["divergence_mean"][row, steps] = swept.divergence_mean
        figures["divergence_p95"][row, steps] = swept.divergence_p95
        filled = partition.bystanders & (self.unedited.per_class > 0)
        if filled.any():
            each = counts.right[:, filled] / self.unedited.per_class[filled]
            each -= self.unedited.right[filled] / self.unedited.per_class[filled]
            figures["worst_bystander_change"][row, steps] = each.min(axis=1)

    def _verify(self, row: int, steps: np.ndarray, verified: list[Verification]) -> None:
        for name, values in (
            ("attack_success", [one.attack_success.value for one in verified]),
            ("genuine_accept", [one.genuine_accept.value for one in verified]),
            ("benign_accuracy", [one.benign_accuracy for one in verified]),
        ):
            self.figures[name][row, steps] = np.array(values, float)

    def _judge(
        self,
        row: int,
        steps: np.ndarray,
        merge: Merge,
        counts: Counts,
        attacks: list[PairShare],
    ) -> None:
        """Judge all dampings at once: how many samples there are is the same at each of them."""
        pair, partition = merge.classes, merge.partition
        genuine = None if self.unedited.verifier is None else self.unedited.verifier.genuine(pair)
        unedited = counts_of(self.unedited.confusion, partition)
        before = _evidence(unedited, partition, pair, genuine=genuine)
        first = _evidence(counts.at(0), partition, pair, attack=attacks[0] if attacks else None)
        names = (
            self.unedited.bundle.class_names[pair[0]],
            self.unedited.bundle.class_names[pair[1]],
        )
        found = judge(before, first, self.unedited.network, names)
        means = {figure.name: figure.of(counts, pair) for figure in MEANS}
        for name, (parts, whole) in means.items():
            self.figures[name][row, steps] = parts / whole
        reached = {
            "attack": (
                np.array([one.matches for one in attacks]),
                attacks[0].pairs if attacks else 0,
            ),
            "recall": means["mean_recall"],
            "told_apart": means["told_apart"],
            "bystanders": BYSTANDERS.of(counts, partition),
        }
        for which, one in enumerate(found.criteria):
            if one.reached is not None:
                self.met[which, row, steps] = one.met_by(*reached[one.name])
            if one.needed is not None:
                self.needed[which, row] = float(one.needed)
        self.no_verdict[row] = found.reason
        none = np.full(len(steps), Verdict.NO_VERDICT)
        self.verdict[row, steps] = none if found.reason else verdicts(self.met[:, row, steps])

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
        values = {**shares, **changes, **self.figures}
        for name in GIVEN & values.keys():
            values[name][self.given] = np.nan
        return PairAtlas(
            class_names=self.unedited.bundle.class_names,
            pairs=self.pairs,
            dampings=self.dampings,
            refused=refused,
            values=values,
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


def _evidence(
    counts: Counts,
    partition: Partition,
    pair: tuple[int, int],
    genuine: PairShare | None = None,
    attack: PairShare | None = None,
) -> Evidence:
    means = means_of(counts, pair)
    right, total = BYSTANDERS.of(counts, partition)
    bystanders = Rate.of(int(right), total)
    return Evidence(means["mean_recall"], means["told_apart"], bystanders, attack, genuine)
