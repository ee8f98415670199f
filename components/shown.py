"""Which classes of many are shown: the edited ones, then those that an edit changed most."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.workbench import MOST_CLASSES, Comparison, Side

# A matrix has so many rows and columns on a screen, and bars and tables so many rows.
MOST_CELLS, MOST_ROWS = 60, 100


def recall_shown(comparison: Comparison) -> np.ndarray:
    """Return the classes that bars and tables of recall show, in class order."""
    before, after = _recall(comparison.before), _recall(comparison.after)
    return _shown(comparison, np.nan_to_num(np.abs(after - before)), MOST_ROWS)


def matrix_shown(comparison: Comparison) -> np.ndarray:
    """Return the classes that confusion matrices show, in class order."""
    change = np.abs(comparison.after.confusion - comparison.before.confusion)
    return _shown(comparison, change.sum(axis=0) + change.sum(axis=1), MOST_CELLS)


def means_shown(comparison: Comparison) -> np.ndarray:
    """Return the classes that tables of class means show, in class order."""
    moved = comparison.after.centroids - comparison.before.centroids
    return _shown(comparison, np.linalg.norm(moved, axis=1), MOST_ROWS)


def shown_words(comparison: Comparison, labels: np.ndarray, what: str) -> str:
    """Say how many of how many classes are shown and why; nothing where all are.

    what: of a class, by which they were chosen.
    """
    classes = len(comparison.bundle.class_names)
    if len(labels) == classes:
        return ""
    return (
        f"Shown are {len(labels)} of {classes:,} classes: the edited ones, then those whose {what} "
        "changed most."
    )


def _recall(side: Side) -> np.ndarray:
    values = [np.nan if rate.value is None else rate.value for rate in side.per_class_recall]
    return np.array(values)


def _shown(comparison: Comparison, changes: np.ndarray, most: int) -> np.ndarray:
    """Return all of few classes; of many the edited, then those of the largest changes (C,)."""
    if len(changes) <= MOST_CLASSES:
        return np.arange(len(changes))
    edited = np.zeros(len(changes), bool)
    for group in comparison.groups:
        edited[list(group.classes)] = True
    # The last key counts first; classes alike stay in class order.
    return np.sort(np.lexsort((-changes, ~edited))[:most])
