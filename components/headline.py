"""The verdict, the headline figures and the fall in its three parts."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components import ids
from weight_surgery.components.text import (
    caution,
    cosine_text,
    fall_parts,
    fall_sentence,
    interval,
    landing,
    pair_name,
    percent,
    points,
)
from weight_surgery.components.verdict import VerdictWords, verdict_words
from weight_surgery.core.workbench import Comparison, Rate, Verdict

# Apart in lightness too, for every kind of color vision.
PART_COLORS = ("#d03a16", "#8a94a3", "#7950f2")


def layout() -> dmc.Stack:
    """Return the empty headline."""
    return dmc.Stack(
        [
            html.Div(id=ids.VERDICT, className="verdict", role="status"),
            dmc.Text(id=ids.RANK, className="note rank"),
            dmc.Box(id=ids.HEADLINE, className="headline"),
        ],
        gap="sm",
    )


def verdict_view(comparison: Comparison) -> list[Any]:
    """Return the verdict, and the landing class and a caution where there are any."""
    words = verdict_words(comparison)
    # That verdict's own sentence names the class they land in.
    said = comparison.verdict is Verdict.READ_AS_ANOTHER
    notes = [note for note in ("" if said else landing(comparison), caution(comparison)) if note]
    if comparison.spec.trim_outliers:
        notes.append(kept_sentence(comparison))
    return [
        dmc.Group(
            [
                dmc.Badge(
                    words.badge,
                    color=words.color,
                    variant="filled" if comparison.is_clean else "light",
                    size="lg",
                ),
                dmc.Text(words.sentence, className="verdict-sentence"),
            ],
            gap="sm",
        ),
        judged_view(words),
        *[dmc.Text(note, className="note") for note in notes],
    ]


def judged_view(words: VerdictWords) -> html.Details:
    """Return what the verdict was judged by, behind a word."""
    lines = [
        html.Li(
            f"{'Met' if line.met else 'Not met'}: {line.name}: {line.reached}; "
            f"needed: {line.needed}"
        )
        for line in words.lines
    ]
    return html.Details([html.Summary("Judged by"), html.Ul(lines)], className="as-table judged")


def kept_sentence(comparison: Comparison) -> str:
    """Say how many samples trimming kept for each centroid."""
    parts = [
        f"{centroid.kept:,} of {centroid.total:,} for {comparison.bundle.class_names[label]}"
        for label, centroid in zip(comparison.merged, comparison.fitted, strict=True)
    ]
    return f"Trimming kept {' and '.join(parts)}."


def headline_view(comparison: Comparison) -> list[Any]:
    """Return the cards, each before → after with counts, and the fall."""
    before, after = comparison.before, comparison.after
    names = pair_name(comparison)
    bystanders = comparison.worst_bystander
    worst = "no bystanders"
    if bystanders and bystanders.change is not None:
        name = comparison.bundle.class_names[bystanders.label]
        worst = f"worst: class {name}, {points(bystanders.change)}"
    return [
        dmc.Box(
            [
                _cosine_card(comparison),
                _rate_card(
                    "Strict accuracy",
                    before.strict_accuracy,
                    after.strict_accuracy,
                    "the pair still counted as two",
                ),
                _rate_card(
                    "Merged accuracy",
                    before.merged_accuracy,
                    after.merged_accuracy,
                    f"{names} as one; ceiling {percent(comparison.merged_ceiling)}",
                ),
                _rate_card(
                    "Bystander accuracy", before.bystander_accuracy, after.bystander_accuracy, worst
                ),
                _rate_card(
                    "Prototype accuracy",
                    before.prototype_accuracy,
                    after.prototype_accuracy,
                    "nearest centroid, pair as one",
                ),
            ],
            className="cards",
        ),
        _fall(comparison),
    ]


def _card(title: str, before: str, after: str, lines: list[str]) -> dmc.Paper:
    arrow: dict[str, Any] = {"aria-label": "to"}
    return dmc.Paper(
        [
            dmc.Text(title, className="card-title"),
            dmc.Group(
                [
                    dmc.Text(before, className="card-before"),
                    html.Span("→", className="card-arrow", role="img", **arrow),
                    dmc.Text(after, className="card-after"),
                ],
                className="card-values",
            ),
            *[dmc.Text(line, className="card-line") for line in lines if line],
        ],
        className="card",
    )


def _rate_card(title: str, before: Rate, after: Rate, line: str) -> dmc.Paper:
    counts = f"{before.successes:,} → {after.successes:,} of {after.total:,}"
    return _card(title, percent(before), percent(after), [counts, f"95 %: {interval(after)}", line])


def _cosine_card(comparison: Comparison) -> dmc.Paper:
    before, after = comparison.before, comparison.after
    kept = sum(comparison.kept_counts)
    on_test = f"test: {cosine_text(before.cosine_test)} → {cosine_text(after.cosine_test)}"
    split = "fit" if comparison.spec.fit_split == "fit" else "test"
    return _card(
        "Cosine of the centroids",
        cosine_text(before.cosine),
        cosine_text(after.cosine),
        [f"{kept:,} {split} samples", on_test, "1 is one place, −1 is opposite"],
    )


def _fall(comparison: Comparison) -> dmc.Box:
    parts = fall_parts(comparison)
    total = sum(max(count, 0) for _, count in parts)
    sections = [
        dmc.ProgressSection(
            value=100 * max(count, 0) / total if total else 0, color=color, withAria=False
        )
        for (_, count), color in zip(parts, PART_COLORS, strict=True)
    ]
    legend = [
        dmc.Group(
            [
                dmc.Box(className="swatch", bg=color),
                dmc.Text(words, className="fall-part"),
            ],
            gap=6,
        )
        for (words, _), color in zip(parts, PART_COLORS, strict=True)
    ]
    return dmc.Box(
        [
            dmc.Group([dmc.Text(fall_sentence(comparison), className="fall-part"), *legend]),
            dmc.ProgressRoot(sections, size="sm", className="fall-bar"),
        ],
        className="fall",
    )
