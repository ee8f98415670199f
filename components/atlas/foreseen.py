"""Prediction against measurement, folded away under the atlas: two scatters and their table."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from weight_surgery.components import ids
from weight_surgery.components.figures.atlas import empty_foreseen
from weight_surgery.components.frames import as_table, spoken
from weight_surgery.components.glossary import explained
from weight_surgery.components.theme import GRAPH_CONFIG

WORDS = (
    "What class centers alone foretell, before anything is edited (retained norm, leak, landing "
    "class), against what was measured. The table has Spearman's rank correlations over all pairs, "
    "the landing classes foreseen, and the largest error of the cosine's closed form."
)


def foreseen() -> html.Details:
    """Return the fold, its figure empty."""
    labels: dict[str, Any] = {
        "aria-label": "Predicted and measured, a point a pair",
        "aria-describedby": ids.ATLAS_FORESEEN_TEXT,
    }
    config: Any = GRAPH_CONFIG
    graph = dcc.Graph(id=ids.ATLAS_FORESEEN_GRAPH, figure=empty_foreseen(), config=config)
    return html.Details(
        [
            html.Summary("Could it have been foreseen? Prediction against measurement"),
            html.Div(
                [
                    html.P(explained(WORDS), className="caption"),
                    html.Div(graph, className="atlas-foreseen", role="img", **labels),
                    spoken(ids.ATLAS_FORESEEN_TEXT),
                    as_table(ids.ATLAS_AGREEMENT, "Agreement at every strength"),
                ],
                className="panel",
            ),
        ],
        id=ids.ATLAS_FORESEEN,
        className="atlas-fold",
    )
