"""What the server answers for the atlas: measured parts, and the agreement of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

import dash_mantine_components as dmc
import numpy as np

from weight_surgery.components import payload
from weight_surgery.components.plain import heading
from weight_surgery.components.text import interval, strength_of
from weight_surgery.components.verdict import badge_of
from weight_surgery.components.view import LONGEST_QUERY, View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import (
    CRITERIA,
    DAMPINGS,
    METHODS,
    Agreement,
    PairAtlas,
    Verdict,
    Workbench,
    best_methods,
)

# What the map can show, by what it is in plain words and as files for other programs have it.
FIGURES: dict[str, dict[str, str]] = {
    name: {"title": heading(name), "term": term}
    for name, term in (
        ("merge_cost", "Merge cost"),
        ("merged_recall", "Merged recall"),
        ("told_apart", "Told apart"),
        ("bystander_change", "Bystander change"),
        ("worst_bystander_change", "Worst bystander's change"),
        ("merged_accuracy", "Merged accuracy"),
        ("strict_accuracy", "Strict accuracy"),
        ("prototype_accuracy", "Prototype accuracy"),
        ("attack_success", "Attack success"),
        ("genuine_accept", "Genuine accept"),
        ("flip_rate", "Flip rate"),
        ("cosine", "Cosine of the centroids"),
    )
}
# What the criteria of core are judged by, in their order.
REACHED = {
    "attack": "attack_success",
    "recall": "mean_recall",
    "told_apart": "told_apart",
    "bystanders": "bystander_accuracy",
}
ASKED = ("query", "key", "part", "measure", "methods")
# A part weighs up to 30 kB, and an answer no more than a megabyte.
MOST_PARTS = 30
# So long a request measures: many classes are not asked for pair by pair, and progress is seen.
PATIENCE = 0.7


def measure(workbench: Workbench, request: dict[str, Any]) -> dict[str, Any]:
    """Give what is measured of the atlas already, from the part on that the page asks for.

    Where the page asks for it, parts are measured for a moment, at least that one, unless a run
    elsewhere measures them: the page then asks again. The answer's
    `next` is the part to ask for then, and `measuring` tells whether it is still to be measured.
    methods: whether each pair is shown by the method that is best for it, of all that search for
    nothing.
    """
    query, key, part, wanted, methods = payload.entries("a request", request, *ASKED)
    spec, key = View.from_query(query).surgery, payload.text_of("a key", key, LONGEST_QUERY)
    payload.boolean("measure", wanted)
    payload.boolean("methods", methods)
    check_measurable(workbench, spec)
    specs = method_specs(workbench, spec) if methods else {spec.operation.method: spec}

    def is_kept(place: int) -> bool:
        return all(workbench.has_atlas_part(one, place) for one in specs.values())

    def is_awaited(place: int) -> bool:
        return any(workbench.atlas_run(one, place) for one in specs.values())

    parts = workbench.atlas_parts(spec.model)
    following = part = payload.integer("part", part, 0, parts - 1)
    last = min(part + MOST_PARTS, parts)
    rows: list[dict[str, Any]] = []
    until = monotonic() + PATIENCE
    while following < last and (is_kept(following) or (wanted and not is_awaited(following))):
        some = {name: workbench.atlas_part(one, following) for name, one in specs.items()}
        rows += [row_of(some[name], row, name) for name, row in best_methods(some)]
        following, wanted = following + 1, wanted and monotonic() < until
    return {
        "key": key,
        "part": part,
        "next": following,
        "parts": parts,
        "measuring": following < parts and not is_kept(following),
        "dampings": list(DAMPINGS),
        "names": list(workbench.bundle(spec.model).class_names),
        "verdicts": [badge_of(verdict) for verdict in Verdict],
        "rows": rows,
    }


def check_measurable(workbench: Workbench, spec: SurgerySpec) -> None:
    """Raise ValueError for a model of so many classes that not all of its pairs are measured."""
    if workbench.is_catalogue(spec.model):
        raise ValueError(
            f"{workbench.title(spec.model)} has too many pairs to measure all of them; open its "
            "atlas, which ranks them, and measure the most promising there"
        )


def method_specs(workbench: Workbench, spec: SurgerySpec) -> dict[str, SurgerySpec]:
    """Return a spec for each method that the model can have and that searches for nothing."""
    refused = workbench.refused_methods(spec)
    alone = replace(spec.alone, edit_bias=True)
    return {
        name: alone.with_operation(method=name)
        for name, method in METHODS.items()
        if name not in refused and not method.searches
    }


def row_of(atlas: PairAtlas, row: int, method: str) -> dict[str, Any]:
    """Return all that the page shows of one pair: lists by damping, and what was predicted."""
    leak = atlas.largest_leak[row]
    return {
        "method": method,
        "pair": atlas.pairs[row].tolist(),
        "verdict": atlas.verdict[row].tolist(),
        "clean": atlas.clean[row].astype(int).tolist(),
        "recall": counted(atlas, "merged_recall", row),
        "recall_interval": _intervals(atlas, "merged_recall", row),
        "bystander_interval": _intervals(atlas, "bystander_accuracy", row),
        "bystanders": counted(atlas, "bystander_accuracy", row),
        "intervals": [list(run) for run in atlas.intervals(row)],
        "reached": [_plain(getattr(atlas, REACHED[name])[row]) for name in CRITERIA],
        "needed": _plain(atlas.needed[:, row]),
        "norm": _foreseen(atlas.retained_norm[row]),
        "leak": _foreseen(leak),
        "landing": atlas.landing_class[row].tolist(),
        "foreseen": atlas.predicted_landing_class[row].tolist(),
        **{name: _plain(getattr(atlas, name)[row]) for name in FIGURES},
    }


def counted(atlas: PairAtlas, figure: str, row: int) -> list[Any]:
    """Return a pair's counts of samples by damping, and of how many they are."""
    return [atlas.counted[figure][row].tolist(), int(atlas.totals[figure][row])]


