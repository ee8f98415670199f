"""Pairs of samples in numbers: what passes as the same, before and after, of how many."""

from __future__ import annotations

import dash_mantine_components as dmc
import numpy as np
from dash import html

from weight_surgery.components.glossary import explained, term
from weight_surgery.components.tables import NOTHING, table
from weight_surgery.components.text import in_percent, pair_name, short_group
from weight_surgery.core.workbench import COSINE_EDGES, Comparison, PairShare, Recognition

TAR = "TAR at FAR 1\u00a0%"
# False accept rates that the table behind the curve has.
RATES = (0.0001, 0.001, 0.01, 0.1, 1.0)


def kinds(comparison: Comparison, found: Recognition) -> list[html.Span]:
    """Return what each histogram is of, with its number of pairs."""
    words = (
        term("genuine pairs", "One class"),
        term("impostor pairs", "Two classes"),
        term("cross pairs", short_group(comparison, the="The")),
    )
    totals = found.before.histograms.sum(axis=1)
    return [
        html.Span([one, f" · {int(total):,} pairs"])
        for one, total in zip(words, totals, strict=True)
    ]


def numbers(comparison: Comparison, found: Recognition, anew: bool) -> html.Table:
    """Return every figure before and after, with the pairs that it is of."""
    sides = (found.before, found.after)
    genuine, impostors, cross = (int(total) for total in found.before.histograms.sum(axis=1))
    rocs = [side.roc for side in sides]
    both = f"{genuine + impostors:,}"
    rows = [
        ("AUC", *(f"{roc.auc:.4f}" if roc else NOTHING for roc in rocs), both),
        ("Equal errors", *(in_percent(roc.eer) if roc else NOTHING for roc in rocs), both),
        (TAR, *(in_percent(roc.tar_at_far) if roc else NOTHING for roc in rocs), both),
    ]
    accepted = accepts(found, anew)
    for at, (words, total) in enumerate(
        (
            ("One class passes", genuine),
            ("Two classes pass", impostors),
            (f"{short_group(comparison, the='The')} pass", cross),
        )
    ):
        shares = (_share(side[at]) if side else NOTHING for side in accepted)
        rows.append((words, *shares, f"{total:,}"))
    marks = [
        html.Th([html.Span(className=f"mark {side}-bar"), side.capitalize()])
        for side in ("before", "after")
    ]
    head = html.Tr([html.Th("Figure"), *marks, html.Th("Pairs")])
    # Words that are pressed have room between them: the caption explains the others.
    body = [
        html.Tr(
            [
                html.Th(explained(name) if name in ("AUC", TAR) else name, scope="row"),
                *map(html.Td, cells),
            ]
        )
        for name, *cells in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="verification-table")


def threshold_words(found: Recognition, anew: bool) -> str:
    """Write the threshold, or both where that of the edited network is another."""
    before, after = used(found, anew)
    if before is None or after is None:
        return "No threshold"
    return f"Threshold {before:.3f}" + (f" → {after:.3f}" if anew else "")


def used(found: Recognition, anew: bool) -> tuple[float | None, float | None]:
    """Return the threshold before and after; that of the unedited network is never found anew."""
    return found.threshold, found.retuned if anew else found.threshold


def accepts(
    found: Recognition, anew: bool
) -> tuple[tuple[PairShare, ...] | None, tuple[PairShare, ...] | None]:
    """Return the shares of each kind that pass, before and after."""
    return found.before.frozen, found.after.retuned if anew else found.after.frozen


def _share(share: PairShare) -> str:
    return "no pairs" if share.value is None else in_percent(share.value)


def tables(comparison: Comparison, found: Recognition) -> tuple[dmc.Table, dmc.Table]:
    """Return the counts behind the histograms, then the rates behind the curve."""
    names = ("One class", "Two classes", pair_name(comparison))
    sides = (("before", found.before), ("after", found.after))
    columns = [side.histograms[kind] for kind in range(3) for _, side in sides]
    rows = [
        [f"{low:.3f} to {low + COSINE_EDGES[1] - COSINE_EDGES[0]:.3f}", *(f"{n:,}" for n in counts)]
        for low, *counts in zip(COSINE_EDGES, *columns, strict=False)
        if any(counts)
    ]
    head = ("Cosine", *(f"{name}, {side}" for name in names for side, _ in sides))
    return (
        table("Pairs of samples by their cosine; bins without a pair are left out", head, rows),
        table(
            "Shares of pairs of one class that pass, where so many of two classes do",
            ("Two classes pass", "One class, before", "One class, after"),
            list(_rates(found)),
        ),
    )


def _rates(found: Recognition) -> list[list[str]]:
    before, after = found.before.roc, found.after.roc
    if not before or not after:
        return []
    decades = [int(np.abs(before.far - rate).argmin()) for rate in RATES]
    return [
        [f"{100 * before.far[at]:g}\u00a0%", *(in_percent(roc.tar[at]) for roc in (before, after))]
        for at in decades
    ]
