"""What figures that stand alone show and say of themselves, in notebooks and exported files."""

from __future__ import annotations

from textwrap import wrap

import numpy as np

from weight_surgery.components.curve import LINES, caption
from weight_surgery.components.figures.curve import CurveData
from weight_surgery.components.figures.pair_map import MapData
from weight_surgery.components.figures.scenes import ScenesData
from weight_surgery.components.plain import heading
from weight_surgery.components.text import (
    MINUS,
    at_strength,
    pair_name,
    strength_of,
    strengths_text,
)
from weight_surgery.components.theme import class_colors
from weight_surgery.components.verdict import badge_of, verdict_words
from weight_surgery.core.workbench import Comparison, Motion, PairAtlas, Workbench, what_was_done

# The slider's own dampings; a comparison's comes to these.
STOPS = tuple(round(1 - at / 10, 1) for at in range(11))
LONGEST_LINE = 92
BEST = "Smallest strength at which a pair is clean"


def lines_of(*sentences: str) -> list[str]:
    """Return sentences in lines that a figure has room for."""
    return [line for one in sentences for line in wrap(one, LONGEST_LINE)]


def scenes_data(comparison: Comparison, motion: Motion) -> ScenesData:
    """Return both scenes of a comparison, its own damping between ten others."""
    bundle, damping = comparison.bundle, comparison.change.damping
    dampings = sorted({*STOPS, damping}, reverse=True)
    words = verdict_words(comparison)
    return ScenesData(
        title=lines_of(what_was_done(comparison), f"{words.badge}. {words.sentence}"),
        names=bundle.class_names,
        colors=class_colors(len(bundle.class_names), comparison.merged),
        pair=comparison.merged,
        indices=motion.indices,
        labels=bundle.labels_test[motion.indices],
        before=motion.scene_before(),
        after=np.stack([motion.scene_at(one) for one in dampings]),
        dampings=dampings,
        current=dampings.index(damping),
        axes=motion.scene.names,
        direction=motion.scene.direction,
        normalise=bundle.normalise,
        samples=len(bundle.labels_test),
    )


def curve_data(workbench: Workbench, comparison: Comparison) -> tuple[CurveData, list[str]]:
    """Return the curve of a comparison's pair, and what it says."""
    spec = comparison.spec
    curve, intervals = workbench.curve(spec), workbench.clean_intervals(spec)
    lines = {figure: getattr(curve, figure)[0] for figure, *_ in LINES}
    alone = workbench.compare(spec.alone)
    said = caption(curve, intervals, pair_name(alone))
    done = f"{comparison.bundle.name}: {pair_name(alone)}, {spec.operation.method}"
    return CurveData(curve.dampings, lines, spec.operation.damping, intervals), lines_of(done, said)


def damping_map(atlas: PairAtlas, name: str, figure: str, column: int) -> MapData:
    """Return the map of a figure at one of an atlas's dampings."""
    title = f"{heading(figure)} {at_strength(atlas.dampings[column])}"
    every = atlas.values[figure]
    written = [_written(figure, value) for value in every[:, column].tolist()]
    unit = "" if figure == "cosine" else "\u00a0%"
    words = [f"{heading(figure)}: {f'{one}{unit}' if one else 'not defined'}" for one in written]
    columns = np.full(len(atlas.pairs), column)
    return MapData(
        title=_title(atlas, name, title, int(atlas.clean[:, column].sum())),
        names=atlas.class_names,
        pairs=atlas.pairs,
        values=every[:, column],
        ends=_ends(every),
        unit=".2~f" if figure == "cosine" else ".2~%",
        written=written,
        words=_words(atlas, words, columns),
        clean=atlas.clean[:, column],
    )


def best_map(atlas: PairAtlas, name: str) -> MapData:
    """Return the map of the smallest strength at which each pair is clean."""
    dampings = np.where(atlas.clean, atlas.dampings, -1)
    gentlest = dampings.max(axis=1)
    clean = gentlest >= 0
    runs = [
        ", ".join(strengths_text(*run) for run in reversed(atlas.intervals(row)))
        for row in range(len(atlas.pairs))
    ]
    words = [
        reason or f"Clean at {run or 'no strength'}"
        for reason, run in zip(atlas.no_verdict, runs, strict=True)
    ]
    return MapData(
        title=_title(atlas, name, BEST, int(clean.sum())),
        names=atlas.class_names,
        pairs=atlas.pairs,
        values=np.where(clean, 1 - gentlest, np.nan),
        ends=(0.0, 1.0),
        unit=".0%",
        written=[f"{round(strength_of(one), 1):g}" for one in gentlest.tolist()],
        words=_words(atlas, words, dampings.argmax(axis=1)),
        clean=clean,
    )


def _title(atlas: PairAtlas, name: str, title: str, clean: int) -> list[str]:
    counted = f"{clean:,} of {len(atlas.pairs):,} pairs merge cleanly: those with a frame"
    return lines_of(*filter(None, (name, title, counted)))


def _words(atlas: PairAtlas, values: list[str], columns: np.ndarray) -> list[list[str]]:
    """Say of each pair what it is, its value, and the verdict at its column."""
    return [
        [
            " + ".join(atlas.class_names[label] for label in pair),
            value,
            f"{badge_of(int(atlas.verdict[row, column]))} {at_strength(atlas.dampings[column])}",
        ]
        for row, (pair, value, column) in enumerate(
            zip(atlas.pairs.tolist(), values, columns.tolist(), strict=True)
        )
    ]


def _written(figure: str, value: float) -> str:
    if np.isnan(value):
        return ""
    digits, value = (2, value) if figure == "cosine" else (1, 100 * value)
    # What rounds to 0 has no sign.
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", MINUS)


def _ends(values: np.ndarray) -> tuple[float, float]:
    """Return the least and the largest of a figure at any strength, so that a color stays."""
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    return low, high
