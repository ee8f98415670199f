"""Rank all pairs of a model by what its class means foresee, before any pair is measured."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np

from weight_surgery.core.atlas.class_tables import ClassTables
from weight_surgery.core.atlas.predict import predict
from weight_surgery.core.atlas.ranking import PairRanking
from weight_surgery.core.atlas.survival import BLOCK_ENTRIES, survive
from weight_surgery.core.atlas.table import RefusedPair
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import integer
from weight_surgery.core.fitting import (
    VANISHED,
    check_class,
    fit_centroids,
    fit_change,
    merge_of,
    shortest_centroid,
    statistics_of,
)
from weight_surgery.core.geometry import unit
from weight_surgery.core.methods import METHODS, Method, method_of
from weight_surgery.core.specs import DEFAULT_METHOD

MOST_WORKERS = 64


def rank_pairs(
    bundle: Bundle,
    edit_bias: bool = True,
    trim_outliers: bool = False,
    fit_split: str = "fit",
    progress: Callable[[int, int], None] = lambda done, total: None,
    method: str | Method = DEFAULT_METHOD,
    workers: int = 2,
) -> PairRanking:
    """Rank every unordered pair of usable classes by what is foreseen at damping 0.

    First by centroid survival, the larger first, then by rms leak, the smaller first, then by pair.
    Every figure is that of `pair_atlas`: survival to the last class, leaks up to rounding. progress
    is called with (pairs done, pairs in all); whatever it raises ends the run; workers: threads.
    Raises ValueError with fewer than two usable classes, and for any method but the paper's: of no
    other does the leak foresee the cost.
    """
    workers = integer("workers", workers, 1, MOST_WORKERS)
    chosen = method_of(method)
    if chosen is not METHODS[DEFAULT_METHOD]:
        raise ValueError(
            f"pairs are ranked by what the method {DEFAULT_METHOD} does to class means, got "
            f"{chosen.name}; rank by {DEFAULT_METHOD}, and measure the pairs that you want by "
            f"{chosen.name} with pair_atlas"
        )
    return _Ranker(bundle, edit_bias, trim_outliers, fit_split).rank(workers, progress)


class _Ranker:
    """A ranking while it is made: one number a pair (P,) of the usable classes (n,)."""

    def __init__(
        self, bundle: Bundle, edit_bias: bool, trim_outliers: bool, fit_split: str
    ) -> None:
        self.bundle, self.edit_bias = bundle, edit_bias
        self.trim_outliers, self.fit_split = trim_outliers, fit_split
        self.statistics = statistics_of(bundle, fit_split)
        classes = len(bundle.class_names)
        self.vectors = np.full((classes, bundle.dims), np.nan)
        reasons = [self._fit(label) for label in range(classes)]
        usable = np.array([not any(reason) for reason in reasons])
        labels = np.flatnonzero(usable)
        if len(labels) < 2:
            raise ValueError(
                f"{bundle.name} has {len(labels)} class(es) with samples in both splits and a "
                "centroid; a ranking needs at least two"
            )
        # In the order in which a pair is asked: samples of both first.
        self.refused = [
            RefusedPair((one, other), _first(reasons[one], reasons[other]))
            for one in range(classes)
            for other in range(one + 1, classes)
            if not (usable[one] and usable[other])
        ]
        self.tables = ClassTables(bundle, labels, self.vectors[labels], edit_bias)
        self.pairs = labels[np.column_stack(np.triu_indices(len(labels), 1))]
        means, counts = bundle.class_means_fit
        self.unit_means = np.where(counts[:, None] > 0, unit(means), np.nan)
        self.known = int(self.tables.known.sum())
        self.survival, self.rms, self.worst = np.full((3, len(self.pairs)), np.nan)
        self.worst_class = np.full(len(self.pairs), -1)

    def _fit(self, label: int) -> tuple[str, str]:
        """Fit a class's centroid; return why not: for want of samples, or of a direction."""
        try:
            check_class(self.bundle, label)
        except ValueError as error:
            return str(error), ""
        try:
            self.vectors[label] = self.statistics.centroid(label, self.trim_outliers).vector
        except ValueError as error:
            return "", str(error)
        return "", ""

    def rank(self, workers: int, progress: Callable[[int, int], None]) -> PairRanking:
        """Go over the pairs, a class at a time, then over those that rounding could decide."""
        count, total = len(self.tables.labels), len(self.pairs)
        done, unsure = 0, []
        with ThreadPoolExecutor(workers) as threads:
            try:
                for future in as_completed(threads.submit(self._class, at) for at in range(count)):
                    rows, left = future.result()
                    unsure += left
                    done += rows - len(left)
                    progress(done, total)
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise
        unsure.sort()
        kept = np.ones(total, bool)
        for row in unsure:
            kept[row] = self._exactly(row)
            done += 1
            progress(done, total)
        return self._bind(kept, len(unsure))

    def _class(self, first: int) -> tuple[int, list[int]]:
        """Answer the pairs of one class with those after it; return how many, and the unsure."""
        count, classes = len(self.tables.labels), len(self.bundle.class_names)
        start = first * count - first * (first + 1) // 2 - first - 1
        size, unsure = max(1, BLOCK_ENTRIES // classes), []
        for other in range(first + 1, count, size):
            others = slice(other, min(other + size, count))
            found = survive(self.tables, first, others)
            rows = slice(start + others.start, start + others.stop)
            self.survival[rows] = (self.known - found.lost) / self.known
            self._leak(rows, found.square, found.worst, found.worst_class)
            unsure += (np.flatnonzero(found.unsure) + rows.start).tolist()
        return count - first - 1, unsure

    def _leak(
        self, rows: slice, square: np.ndarray, worst: np.ndarray, worst_class: np.ndarray
    ) -> None:
        """Write the leak of some pairs, if there are bystanders; both of a pair have samples."""
        if self.known > 2:
            self.rms[rows] = np.sqrt(square / (self.known - 2))
            self.worst[rows] = worst
            self.worst_class[rows] = worst_class

    def _exactly(self, row: int) -> bool:
        """Ask of one pair what the atlas asks, as it does; return whether it can be merged."""
        first, second = pair = tuple(self.pairs[row].tolist())
        bundle, split = self.bundle, self.fit_split
        self.survival[row] = np.nan
        try:
            fitted = fit_centroids(bundle, pair, split, self.trim_outliers)
            merge = merge_of(bundle, pair, fitted, split, self.edit_bias)
            change = fit_change(merge, DEFAULT_METHOD, bundle.name)
        except ValueError as error:
            self.refused.append(RefusedPair((first, second), str(error)))
            return False
        leak = np.abs(np.nan_to_num(self.unit_means) @ merge.unit_direction)
        leak[list(pair)] = 0
        one = slice(row, row + 1)
        self._leak(
            one, np.array([leak @ leak]), leak.max(keepdims=True), leak.argmax(keepdims=True)
        )
        moved = change.head.line(merge.means).at(np.zeros(1))
        if shortest_centroid(merge.centroids, moved)[0] >= VANISHED:
            found = predict(bundle, METHODS[DEFAULT_METHOD], merge, change, np.zeros(1))
            self.survival[row] = found.centroid_survival[0]
        return True

    def _bind(self, kept: np.ndarray, exact: int) -> PairRanking:
        pairs, survival, rms = self.pairs[kept], self.survival[kept], self.rms[kept]
        # Twelve digits: beyond them rounding would decide before the pair does.
        order = np.lexsort((pairs[:, 1], pairs[:, 0], np.round(rms, 12), -survival))
        return PairRanking(
            class_names=self.bundle.class_names,
            pairs=pairs,
            survival=survival,
            rms_leak=rms,
            worst_leak=self.worst[kept],
            worst_class=self.worst_class[kept],
            order=order,
            refused=tuple(sorted(self.refused, key=lambda one: one.classes)),
            unit_means=self.unit_means,
            vectors=self.vectors,
            exact=exact,
        )


def _first(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Return the reason that is met first: samples of both classes are asked for first."""
    return next(filter(None, (one[0], other[0], one[1], other[1])))
