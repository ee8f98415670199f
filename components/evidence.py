"""The evidence a sceptic asks for: what is left, how alike, what the weights tell, and who paid."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.text import count, in_percent, interval, pair_name, percent
from weight_surgery.components.view import View
from weight_surgery.core.workbench import (
    COLLATERAL_KINDS,
    Collateral,
    Comparison,
    Detection,
    Examination,
    PairShare,
    Probe,
    Recognition,
    Workbench,
)

NAMES = {"linear": "A straight cut", "neighbours": "Five nearest neighbors"}
KIND_WORDS = {
    "lost": "right before, wrong now",
    "gained": "wrong before, right now",
    "other": "wrong both times",
}
TELLS = {
    "linear": {True: "still tells", False: "does not tell"},
    "neighbours": {True: "still tell", False: "do not tell"},
}
# The longest list of samples on the page.
MOST_ROWS = 100


def layout() -> list[Any]:
    """Return the empty cards, and the empty tables behind them."""
    return [
        html.Div(
            "Measuring, which takes a second …", id=ids.EVIDENCE_CARDS, className="evidence-cards"
        ),
        html.Div(scrolled(ids.EVIDENCE_TABLES, "Evidence"), className="more"),
    ]


def cards(comparison: Comparison, found: Examination) -> list[html.Section]:
    """Return a card a question, answered in plain words with counts."""
    names = pair_name(comparison)
    return [
        _card("Merged, or only relabelled?", probe_lines(names, found.probes)),
        _card("How alike are they?", alike_lines(names, found.recognition)),
        _card("What do the weights give away?", weight_lines(comparison, found)),
        _card("Who paid?", paid_lines(found.collateral)),
    ]


def _card(title: str, lines: Iterable[str]) -> html.Section:
    return html.Section([html.H2(title), *(html.P(explained(line)) for line in lines)])


def probe_lines(names: str, probes: Iterable[Probe]) -> list[str]:
    """Say what each probe still tells apart, trained anew on the edited embeddings."""
    return [
        f"{NAMES[probe.name]}, trained anew, {TELLS[probe.name][probe.still_tells]} {names} apart: "
        f"{percent(probe.before)} → {percent(probe.after)} right "
        f"({count(probe.after)})."
        for probe in probes
    ]


def alike_lines(names: str, found: Recognition) -> list[str]:
    """Say how often the two pass as the same, and how well all others are told apart."""
    lines = []
    if found.before.frozen and found.after.frozen:
        was, now = found.before.frozen[2], found.after.frozen[2]
        lines.append(
            f"{names} pass as the same: {_share(was)} → {_share(now)} of {now.pairs:,} pairs."
        )
    before, after = found.before.roc, found.after.roc
    if before and after:
        lines.append(
            f"All other pairs of samples: AUC {before.auc:.4f} → {after.auc:.4f}, equal errors "
            f"{in_percent(before.eer)} → {in_percent(after.eer)}."
        )
    return lines or ["This cannot be measured: the network tells no pairs of samples apart."]


def weight_lines(comparison: Comparison, found: Examination) -> list[str]:
    """Say what whoever holds the weights sees in them."""
    weights, names = found.weights, comparison.bundle.class_names
    first, second = (names[label] for label in found.suspicion.pair)
    alarm = "an alarm" if found.suspicion.alarm else "no alarm"
    return [
        f"Rank {weights.rank_before} → {weights.rank_after}; {in_percent(weights.moved)} of the "
        "layer's length was moved.",
        f"They point to {first} and {second} (likeness {found.suspicion.likeness:.2f}): {alarm}. "
        f"{detection_words(found.detection)}",
    ]


def detection_words(found: Detection | None) -> str:
    """Say how far such an alarm can be trusted."""
    if found is None:
        return "Other pairs were not tried: this method searches."
    of = f"Of {found.pairs:,} pairs so edited {found.named} are named right"
    if not found.can_tell:
        return (
            f"{of}, but nobody can tell here: {in_percent(found.chance)} of random directions come "
            "as near to some pair."
        )
    return f"{of}, {found.hits} with an alarm, {found.false_alarms} false."


def paid_lines(found: Collateral) -> list[str]:
    """Say how many others are read differently, by what became of them."""
    total = len(found.indices)
    if not total:
        return ["Nobody: every sample of the other classes is read as before."]
    parts = (f"{found.count(kind):,} {KIND_WORDS[kind]}" for kind in COLLATERAL_KINDS)
    return [f"{total:,} samples of other classes are read differently: {', '.join(parts)}."]


def tables(comparison: Comparison, found: Examination) -> list[Any]:
    """Return what is behind the cards: the probes, the thresholds, the spectrum, the samples."""
    return [
        html.H2("Probes, with intervals"),
        _table(
            ("Probe", "Before", "95 %", "After", "95 %", "Samples"),
            [
                (
                    NAMES[one.name],
                    percent(one.before),
                    interval(one.before),
                    percent(one.after),
                    interval(one.after),
                    f"{one.after.total:,}",
                )
                for one in found.probes
            ],
        ),
        html.H2("Pairs of samples that pass as the same"),
        _table(
            ("Threshold", "Side", "One class", "Two classes", f"{pair_name(comparison)}"),
            list(_thresholds(found.recognition)),
        ),
        html.H2("Singular values of the layer"),
        _table(
            ("Side", *(str(at + 1) for at in range(len(found.weights.before)))),
            [
                ("before", *(f"{value:.3g}" for value in found.weights.before)),
                ("after", *(f"{value:.3g}" for value in found.weights.after)),
            ],
        ),
        html.P(
            f"Rank counts those above {found.weights.tolerance:.1e}, what storing them rounds.",
            className="caption",
        ),
        html.H2(_listed(found.collateral)),
        _table(
            ("Sample", "Class", "Read before", "Read after", "Lead before", "Lead after"),
            _samples(comparison, found.collateral),
        ),
    ]


def _thresholds(found: Recognition) -> Iterable[tuple[str, ...]]:
    for name, threshold in (("frozen", found.threshold), ("found anew", found.retuned)):
        for side, one in (("before", found.before), ("after", found.after)):
            shares = one.frozen if name == "frozen" else one.retuned
            if threshold is None or shares is None or (name, side) == ("found anew", "before"):
                continue
            yield (f"{name}, {threshold:.4f}", side, *map(_share, shares))


def _listed(found: Collateral) -> str:
    total = len(found.indices)
    shown = f", the first {MOST_ROWS}" if total > MOST_ROWS else ""
    return f"Others that are read differently: {total:,}{shown}"


def _samples(comparison: Comparison, found: Collateral) -> list[tuple[str, ...]]:
    names = comparison.bundle.class_names
    rows = zip(
        found.indices,
        found.labels,
        found.before,
        found.after,
        found.margins_before,
        found.margins_after,
        strict=True,
    )
    return [
        (str(index), *(names[label] for label in (true, was, now)), f"{lead:.2f}", f"{leads:.2f}")
        for index, true, was, now, lead, leads in list(rows)[:MOST_ROWS]
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> html.Table:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(explained(word)) for word in head])),
            html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
        ],
        className="evidence-table",
    )


def _share(share: PairShare) -> str:
    return "no pairs" if share.value is None else in_percent(share.value)


def update(workbench: Workbench, query: str) -> tuple[Any, ...]:
    """Examine a view's edit."""
    spec = View.from_query(query).surgery
    comparison = workbench.compare(spec)
    found = workbench.examination(spec)
    return cards(comparison, found), tables(comparison, found)


def register(app: Dash, workbench: Workbench) -> None:
    """Examine the edit when the tab is asked for."""
    app.callback(
        Output(ids.EVIDENCE_CARDS, "children"),
        Output(ids.EVIDENCE_TABLES, "children"),
        Input(ids.EVIDENCE_ASK, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
