"""One headline figure: before → after, with what is behind it."""

from __future__ import annotations

from typing import Any

from dash import html

from weight_surgery.components.text import interval, noise_words, percent, signed
from weight_surgery.core.workbench import McNemar, Rate


def card(
    title: str,
    values: tuple[str, str, str],
    counts: str,
    details: list[Any],
    is_noise: bool = False,
) -> html.Div:
    """Return a figure.

    values: before, after and the change, as written; counts: of samples, where nobody can hover;
    details: what hover and focus show; is_noise: whether before and after are the same but for it.
    """
    before, after, change = values
    arrow: dict[str, Any] = {"aria-label": "to, inside the noise," if is_noise else "to"}
    named: dict[str, Any] = {"aria-label": title}
    return html.Div(
        [
            html.Div(title, className="card-title", title=title),
            html.Div(
                [
                    html.Span(before, className="card-before"),
                    html.Span(
                        "≈" if is_noise else "→", className="card-arrow", role="img", **arrow
                    ),
                    html.Span(after, className="card-after"),
                    html.Span(change, className="card-change"),
                ],
                className="card-values",
            ),
            html.Div(counts, className="card-counts"),
            # Where the title is cut short, it is whole here.
            html.Div([html.P(html.B(title)), *details], className="card-details"),
        ],
        className="card",
        role="group",
        tabIndex=0,
        **named,
    )


def counts_of(before: int, after: int, total: int) -> str:
    """Write how many samples were so, and are now, of how many."""
    return f"{before:,} → {after:,} of {total:,}"


def rate_card(
    title: str,
    meaning: str,
    before: Rate,
    after: Rate,
    test: McNemar | None = None,
    more: html.Div | None = None,
) -> html.Div:
    """Return a share of test samples before and after, with its counts and intervals.

    test: what McNemar's makes of the change; inside the noise, ≈ stands for the arrow.
    """
    change = change_of(before.value, after.value)
    counts = counts_of(before.successes, after.successes, after.total)
    lines = [
        html.P(meaning),
        html.P(f"{counts} test samples"),
        html.P(f"95 % interval: {interval(before)} before, {interval(after)} after"),
    ]
    if test:
        words = noise_words(test)
        lines.append(html.P(f"{words[0].upper()}{words[1:]}."))
    values = (percent(before), percent(after), change)
    is_noise = bool(test and test.is_noise and test.lost + test.gained)
    return card(title, values, counts, lines + ([more] if more else []), is_noise)


def change_of(before: float | None, after: float | None) -> str:
    """Write the change of a share in points, nothing where one of the two is not known."""
    return "" if before is None or after is None else signed(100 * (after - before))
