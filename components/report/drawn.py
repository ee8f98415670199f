"""The figures of a report, as JSON that plotly draws."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go

from weight_surgery.components import circles, embeddings
from weight_surgery.components.accuracy import shown_recall
from weight_surgery.components.confusion import shown_confusion
from weight_surgery.components.curve import curve_words
from weight_surgery.components.figures import tick_names
from weight_surgery.components.figures.accuracy import (
    confusion_figure,
    empty_confusion,
    empty_recall,
    recall_figure,
)
from weight_surgery.components.figures.circles import CirclesData, circles_figure
from weight_surgery.components.figures.pair_map import pair_map
from weight_surgery.components.figures.scenes import scenes_figure
from weight_surgery.components.figures.strength import strength_figure
from weight_surgery.components.sentences import confusion_sentence, recall_sentence
from weight_surgery.components.standing import best_map, curve_data, scenes_data
from weight_surgery.components.theme import SURFACE, class_colors
from weight_surgery.core.specs import SceneSpec, SurgerySpec
from weight_surgery.core.workbench import Comparison, Workbench

# A figure's own ground: what is saved of it stands on any page.
GROUND = SURFACE["light"]
# A class has this much of a matrix's height, in pixels.
ROW, LEAST_HEIGHT, MOST_HEIGHT = 30, 360, 900


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure: name, of files and links; title and caption in words; figure: plotly's, as JSON."""

    name: str
    title: str
    caption: str
    figure: dict[str, Any]


def drawn_figures(workbench: Workbench, spec: SurgerySpec) -> Iterator[Drawn]:
    """Draw everything of an edit; the atlas only where it is measured already."""
    comparison = workbench.compare(spec)
    yield from _stage(workbench, comparison)
    if spec.operation.kind == "merge":
        curve, _ = curve_data(workbench, comparison)
        figure = strength_figure(curve, []).update_layout(margin_t=24)
        yield _drawn("strength", "Over edit strength", curve_words(workbench, spec), figure)
    yield _recall(comparison)
    yield from _confusion(comparison)
    if workbench.is_catalogue(spec.model):
        return
    parts = range(workbench.atlas_parts(spec.model))
    if all(workbench.has_atlas_part(spec, part) for part in parts):
        found = best_map(workbench.atlas(spec), "")
        said = " ".join(found.title)
        yield _drawn("atlas", "All pairs", said, pair_map(replace(found, title=())))


def _drawn(name: str, title: str, caption: str, figure: go.Figure) -> Drawn:
    return Drawn(name, title, caption, json.loads(figure.to_json()))


def _stage(workbench: Workbench, comparison: Comparison) -> Iterator[Drawn]:
    """Draw the samples before and after: in three dimensions, and on the circle."""
    spec, scene = comparison.spec, SceneSpec()
    motion = workbench.motion(spec, scene)
    held, seen = workbench.shares_held(spec, scene)
    yield _drawn(
        "scenes",
        "Embeddings before and after",
        embeddings.caption(comparison, motion, held),
        scenes_figure(replace(scenes_data(comparison, motion), title=())),
    )
    names = comparison.bundle.class_names
    data = CirclesData(
        names=names,
        colors=class_colors(len(names), comparison.merged),
        pair=comparison.merged,
        indices=motion.indices,
        labels=comparison.bundle.labels_test[motion.indices],
        before=motion.circle_before(),
        after=motion.circle_at(spec.operation.damping),
    )
    said = circles.caption(comparison, motion, seen)
    yield _drawn("circles", "On the unit circle", said, circles_figure(data))


def _recall(comparison: Comparison) -> Drawn:
    names, arrays = shown_recall(comparison)
    figure = go.Figure(recall_figure(names, *arrays).data, empty_recall()["layout"])
    places, words = tick_names(names)
    figure.update_xaxes(tickvals=places, ticktext=words)
    figure.update_layout(
        **{"height": 340, "margin": {"t": 36, "b": 8, "l": 8, "r": 8}, "showlegend": True},
        paper_bgcolor=GROUND,
    )
    figure.update_traces(showlegend=False, selector={"type": "scatter"})
    return _drawn("classes", "Accuracy by class", recall_sentence(comparison), figure)


def _confusion(comparison: Comparison) -> Iterator[Drawn]:
    names, before, after = shown_confusion(comparison)
    height = min(max(LEAST_HEIGHT, ROW * len(names) + 80), MOST_HEIGHT)
    places, words = tick_names(names)
    for name, title, counts, caption in (
        ("confusion-before", "Confusion before", before, ""),
        ("confusion-after", "Confusion after", after, confusion_sentence(comparison)),
        ("confusion-change", "Confusion, after − before", after - before, ""),
    ):
        changes = name == "confusion-change"
        figure = go.Figure(
            confusion_figure(names, counts, changes).data, empty_confusion()["layout"]
        )
        figure.update_xaxes(tickvals=places, ticktext=words)
        figure.update_yaxes(tickvals=places, ticktext=words)
        figure.update_layout(height=height, paper_bgcolor=GROUND)
        yield _drawn(name, title, caption, figure)
