"""A story in eight steps about one pair of classes, chosen from what was measured.

It is told of the models of one data set: what the edit costs in the one with fewest dimensions,
and what in the one with most. Their dimensions are said to be what differs only where both are of
one network, and that more of them help only where it was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from weight_surgery.components.atlas.answers import check_measurable
from weight_surgery.components.view import STORY_STEPS, View
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import (
    UNSTABLE,
    Bundle,
    PairAtlas,
    Workbench,
    default_column,
    is_own,
)

# The two dampings that a pair is chosen at: the direction removed, and what a fresh page has.
STORY_DAMPINGS = (0.0, Operation().damping)
HALF = 0.5


@dataclass(frozen=True)
class StoryStep:
    """One step: what it is about, and the view that shows it."""

    topic: str
    view: View


@dataclass(frozen=True)
class Story:
    """A story, its steps in order.

    low, high: the models with fewest and with most dimensions, the same one where there is no
    other; models: all of the data set; counted_at: the damping at which clean pairs are counted;
    one_network: whether both are of one architecture; helps: whether they are, the pair costs less
    with more dimensions, and more pairs are clean.
    """

    low: str
    high: str
    models: tuple[str, ...]
    counted_at: float
    one_network: bool
    helps: bool
    steps: tuple[StoryStep, ...]


def story_parts(workbench: Workbench, model: str) -> list[tuple[str, int]]:
    """Return the parts of atlases that the story of a model's data set is chosen from.

    They are measured at STORY_DAMPINGS alone, a tenth of the whole atlas's work.
    """
    return [
        (name, part)
        for name in dict.fromkeys(story_models(workbench, model))
        for part in range(workbench.atlas_parts(name))
    ]


def story_of(workbench: Workbench, model: str) -> Story:
    """Choose the pairs and views of the story of a model's data set.

    Raises ValueError when no pair can be merged.
    """
    low, high = story_models(workbench, model)
    small, large = (workbench.atlas(SurgerySpec(name), STORY_DAMPINGS) for name in (low, high))
    counted_at = float(small.dampings[default_column(small)])
    row, other = single_pairs(small) if low == high else contrast_pair(small, large)
    first, second = small.pairs[row].tolist(), large.pairs[other].tolist()
    if low != high:
        second = _same_classes(small, large, first)
    removed = 0.0 if _bears_zero(small, row) and _bears_zero(large, other) else counted_at
    steps = _steps(
        SurgerySpec(low).with_operation(classes=first),
        SurgerySpec(high).with_operation(classes=second),
        removed,
        counted_at,
    )
    one = low == high or networks_alike(workbench.bundle(low), workbench.bundle(high))
    helps = one and low != high and more_is_better(small, row, large, other)
    return Story(low, high, models_alike(workbench, model), counted_at, one, helps, steps)


def networks_alike(bundle: Bundle, other: Bundle) -> bool:
    """Tell whether two bundles are known to be of one architecture."""
    network = bundle.metadata.get("network")
    return network is not None and network == other.metadata.get("network")


def more_is_better(small: PairAtlas, row: int, large: PairAtlas, other: int) -> bool:
    """Tell whether a pair costs less in the larger model, and more of all pairs are clean there.

    Both at the default damping; row, other: the pair's rows.
    """
    column, across = default_column(small), default_column(large)
    costs_less = large.merge_cost[other, across] < small.merge_cost[row, column]
    clean, of = int(large.clean[:, across].sum()), len(large.pairs)
    return bool(costs_less and clean * len(small.pairs) > int(small.clean[:, column].sum()) * of)


def models_alike(workbench: Workbench, model: str) -> tuple[str, ...]:
    """Return the models of a model's data set; one that somebody brought is alone with its data."""
    wanted = _data_of(workbench.bundle(model))
    if is_own(model):
        return (model,)
    return tuple(
        name for name in workbench.readable() if _data_of(workbench.bundle(name)) == wanted
    )


def story_models(workbench: Workbench, model: str) -> tuple[str, str]:
    """Return the models with fewest and with most dimensions of a model's data set.

    Of several alike it is the first. A model in which nothing can merge is left out.
    Raises ValueError when that leaves none.
    """
    check_measurable(workbench, SurgerySpec(model))
    dims = {}
    for name in models_alike(workbench, model):
        try:
            workbench.default_spec(name)
        except ValueError:
            continue
        dims[name] = workbench.bundle(name).dims
    if not dims:
        raise ValueError(f"no pair of classes of {model} can be merged; choose another model")
    low = min(dims, key=lambda name: dims[name])
    high = max(dims, key=lambda name: dims[name])
    return (low, high) if dims[high] > dims[low] else (low, low)


