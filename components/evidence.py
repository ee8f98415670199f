"""The evidence a sceptic asks for: what is left, what weights tell, and what chance can do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from dash import Dash, Input, Output, html

from weight_surgery.components import ids
from weight_surgery.components.frames import scrolled
from weight_surgery.components.glossary import explained
from weight_surgery.components.plain import heading
from weight_surgery.components.text import (
    class_names,
    count,
    in_percent,
    interval,
    noise_words,
    p_value,
    pair_name,
    percent,
)
from weight_surgery.components.view import View
from weight_surgery.core.workbench import (
    MOST_CLASSES,
    Comparison,
    Detection,
    Examination,
    McNemar,
    Probe,
    Workbench,
)

NAMES = {"linear": "A straight cut", "neighbours": "Five nearest neighbors"}
TELLS = {
    "linear": {True: "still tells", False: "does not tell"},
    "neighbours": {True: "still tell", False: "do not tell"},
}
# So many of a layer's singular values are told from either end.
ENDS = 12


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
        _card("What do the weights give away?", weight_lines(comparison, found)),
        _card("More than chance?", chance_lines(found.tests)),
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
    ] or ["Nothing is merged, so that there are no two classes to tell apart."]


def weight_lines(comparison: Comparison, found: Examination) -> list[str]:
    """Say what whoever holds the weights sees in them."""
    weights = found.weights
    return [
        f"Rank {weights.rank_before} → {weights.rank_after}; {in_percent(weights.moved)} of the "
        "layer's length was moved.",
        suspicion_words(comparison, found),
    ]


def suspicion_words(comparison: Comparison, found: Examination) -> str:
    """Say which pair the weights point to, and how far that can be trusted."""
    names = class_names(comparison)
    if found.suspicion is None:
        return (
            f"Which pair they point to is not computed: that needs every pair of {len(names):,} "
            f"classes, and of more than {MOST_CLASSES} classes not all pairs are tried."
        )
    first, second = (names[label] for label in found.suspicion.pair)
    alarm = "an alarm" if found.suspicion.alarm else "no alarm"
    return (
        f"They point to {first} and {second} (likeness {found.suspicion.likeness:.2f}): {alarm}. "
        f"{detection_words(found.detection)}"
    )


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


def chance_lines(tests: dict[str, McNemar]) -> list[str]:
    """Say of every headline rate whether chance alone could have made its difference."""
    return [f"{heading(name)}: {noise_words(test)}." for name, test in tests.items()]


def tables(comparison: Comparison, found: Examination) -> list[Any]:
    """Return what is behind the cards: probes with intervals, tests, and the spectrum."""
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
        html.H2("Differences, with McNemar's exact test"),
        _table(
            ("Read right", "Before", "After", "Gained", "Lost", "Chance"),
            [
                (
                    heading(name),
                    percent(comparison.before.rates[name]),
                    percent(comparison.after.rates[name]),
                    f"{test.gained:,}",
                    f"{test.lost:,}",
                    p_value(test.p_value),
                )
                for name, test in found.tests.items()
            ],
        ),
        html.H2("Singular values of the layer"),
        _table(
            ("Side", *_ends([str(at + 1) for at in range(len(found.weights.before))])),
            [
                ("before", *_ends([f"{value:.3g}" for value in found.weights.before])),
                ("after", *_ends([f"{value:.3g}" for value in found.weights.after])),
            ],
        ),
        html.P(
            f"Rank counts those above {found.weights.tolerance:.1e}, what storing them rounds.",
            className="caption",
        ),
    ]


def _ends(words: list[str]) -> list[str]:
    """Return the first and the last of many words: what was taken out is among the last."""
    return words if len(words) <= 2 * ENDS else [*words[:ENDS], "…", *words[-ENDS:]]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> html.Table:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(explained(word)) for word in head])),
            html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]),
        ],
        className="evidence-table",
    )


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
