"""What follows the pictures: where the pair is clean, its rank among all pairs, and the presets."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, no_update

from weight_surgery.components import ids, payload, presets
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PairAtlas, Verdict, Workbench

# No pair is measured, at the damping by which they are ranked.
NOTHING: dict[str, Any] = {
    **{"offers": {}, "dampings": [0.0], "pairs": []},
    **{"orders": [[]], "judged": [0], "clean": [0]},
}


def ranking(atlas: PairAtlas) -> dict[str, Any]:
    """Return the pairs, and of each damping their order, and how many are judged, and are clean."""
    orders = [atlas.ranking(column).tolist() for column in range(len(atlas.dampings))]
    return {
        "dampings": atlas.dampings.tolist(),
        "pairs": atlas.pairs.tolist(),
        "orders": orders,
        "judged": (atlas.verdict > Verdict.NO_VERDICT).sum(axis=0).tolist(),
        "clean": atlas.clean.sum(axis=0).tolist(),
    }


def ranked(workbench: Workbench, spec: SurgerySpec) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Measure every pair of a model: its ranking with the presets, and the presets in words."""
    atlas = workbench.atlas(spec)
    return {"offers": presets.offers(atlas), **ranking(atlas)}, presets.items_of(
        workbench.title(spec.model), atlas
    )


def band(workbench: Workbench, spec: SurgerySpec) -> list[tuple[float, float]] | None:
    """Return where the pair of an edit is clean: None where it has no verdict at all."""
    is_pair = spec.operation.kind == "merge"
    if is_pair and workbench.curve(spec).no_verdict[0]:
        return None
    return workbench.clean_intervals(spec)


def ranked_promising(
    workbench: Workbench, spec: SurgerySpec
) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Rank those pairs of a model of many classes that are measured, and measure none."""
    kept = workbench.has_ranking(spec)
    atlas = workbench.promising(spec) if kept else None
    words = presets.promising_items(workbench.title(spec.model), atlas)
    if atlas is None:
        return NOTHING, words
    return {"offers": presets.promising_offers(atlas), **ranking(atlas)}, words


def update(workbench: Workbench, question: Any) -> tuple[Any, ...]:
    """Say where the pair of an edit is clean and, where that is asked, how all pairs rank.

    question: {"edit", "rank"}. Of a pair that has no verdict the band is None.
    """
    edit, rank = payload.entries("a question for the ranking", question, "edit", "rank")
    spec = View.from_query(edit).surgery
    known = {"edit": edit, "band": band(workbench, spec)}
    if rank is True and workbench.is_catalogue(spec.model):
        found, words = ranked_promising(workbench, spec)
        return {**known, "ranking": found}, *words
    if rank is not True:
        return known, no_update, *[no_update] * (2 * len(presets.ITEMS))
    found, words = ranked(workbench, spec)
    return {**known, "ranking": found}, *words


def stores() -> list[dcc.Store]:
    """Return the question for a ranking, and its answer."""
    return [dcc.Store(id=id) for id in (ids.RANKING_ASK, ids.RANKING_STORE)]


def register(app: Dash, workbench: Workbench) -> None:
    """Answer when the page asks, once the pictures are drawn."""
    items = presets.ITEMS.values()
    app.callback(
        Output(ids.RANKING_STORE, "data"),
        Output(ids.PRESETS_STATUS, "children"),
        *(Output(id, name) for id, _ in items for name in ("children", "disabled")),
        Input(ids.RANKING_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
    app.clientside_callback(
        ClientsideFunction("ranking", "hear"),
        Input(ids.RANKING_STORE, "data"),
        prevent_initial_call=True,
    )