def contrast_pair(low: PairAtlas, high: PairAtlas) -> tuple[int, int]:
    """Return the rows of the pair, the same in both, that tells best what dimensions change.

    It is clean in `high` and costs most in `low`, at the default damping. Where none is clean in
    `high` it is the one whose cost differs most. A pair that hardly anything is left of comes last:
    what it costs is not the dimensions' doing. Raises ValueError when no pair is measured in both.
    """
    column, across = default_column(low), default_column(high)
    costs, there = _costs(low), _costs(high)
    rows = {frozenset(pair): row for row, pair in enumerate(high.pairs.tolist())}
    found = []
    for row, pair in enumerate(low.pairs.tolist()):
        other = rows.get(frozenset(_same_classes(low, high, pair)))
        here = costs[row, column]
        if other is None or not np.isfinite([here, there[other, across]]).all():
            continue
        clean = bool(high.clean[other, across])
        short = min(low.retained_norm[row], high.retained_norm[other]) < UNSTABLE
        gain = round(float(here if clean else here - there[other, across]), 12)
        found.append(((short, not clean, -gain, row), (row, other)))
    if not found:
        raise ValueError(
            "no pair of classes can be merged in both models; the story has no example"
        )
    return min(found)[1]


def single_pairs(atlas: PairAtlas) -> tuple[int, int]:
    """Return the rows of the pair that costs most and of the one that costs least, clean first.

    Raises ValueError when no pair is measured.
    """
    column = default_column(atlas)
    cost = np.round(_costs(atlas)[:, column], 12)
    rows = np.flatnonzero(np.isfinite(cost)).tolist()
    if not rows:
        raise ValueError("no pair of classes can be merged; the story has no example")
    short = atlas.retained_norm < UNSTABLE
    worst = min(rows, key=lambda row: (short[row], -cost[row], row))
    best = min(rows, key=lambda row: (short[row], not atlas.clean[row, column], cost[row], row))
    return worst, best


def _steps(
    low: SurgerySpec, high: SurgerySpec, removed: float, counted_at: float
) -> tuple[StoryStep, ...]:
    """Return the steps; removed: the damping that stands for a direction taken out."""

    def at(spec: SurgerySpec, damping: float) -> View:
        return View(spec.with_operation(damping=damping))

    told = {
        "embedding": at(low, 1.0),
        "classes": replace(at(low, 1.0), shown="pair"),
        "direction": replace(at(low, HALF), shown="pair"),
        "projection": replace(at(low, removed), shown="pair"),
        "cost": replace(at(low, removed), color="changed"),
        "dimensions": replace(at(high, removed), color="changed"),
        "methods": replace(at(high, removed), tab="method"),
        "clean": replace(at(high, counted_at), view="atlas"),
    }
    assert len(told) == STORY_STEPS
    return tuple(
        StoryStep(topic, replace(view, story=number))
        for number, (topic, view) in enumerate(told.items(), start=1)
    )


def _data_of(bundle: Bundle) -> tuple[Any, frozenset[str]]:
    """Tell data sets apart, so that a class has the same name in all models of one."""
    return str(bundle.metadata.get("dataset")), frozenset(bundle.class_names)


def _same_classes(atlas: PairAtlas, other: PairAtlas, pair: Sequence[int]) -> list[int]:
    """Return the classes of another atlas that are called like a pair of this one."""
    return [other.class_names.index(atlas.class_names[label]) for label in pair]


def _bears_zero(atlas: PairAtlas, row: int) -> bool:
    """Tell whether a pair was measured at damping 0: an antipodal one has no place left there."""
    return bool(np.isfinite(_costs(atlas)[row, atlas.dampings == 0]).any())


def _costs(atlas: PairAtlas) -> np.ndarray:
    """Return what each pair costs (P, D); of two classes, which have no cost, 0.

    NaN where a pair was not measured.
    """
    if len(atlas.class_names) > 2:
        return atlas.merge_cost
    return np.where(atlas.verdict >= 0, 0.0, np.nan)
