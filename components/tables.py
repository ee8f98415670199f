"""The table behind every figure: the same numbers in rows, for those who do not see the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import html

from weight_surgery.components.figures.curve import LINES
from weight_surgery.components.plain import heading
from weight_surgery.components.shown import means_shown, recall_shown, shown_words
from weight_surgery.components.text import (
    MINUS,
    count,
    counted,
    interval,
    percent,
    signed,
    strength_text,
    whole,
)
from weight_surgery.components.verdict import badge_of
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Bundle, Comparison, Motion, PairAtlas, Workbench, listed

MOST_CELLS = 100
NOTHING = "—"


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> dmc.Table:
    """Return a table whose first column names its rows.

    It is one component: a component a cell, and the page would ask each of them after every change.
    """
    return dmc.Table(
        data={"caption": caption, "head": list(head), "body": [list(row) for row in rows]},
        captionSide="top",
        className="data-table",
    )


def number(value: float, digits: int = 4) -> str:
    """Write a number with a true minus sign; what is not defined is a dash."""
    if np.isnan(value):
        return NOTHING
    text = f"{abs(value):.{digits}f}"
    return MINUS + text if value < 0 and float(text) else text


def scene_table(comparison: Comparison, motion: Motion) -> dmc.Table:
    """Return a row a class: samples drawn, where its centroid is, and how near to the pair's."""
    bundle, samples, shown = comparison.bundle, len(motion.indices), means_shown(comparison)
    drawn = np.bincount(bundle.labels_test[motion.indices], minlength=len(bundle.class_names))
    damping = comparison.spec.operation.damping
    places = [side[samples:] for side in (motion.scene_before(), motion.scene_at(damping))]
    near = [_cosines(side.centroids, comparison.merged) for side in _sides(comparison)]
    pair = [bundle.class_names[label] for label in comparison.merged]
    sides = ("before", "after")
    head = [
        *("Class", "Samples drawn"),
        *(f"{axis}, {side}" for side in sides for axis in motion.scene.names),
        *(f"Cosine to {name}, {side}" for side in sides for name in pair),
    ]
    rows = [
        [
            name,
            whole(int(drawn[label])),
            *(number(value, 3) for place in places for value in place[label]),
            *(number(value) for side in near for value in side[label]),
        ]
        for label, name in _named(bundle, shown)
    ]
    near_to = f"centroid{'s' if len(pair) > 1 else ''} of {listed(tuple(pair), 'and')}"
    caption = (
        f"The {'unit centroid' if bundle.normalise else 'mean'} of each class on the training "
        f"split, in the scene's axes{'' if bundle.normalise else ' around the mean of all samples'}"
        f", and its cosine to the {near_to}"
    )
    return table(_and_shown(comparison, caption, shown), head, rows)


def _sides(comparison: Comparison) -> tuple[Any, Any]:
    return comparison.before, comparison.after


def _cosines(centroids: np.ndarray, merged: tuple[int, ...]) -> np.ndarray:
    """Return the cosine of unit centroids (C, d) to the merged ones (C, g), NaN for absent ones."""
    present = centroids.any(axis=1, keepdims=True)
    return np.where(present, centroids @ centroids[list(merged)].T, np.nan)


def circle_table(comparison: Comparison, motion: Motion) -> dmc.Table:
    """Return a row a class: its centroid's angle in the plane, and its samples without one."""
    bundle, samples, shown = comparison.bundle, len(motion.indices), means_shown(comparison)
    labels = bundle.labels_test[motion.indices]
    circles = [motion.circle_before(), motion.circle_at(comparison.spec.operation.damping)]
    angles = [
        np.degrees(np.arctan2(circle[samples:, 1], circle[samples:, 0])) for circle in circles
    ]
    hidden = [
        np.bincount(
            labels[np.isnan(circle[:samples, 0])], minlength=len(bundle.class_names)
        ).tolist()
        for circle in circles
    ]
    head = (
        *("Class", "Centroid's angle before", "Centroid's angle after"),
        *("Samples hidden before", "Samples hidden after"),
    )
    rows = [
        [
            name,
            *(_degrees(side[label]) for side in angles),
            *(whole(side[label]) for side in hidden),
        ]
        for label, name in _named(bundle, shown)
    ]
    caption = f"Angles on the circle from its right end, of {samples:,} samples"
    return table(_and_shown(comparison, caption, shown), head, rows)


