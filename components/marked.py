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
MOST_CHANGED = 28


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
        dmc.Text(f"and {left:,} more" if left > 0 else "", className="note"),
    ]


def changed_strip(workbench: Workbench, spec: SurgerySpec) -> list[Any]:
    """Show the samples that the edit changed most; where it changed none, the least sure ones."""
    comparison = workbench.compare(spec)
    changed = np.flatnonzero(comparison.before.predictions != comparison.after.predictions)
    indices = changed if changed.size else np.arange(len(comparison.after.predictions))
    sure = sureness(workbench.reads(spec, indices), bool(changed.size))
    chosen = indices[np.argsort(sure, kind="stable")[:MOST_CHANGED]]
    return [
        dmc.Text(changed_words(comparison, changed, len(chosen)), className="caption"),
        tiles(workbench, spec, chosen.tolist()),
    ]


def sureness(reads: Reads, changed: bool) -> np.ndarray:
    """Return what samples (n,) are shown by, the first ones first.

    Changed ones by how sure the network was of what it read before; others by how much likelier
    the first of their classes is than the second.
    """
    if changed:
        return -reads.before.max(axis=1)
    first, second = np.sort(reads.after, axis=1)[:, :-3:-1].T
    return np.asarray(first - second)


def changed_words(comparison: Comparison, changed: np.ndarray, shown: int) -> str:
    """Say how many samples are read differently, how many of other classes, and which are shown."""
    total = len(comparison.after.predictions)
    if not changed.size:
        return f"None of {total:,} test samples is read differently. The least sure ones:"
    labels = comparison.bundle.labels_test[changed]
    others = int((~np.isin(labels, comparison.merged)).sum())
    which = "" if shown == changed.size else f" The {shown} it was surest of before:"
    return (
        f"{changed.size:,} of {total:,} test samples {'is' if changed.size == 1 else 'are'} read "
        f"differently after the edit, {others or 'none'} of them of other classes.{which}"
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
