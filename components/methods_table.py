"""Every method beside each other for the same pair at the same strength; one click chooses one."""

from __future__ import annotations

from typing import Any

from dash import html

from weight_surgery.components import ids
from weight_surgery.components.figures.tradeoff import Reached
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.plain import heading
from weight_surgery.components.text import cosine_text, count, percent, share_text
from weight_surgery.components.verdict import badge_of
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import (
    METHODS,
    Comparison,
    MethodRow,
    Partition,
    Rate,
    Side,
    tells,
)

RATES = (
    *("merged_recall", "bystander_accuracy", "merged_accuracy"),
    *("strict_accuracy", "prototype_accuracy"),
)
# There is no room for these in the small view.
ONLY_OPEN = ("prototype_accuracy", "cosine")
FIGURES = ("told_apart", "attack_success", *RATES, "cosine")
NOTHING = "—"
NOT_SEARCHED = "is searched for, which takes a second or two; choose it to measure it"


def layout() -> html.Div:
    """Return the empty table."""
    return scrolled(ids.METHOD_TABLE, "Every method for this pair at this strength")


def methods_table(rows: tuple[MethodRow, ...], unedited: Comparison) -> html.Table:
    """Return a row for the unedited model and for each way to edit, a figure a column.

    unedited: a comparison of the edit in force, which has the model before it.
    """
    titles = [
        html.Th(html.Span(explained(heading(figure))), className=_seen(figure))
        for figure in FIGURES
    ]
    head = html.Tr([html.Th("Method"), *titles, html.Th("Verdict")])
    cells = _cells(unedited.before, unedited.partition)
    first = html.Tr(
        [html.Th("Unedited", scope="row"), *cells, html.Td(NOTHING)], className="more-row"
    )
    body = [first, *(_row(row, unedited.spec) for row in rows)]
    return html.Table([html.Thead(head), html.Tbody(body)], className="methods-table")


def _row(row: MethodRow, chosen: SurgerySpec) -> html.Tr:
    is_chosen = _is_chosen(row, chosen)
    more = "more-row" if row.refused or not row.edit_bias else ""
    if row.comparison is None:
        reason = row.refused or f"{title_of(row)} {NOT_SEARCHED}."
        name = html.Span(title_of(row)) if row.refused else _choose(row, is_chosen)
        cells = [html.Td(explained(reason), colSpan=len(FIGURES) + 1, className="why")]
        return html.Tr([html.Th(name, scope="row"), *cells], className=more)
    return html.Tr(
        [
            html.Th(_choose(row, is_chosen), scope="row"),
            *_cells(row.comparison.after, row.comparison.partition),
            html.Td(badge_of(row.comparison.verdict)),
        ],
        className=f"{more} chosen" if is_chosen else more,
    )


def title_of(row: MethodRow) -> str:
    """Return what a row is called."""
    title = METHODS[row.method].title
    return title if row.edit_bias else f"{title}, weights only"


def _choose(row: MethodRow, is_chosen: bool) -> html.Button:
    data: dict[str, Any] = {
        "data-method": row.method,
        "data-bias": int(row.edit_bias),
        "aria-pressed": str(is_chosen).lower(),
    }
    return html.Button(title_of(row), className="choose", title=METHODS[row.method].summary, **data)


def _cells(side: Side, partition: Partition) -> list[html.Td]:
    texts: list[Any] = [share_text(side.told_apart), share_text(side.attack_success)]
    texts += [
        _rate(getattr(side, figure)) if tells(figure, partition) else NOTHING for figure in RATES
    ]
    texts.append(cosine_text(side.cosine))
    return [
        html.Td(text, className=_seen(figure)) for figure, text in zip(FIGURES, texts, strict=True)
    ]


def _seen(figure: str) -> str:
    return "more-cell" if figure in ONLY_OPEN else ""


def _rate(rate: Rate) -> list[Any]:
    if not rate.total:
        return [NOTHING]
    # Where the line breaks, the count stays in one piece.
    counted = count(rate).replace(" of ", "\u00a0of\u00a0")
    return [percent(rate), html.Span(f" · {counted}", className="counted")]


def reached(rows: tuple[MethodRow, ...], chosen: SurgerySpec) -> list[Reached]:
    """Return what every measured row reaches, and what it costs."""
    return [
        Reached(
            name=title_of(row),
            x=-100 * row.comparison.bystander_fall,
            y=100 * (row.comparison.after.merged_recall.value or 0.0),
            said=_said(row.comparison.after),
            is_clean=row.comparison.is_clean,
            is_chosen=_is_chosen(row, chosen),
        )
        for row in rows
        if row.comparison
    ]


def _said(side: Side) -> str:
    figures = ("merged_recall", "bystander_accuracy")
    return "<br>".join(f"{heading(one)}: {percent(getattr(side, one))}" for one in figures)


def _is_chosen(row: MethodRow, chosen: SurgerySpec) -> bool:
    return (row.method, row.edit_bias) == (chosen.operation.method, chosen.edit_bias)