def _named(bundle: Bundle, labels: np.ndarray) -> list[tuple[int, str]]:
    return [(label, bundle.class_names[label]) for label in labels.tolist()]


def _and_shown(comparison: Comparison, caption: str, labels: np.ndarray) -> str:
    """Return a caption that also says which of many classes its table has."""
    shown = shown_words(comparison, labels, "mean")
    return f"{caption}. {shown}" if shown else caption


def _degrees(angle: float) -> str:
    return NOTHING if np.isnan(angle) else f"{number(angle, 1)}°"


def curve_table(curve: PairAtlas) -> dmc.Table:
    """Return a row a strength: its damping, every line of the curve, and the verdict there."""
    every = {figure: getattr(curve, figure)[0] for figure, *_ in LINES}
    # Of two classes some are nowhere defined.
    known = {figure: line for figure, line in every.items() if not np.isnan(line).all()}
    head = ("Edit strength", "Damping", *map(heading, known), "Verdict")
    lines = list(known.values())
    rows = [
        [
            strength_text(damping),
            f"{damping:g}",
            *(number(line[at]) for line in lines),
            badge_of(curve.verdict[0, at]),
        ]
        for at, damping in enumerate(curve.dampings)
    ]
    names = " and ".join(curve.class_names[label] for label in curve.pairs[0])
    shares = (
        f"{int(curve.totals['merged_recall'][0]):,} samples of the pair, "
        f"{int(curve.totals['bystander_accuracy'][0]):,} others"
    )
    return table(f"Classes {names} at every strength measured: {shares}", head, rows)


def recall_table(comparison: Comparison) -> dmc.Table:
    """Return a row a class: its recall with count and interval before and after."""
    head = [
        "Class",
        *(
            f"{words} {side}"
            for side in ("before", "after")
            for words in ("Recall", "Samples right", "95 % interval")
        ),
    ]
    before, after = comparison.before.per_class_recall, comparison.after.per_class_recall
    shown = recall_shown(comparison)
    rows = [
        [
            name,
            *(
                write(side[label])
                for side in (before, after)
                for write in (percent, count, interval)
            ),
        ]
        for label, name in _named(comparison.bundle, shown)
    ]
    of = "each class" if len(shown) == len(before) else f"{len(shown)} of {len(before):,} classes"
    return table(f"Recall of {of} on the test split", head, rows)


def confusion_table(comparison: Comparison) -> list[Any]:
    """Return the cells of the matrix that changed, largest first, and what is left out."""
    before, after = comparison.before.confusion, comparison.after.confusion
    difference = after - before
    cells = np.argwhere(difference)
    order = np.argsort(-np.abs(difference[difference != 0]), kind="stable")
    names = comparison.bundle.class_names
    rows = [
        [
            names[true],
            names[read],
            whole(int(before[true, read])),
            whole(int(after[true, read])),
            signed(int(difference[true, read]), 0),
        ]
        for true, read in cells[order[:MOST_CELLS]]
    ]
    left = len(cells) - len(rows)
    head = ("True class", "Read as", "Before", "After", "Difference")
    title = (
        f"{counted(len(cells), 'cell')} of {difference.size:,} changed, largest change first; "
        "counts of test samples"
    )
    return [
        table(title, head, rows),
        *([html.P(f"{counted(left, 'smaller change')} left out.", className="note")] * (left > 0)),
    ]


def stage_tables(workbench: Workbench, view: View) -> tuple[dmc.Table, dmc.Table]:
    """Return the tables behind the scenes and the circles of a view."""
    comparison, motion = workbench.compare(view.surgery), workbench.motion(view.surgery, view.scene)
    return scene_table(comparison, motion), circle_table(comparison, motion)