def _intervals(atlas: PairAtlas, figure: str, row: int) -> list[str]:
    known = np.isfinite(atlas.values[figure][row])
    return [
        interval(atlas.rate(figure, row, column)) if known[column] else ""
        for column in range(len(atlas.dampings))
    ]


def _foreseen(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _plain(values: np.ndarray) -> list[float | None]:
    """Return numbers for JSON, which has no NaN."""
    return [None if np.isnan(value) else round(float(value), 9) for value in values]


def agreement_table(
    dampings: Sequence[float], agreements: list[Agreement], foresees: bool = True
) -> dmc.Table:
    """Return what was predicted beside what was measured, a row a damping.

    foresees: whether the method tells recall and losses from the centroids.
    """
    rows = []
    for damping, found in zip(dampings, agreements, strict=True):
        rows.append(
            [
                f"{strength_of(damping):g}\u00a0%",
                f"{damping:g}",
                correlation(found.recall_by_norm, foresees),
                correlation(found.change_by_leak, foresees),
                f"{found.landing_right} of {found.pairs}",
                "not foreseen" if found.cosine_error is None else f"{found.cosine_error:.1e}",
            ]
        )
    head = [
        *("Edit strength", "Damping", "Norm and recall", "Leak and worst change"),
        *("Landing class", "Cosine error"),
    ]
    return dmc.Table(data={"head": head, "body": rows}, tabularNums=True, highlightOnHover=True)


def correlation(value: float | None, foresees: bool = True) -> str:
    """Write a rank correlation, which a constant does not have, nor what is not foreseen."""
    if not foresees:
        return "not foreseen"
    return "no variation" if value is None else f"{value:.3f}".replace("-", "\u2212")


def agree(workbench: Workbench, query: str | None) -> dmc.Table | None:
    """Write the agreement of a whole atlas."""
    if not query:
        return None
    spec = View.from_query(query).surgery
    check_measurable(workbench, spec)
    foresees = METHODS[spec.operation.method].foresees_leak
    return agreement_table(DAMPINGS, workbench.agreements(spec), foresees)
