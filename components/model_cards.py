"""This pair in every model, as small multiples: a card a model, its shares on one scale."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components.text import counted, in_percent, points
from weight_surgery.components.theme import AFTER_COLOR, BEFORE_COLOR
from weight_surgery.components.verdict import BADGES
from weight_surgery.core.workbench import Verdict

NO_CLASSES = "This model has no such classes."
NOT_DEFINED = "—"
# What a card shows: its name in a row, in words, and which number of samples it is a share of.
FIGURES = (
    ("told_apart", "told apart", 0),
    ("recall", "read as either", 0),
    ("others", "others read right", 1),
)


def cards(rows: list[dict[str, Any]]) -> list[html.Article]:
    """Return a card for each model measured."""
    return [card(row) for row in rows]


def card(row: dict[str, Any]) -> html.Article:
    """Return what a model makes of the pair; its name opens the model with the pair."""
    pair = row["pair"]
    known = pair is not None and "refused" not in pair
    if known:
        badge, color = BADGES[Verdict(pair["verdict"])]
        clean = pair["verdict"] == Verdict.MERGES_CLEANLY
        variant = "filled" if clean else "light"
        body = [dmc.Badge(badge, color=color, variant=variant, size="sm"), *_figures(pair)]
    else:
        body = [html.P(f"{pair['refused']}." if pair else NO_CLASSES, className="note")]
    return html.Article(
        [_head(row, pair["classes"] if known else None), *body],
        className="model-card current" if row["current"] else "model-card",
    )


def _head(row: dict[str, Any], classes: list[int] | None) -> html.Header:
    said: dict[str, Any] = {"aria-current": "true"} if row["current"] else {}
    name = html.H3(row["title"], title=row["title"])
    if classes is not None:
        place: dict[str, Any] = {
            "data-model": row["model"],
            "data-classes": "-".join(map(str, classes)),
        }
        name = html.H3(html.Button(row["title"], title=row["title"], **place, **said))
    dims = counted(row["dims"], "dimension")
    note = f"{dims} · shown" if row["current"] else dims
    return html.Header([name, html.Span(note, className="note")])


def _figures(pair: dict[str, Any]) -> list[html.Div]:
    return [
        _figure(words, pair[name], pair["samples"][number], change=name == "others")
        for name, words, number in FIGURES
    ]


def _figure(words: str, shares: list[float | None], samples: int, change: bool) -> html.Div:
    """Return a share before and after, in words and as bars on a scale from 0 to 100 %."""
    before, after = shares
    said = f"{_share(before)} → {_share(after)}"
    more = f", of {counted(samples, 'test sample')}"
    if change and before is not None and after is not None:
        more = f" ({points(after - before)}){more}"
    return html.Div(
        [
            html.Div([html.Span(words), html.Span(said)], className="model-figure"),
            _bar(before, BEFORE_COLOR),
            _bar(after, AFTER_COLOR),
        ],
        title=f"{words}: {said}{more}",
    )


def _share(value: float | None) -> str:
    return NOT_DEFINED if value is None else in_percent(value, 1)


def _bar(share: float | None, color: str) -> dmc.ProgressRoot:
    section = dmc.ProgressSection(value=100 * (share or 0), color=color, withAria=False)
    return dmc.ProgressRoot([section], size=5, radius=0, className="model-bar")
