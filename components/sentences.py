"""Figures in one sentence each, for those who do not see them: from a comparison, nothing else."""

from __future__ import annotations

import numpy as np

from weight_surgery.components.shown import matrix_shown, recall_shown, shown_words
from weight_surgery.components.text import class_names, counted, percent, points, signed
from weight_surgery.core.workbench import Comparison


def recall_sentence(comparison: Comparison) -> str:
    """Say whose recall fell most, how many classes lost or gained, and which are shown."""
    shown = shown_words(comparison, recall_shown(comparison), "recall")
    all_of_them = f" {shown} Figures .csv, under Take home, has all of them." if shown else ""
    return f"{_recall_changes(comparison)}{all_of_them}"


def _recall_changes(comparison: Comparison) -> str:
    names = class_names(comparison)
    sides = zip(
        names, comparison.before.per_class_recall, comparison.after.per_class_recall, strict=True
    )
    known = [
        (name, before, after, after.successes - before.successes)
        for name, before, after in sides
        if before.total
    ]
    lost = sum(change < 0 for *_, change in known)
    gained = sum(change > 0 for *_, change in known)
    if not lost and not gained:
        return f"Recall is the same before and after in all {len(known):,} classes."
    name, before, after, _ = min(known, key=lambda one: (one[2].value or 0) - (one[1].value or 0))
    counts = (
        f"Of {len(known):,} classes, {lost or 'none'} lost recall and {gained or 'none'} gained."
    )
    change = (after.value or 0) - (before.value or 0)
    if not lost:
        return counts
    return (
        f"Recall fell most for class {name}: {percent(before)} before, {percent(after)} after "
        f"({points(change)}, {before.total:,} samples). {counts}"
    )


def confusion_sentence(comparison: Comparison) -> str:
    """Say which cell off the diagonal changed most, how many did, and which classes are shown."""
    shown = shown_words(comparison, matrix_shown(comparison), "row and column")
    return f"{_confusion_changes(comparison)} {shown}".rstrip()


def _confusion_changes(comparison: Comparison) -> str:
    before, after = comparison.before.confusion, comparison.after.confusion
    difference = after - before
    changed = int((difference != 0).sum())
    if not changed:
        return f"No cell of the {difference.size:,} changed."
    apart = np.where(np.eye(len(before), dtype=bool), 0, difference)
    true, read = np.unravel_index(np.abs(apart).argmax(), apart.shape)
    names = class_names(comparison)
    return (
        f"{counted(changed, 'cell')} of {difference.size:,} changed. The error that changed most: "
        f"samples of {names[true]} read as {names[read]}, {before[true, read]:,} before and "
        f"{after[true, read]:,} after ({signed(int(apart[true, read]), 0)})."
    )
