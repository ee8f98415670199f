"""Collateral: the bystanders that are read differently, sample by sample."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.spreadsheet import csv_text

COLUMNS = ("index", "true", "before", "after", "kind", "margin_before", "margin_after")
# The kinds of flips, in the order in which they are listed.
KINDS = ("lost", "gained", "other")


@dataclass(frozen=True, eq=False)
class Collateral:
    """Flipped bystanders of the test split, those that were right and are wrong now first.

    Arrays (n,): indices into the test split, labels, before and after as read; kinds: positions in
    KINDS (lost: right before, wrong now; gained: the reverse; other: wrong both times); margins: by
    how much the class that is read leads the next one in the logits, before and after. Within a
    kind the surest reading after comes first, ties by index.
    """

    indices: np.ndarray
    labels: np.ndarray
    before: np.ndarray
    after: np.ndarray
    kinds: np.ndarray
    margins_before: np.ndarray
    margins_after: np.ndarray

    def count(self, kind: str) -> int:
        """Return how many flips there are of a kind."""
        return int((self.kinds == KINDS.index(kind)).sum())

    def where(
        self, true: int | None = None, became: int | None = None, kind: str | None = None
    ) -> Collateral:
        """Return those of one class, read as one class after, and of one kind; None is any."""
        kept = np.ones(len(self.indices), dtype=bool)
        if true is not None:
            kept &= self.labels == true
        if became is not None:
            kept &= self.after == became
        if kind is not None:
            kept &= self.kinds == KINDS.index(kind)
        return Collateral(*(getattr(self, field.name)[kept] for field in fields(self)))


def collateral_of(comparison: Comparison) -> Collateral:
    """List every bystander that is read differently after the edit."""
    labels = comparison.bundle.labels_test
    before, after = comparison.before.predictions, comparison.after.predictions
    flipped = np.flatnonzero(comparison.partition.bystanders[labels] & (before != after))
    kinds = np.select(
        [before[flipped] == labels[flipped], after[flipped] == labels[flipped]], [0, 1], 2
    )
    margins = [_margins(side.logits[flipped]) for side in (comparison.before, comparison.after)]
    order = np.lexsort((flipped, -margins[1], kinds))
    at = flipped[order]
    return Collateral(
        indices=at,
        labels=labels[at],
        before=before[at],
        after=after[at],
        kinds=kinds[order],
        margins_before=margins[0][order],
        margins_after=margins[1][order],
    )


def collateral_csv(comparison: Comparison) -> str:
    """Return the list as CSV, a sample a row: classes by their names, texts where any."""
    found, names = collateral_of(comparison), comparison.bundle.class_names
    rows = zip(
        found.indices.tolist(),
        *([names[label] for label in some] for some in (found.labels, found.before, found.after)),
        [KINDS[kind] for kind in found.kinds],
        found.margins_before.tolist(),
        found.margins_after.tolist(),
        strict=True,
    )
    texts = comparison.bundle.texts_test
    if texts is None:
        return csv_text(COLUMNS, list(rows))
    said = texts[found.indices].tolist()
    return csv_text(
        (*COLUMNS, "text"), [(*row, text) for row, text in zip(rows, said, strict=True)]
    )


def _margins(logits: np.ndarray) -> np.ndarray:
    top = np.partition(logits, -2, axis=1)[:, -2:] if logits.size else np.zeros((0, 2))
    return top[:, 1] - top[:, 0]
