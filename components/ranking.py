"""What is known once all pairs of a model are measured: each pair's rank, and the presets."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc

from weight_surgery.components import ids, presets
from weight_surgery.components.view import View
from weight_surgery.core.workbench import PairAtlas, Workbench


def ranking(atlas: PairAtlas) -> dict[str, Any]:
    """Return the pairs, and of each damping their order and how many of them are clean."""
    orders = [atlas.ranking(column).tolist() for column in range(len(atlas.dampings))]
    return {
        "dampings": atlas.dampings.tolist(),
        "pairs": atlas.pairs.tolist(),
        "orders": orders,
        "clean": atlas.clean.sum(axis=0).tolist(),
    }


def update(workbench: Workbench, edit: str) -> tuple[Any, ...]:
    """Measure every pair of an edit's model, and say what follows."""
    spec = View.from_query(edit).surgery
    atlas = workbench.atlas(spec)
    known = {"edit": edit, "offers": presets.offers(atlas), **ranking(atlas)}
    return known, *presets.items_of(spec.model, atlas)


def stores() -> list[dcc.Store]:
    """Return the question for a ranking, and its answer."""
    return [dcc.Store(id=id) for id in (ids.RANKING_ASK, ids.RANKING_STORE)]


def register(app: Dash, workbench: Workbench) -> None:
    """Rank the pairs of a model when the page asks for it."""
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
