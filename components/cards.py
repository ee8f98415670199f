"""The headline figures: each before → after in plain words, with its counts behind it."""

from __future__ import annotations

from math import acos, degrees
from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components.plain import PLAIN
from weight_surgery.components.text import (
    cosine_text,
    fall_parts,
    fall_sentence,
    in_percent,
    interval,
    pair_name,
    percent,
    points,
    share_text,
    signed,
)
from weight_surgery.core.workbench import Comparison, MeanShare, Rate

# Apart in lightness too, for every kind of color vision.
PART_COLORS = ("#d03a16", "#8a94a3", "#7950f2")
# Longer names of a pair would leave no room for what a card says of it.
LONGEST_PAIR = 12
THE_TWO = "the two"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def headline_view(comparison: Comparison) -> html.Div:
    """Return the figures in a row."""
    before, after = comparison.before, comparison.after
    names = _short_pair(comparison)
    either = "Either" if names == THE_TWO else names.replace(" and ", " or ")
    return html.Div(
        [
            _told_card(comparison, "The two" if names == THE_TWO else names),
            _rate_card(
                f"{either}, {PLAIN['merged_recall']}",
                "Samples of the pair that are read as either of the two (merged recall).",
                before.merged_recall,
                after.merged_recall,
            ),
            _rate_card(
                f"The other {_counted(comparison)}",
                f"Samples of other classes read right (bystander accuracy). {_worst(comparison)}",
                before.bystander_accuracy,
                after.bystander_accuracy,
            ),
            _rate_card(
                f"All, {names} {PLAIN['merged_accuracy']}",
                f"Samples read right, the two counted as one class (merged accuracy); relabelling "
                f"alone, its ceiling, reaches {percent(comparison.merged_ceiling)}. By the nearest "
                f"class center (prototype accuracy): {percent(before.prototype_accuracy)} → "
                f"{percent(after.prototype_accuracy)}.",
                before.merged_accuracy,
                after.merged_accuracy,
            ),
            _rate_card(
                f"All, {names} {PLAIN['strict_accuracy']} (should fall)",
                "Samples read right, the two still counted as two classes (strict accuracy).",
                before.strict_accuracy,
                after.strict_accuracy,
                _fall(comparison),
            ),
        ],
        className="cards",
    )


def _short_pair(comparison: Comparison) -> str:
    """Name the pair where its names leave room for more words."""
    names = pair_name(comparison)
    return names if len(names) <= LONGEST_PAIR else THE_TWO


def _counted(comparison: Comparison) -> str:
    others = len(comparison.bundle.class_names) - len(comparison.merged)
    number = NUMBERS[others] if others < len(NUMBERS) else f"{others:,}"
    return f"{number} class{'' if others == 1 else 'es'}"


def _worst(comparison: Comparison) -> str:
    worst = comparison.worst_bystander
    if not worst or worst.change is None:
        return "There are no other classes."
    name = comparison.bundle.class_names[worst.label]
    return f"The worst is class {name}: {points(worst.change)}."


def _card(title: str, values: tuple[str, str, str], counts: str, details: list[Any]) -> html.Div:
    """Return a figure.

    values: before, after and the change, as written; counts: of samples, where nobody can hover;
    details: what hover and focus show.
    """
    before, after, change = values
    arrow: dict[str, Any] = {"aria-label": "to"}
    named: dict[str, Any] = {"aria-label": title}
    return html.Div(
        [
            html.Div(title, className="card-title", title=title),
            html.Div(
                [
                    html.Span(before, className="card-before"),
                    html.Span("→", className="card-arrow", role="img", **arrow),
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


def _counts(before: int, after: int, total: int) -> str:
    return f"{before:,} → {after:,} of {total:,}"


def _rate_card(
    title: str, meaning: str, before: Rate, after: Rate, more: html.Div | None = None
) -> html.Div:
    change = _change(before.value, after.value)
    counts = _counts(before.successes, after.successes, after.total)
    lines = [
        html.P(meaning),
        html.P(f"{counts} test samples"),
        html.P(f"95 % interval: {interval(before)} before, {interval(after)} after"),
    ]
    values = (percent(before), percent(after), change)
    return _card(title, values, counts, lines + ([more] if more else []))


def _told_card(comparison: Comparison, names: str) -> html.Div:
    """Return whether the network still tells the two apart, and where their centers lie."""
    before, after = comparison.before, comparison.after
    split = "training" if comparison.spec.fit_split == "fit" else "test"
    classes = [comparison.bundle.class_names[label] for label in comparison.merged]
    lines = [
        html.P(
            "Samples of each of the two that are read as that very class (told apart), the mean of "
            "both classes; 50\u00a0% where the two share one place."
        ),
        html.P(f"Before: {_told(before.told_apart, classes)}."),
        html.P(f"After: {_told(after.told_apart, classes)}."),
        html.P(
            f"Their centers are {angle_text(before.cosine)} apart, then "
            f"{angle_text(after.cosine)}. Cosine of the centroids: {cosine_text(before.cosine)} → "
            f"{cosine_text(after.cosine)} on {sum(comparison.kept_counts):,} {split} samples; on "
            f"the test split {cosine_text(before.cosine_test)} → {cosine_text(after.cosine_test)}."
        ),
    ]
    told, still = before.told_apart, after.told_apart
    values = (share_text(told), share_text(still), _change(told.value, still.value))
    counts = _counts(sum(told.successes), sum(still.successes), sum(still.totals))
    return _card(f"{names}, {PLAIN['told_apart']}", values, counts, lines)


def _told(share: MeanShare, classes: list[str]) -> str:
    """Write the count of each class that is read as itself."""
    counts = zip(share.successes, share.totals, classes, strict=True)
    return ", ".join(f"{right:,} of {total:,} of {name}" for right, total, name in counts)


def _change(before: float | None, after: float | None) -> str:
    return "" if before is None or after is None else signed(100 * (after - before))


def angle_text(cosine: float) -> str:
    """Write the angle of a cosine in degrees."""
    return f"{degrees(acos(max(-1.0, min(1.0, cosine)))):.1f}°"


def _fall(comparison: Comparison) -> html.Div:
    """Return the three parts of the fall; their bar is a share of all test samples."""
    parts = fall_parts(comparison)
    total = comparison.fall.total
    sections = [
        dmc.ProgressSection(value=100 * max(count, 0) / total, color=color, withAria=False)
        for (_, count), color in zip(parts, PART_COLORS, strict=True)
    ]
    legend = [
        html.Div([dmc.Box(className="swatch", bg=color), html.Span(words)], className="fall-part")
        for (words, _), color in zip(parts, PART_COLORS, strict=True)
    ]
    lost = max(comparison.fall.lost, 0)
    return html.Div(
        [
            html.P(fall_sentence(comparison)),
            *legend,
            dmc.ProgressRoot(sections, size="sm", className="fall-bar"),
            html.P(
                f"The bar is all {total:,} test samples; {in_percent(lost / total)} of it is lost."
            ),
        ],
        className="fall",
    )
