"""Samples as images, and what the edit did to them: those drawn around, else those it changed."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import html

from weight_surgery.components.images import image
from weight_surgery.components.text import counted
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Comparison, Reads, Workbench

MOST_TILES = 60
# Two rows of what a small view shows.
MOST_CHANGED = 24


def strip(workbench: Workbench, spec: SurgerySpec, marked: list[int]) -> list[Any]:
    """Show the marked samples' images, and say what the edit did to them."""
    if not marked:
        return changed_strip(workbench, spec)
    bundle = workbench.bundle(spec.model)
    names, labels = bundle.class_names, bundle.labels_test[marked]
    counts = np.bincount(labels, minlength=len(names))
    parts = [
        f"{counts[k]:,} of {names[k]}" for k in np.argsort(-counts, kind="stable") if counts[k]
    ]
    reads = workbench.reads(spec, np.array(marked))
    changed = int((reads.before.argmax(axis=1) != reads.after.argmax(axis=1)).sum())
    left = len(marked) - MOST_TILES
    return [
        dmc.Text(
            f"{counted(len(marked), 'sample')} marked: {', '.join(parts)}. "
            f"{changed:,} read differently after the edit (framed).",
            className="caption",
        ),
        tiles(workbench, spec, marked[:MOST_TILES]),
        # A small view shows only as many rows as have room.
        dmc.Text(f"and {left:,} more" if left > 0 else "", className="note when-full"),
    ]


def changed_strip(workbench: Workbench, spec: SurgerySpec) -> list[Any]:
    """Show samples that the edit changed, of every kind some; where it changed none, others.

    Those are the ones that the edited network is least sure of.
    """
    comparison = workbench.compare(spec)
    before, after = comparison.before.predictions, comparison.after.predictions
    changed = np.flatnonzero(before != after)
    indices = changed if changed.size else np.arange(len(after))
    reads = workbench.reads(spec, indices)
    order = (
        by_kind(len(comparison.bundle.class_names) * before[changed] + after[changed], reads)
        if changed.size
        else np.argsort(lead(reads), kind="stable")
    )
    chosen = indices[order[:MOST_CHANGED]].tolist()
    return [
        dmc.Text(changed_words(comparison, changed, len(chosen)), className="caption"),
        tiles(workbench, spec, chosen),
    ]


def by_kind(kinds: np.ndarray, reads: Reads) -> np.ndarray:
    """Order samples (n,): the surest before of each kind, most frequent kinds first, then the next.

    kinds (n,): what each was read as before and is now, as one number.
    """
    by_sureness = np.argsort(-reads.before.max(axis=1), kind="stable")
    _, kind, sizes = np.unique(kinds, return_inverse=True, return_counts=True)
    place = np.empty(len(kinds), dtype=int)
    for one, size in enumerate(sizes):
        place[by_sureness[kind[by_sureness] == one]] = np.arange(size)
    return np.lexsort((kind, -sizes[kind], place))


def lead(reads: Reads) -> np.ndarray:
    """Return by how much the likeliest class of each sample (n,) is before the next."""
    first, second = np.sort(reads.after, axis=1)[:, :-3:-1].T
    return np.asarray(first - second)


def changed_words(comparison: Comparison, changed: np.ndarray, shown: int) -> str:
    """Say how many samples are read differently, how many of other classes, and which are shown."""
    total = len(comparison.after.predictions)
    if not changed.size:
        return f"None of {total:,} test samples is read differently. The least sure ones:"
    labels = comparison.bundle.labels_test[changed]
    others = int(comparison.partition.bystanders[labels].sum())
    which = "" if shown == changed.size else " Of every kind the surest first:"
    return (
        f"{changed.size:,} of {total:,} test samples {'is' if changed.size == 1 else 'are'} read "
        f"differently after the edit, {f'{others:,}' if others else 'none'} of them of "
        f"other classes.{which}"
    )


def tiles(workbench: Workbench, spec: SurgerySpec, indices: list[int]) -> html.Div:
    """Return samples as images that say how each is read, and pin it."""
    bundle = workbench.bundle(spec.model)
    names, labels = bundle.class_names, bundle.labels_test[indices]
    reads = workbench.reads(spec, np.array(indices))
    before, after = reads.before.argmax(axis=1), reads.after.argmax(axis=1)
    return html.Div(
        [
            _tile(
                index,
                f"sample {index}: true {names[label]}, read as {names[one]}, then {names[two]}",
                changed=one != two,
            )
            for index, label, one, two in zip(indices, labels, before, after, strict=True)
        ],
        className="tiles",
    )


def _tile(index: int, words: str, changed: bool) -> html.Button:
    attributes: dict[str, Any] = {"data-pin": index, "aria-label": words}
    return html.Button(
        # Where there are no images, the index stands for them.
        [image(index), html.Span(f"{index:,}", className="tile-index")],
        className="tile-button changed" if changed else "tile-button",
        title=words,
        **attributes,
    )
