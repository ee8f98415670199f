"""The headline figures: each before → after in plain words, with its counts behind it."""

from __future__ import annotations

from math import acos, degrees

import dash_mantine_components as dmc
from dash import html

from weight_surgery.components.card import card, change_of, counts_of, rate_card
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.text import (
    NUMBERS,
    class_names,
    cosine_text,
    fall_parts,
    fall_sentence,
    in_percent,
    pair_name,
    percent,
    points,
    share_text,
    short_group,
)
from weight_surgery.core.workbench import Comparison, McNemar, MeanShare, headline_tests

# Apart in lightness too, for every kind of color vision.
PART_COLORS = ("#d03a16", "#8a94a3", "#7950f2")
# By the names of the rates.
Tests = dict[str, McNemar]


def headline_view(comparison: Comparison) -> html.Div:
    """Return the figures in a row."""
    tests = headline_tests(comparison)
    return html.Div(
        [
            *_group_cards(comparison, tests),
            *_others_card(comparison, tests),
            *_all_cards(comparison, tests),
        ],
        className="cards",
    )


def _others_card(comparison: Comparison, tests: Tests) -> list[html.Div]:
    """Return what became of the other classes; there may be none, or none with test samples."""
    if not comparison.after.bystander_accuracy.total:
        return []
    return [
        rate_card(
            f"The other {_counted(comparison)}",
            f"Samples of other classes read right (bystander accuracy). {_worst(comparison)}",
            comparison.before.bystander_accuracy,
            comparison.after.bystander_accuracy,
            tests["bystander_accuracy"],
        )
    ]


def _all_cards(comparison: Comparison, tests: Tests) -> list[html.Div]:
    """Return what became of all samples, with groups counted as one and with every class apart."""
    before, after = comparison.before, comparison.after
    names = _subject(comparison)
    apart = rate_card(
        f"All, {names} {PLAIN['strict_accuracy']} (should fall)" if names else "All classes",
        "Samples read right, every class counted for itself (strict accuracy).",
        before.strict_accuracy,
        after.strict_accuracy,
        tests["strict_accuracy"],
        _fall(comparison),
    )
    if not names or comparison.partition.is_one:
        return [apart]
    joined = rate_card(
        f"All, {names} {PLAIN['merged_accuracy']}",
        f"Samples read right, {names} counted as one class (merged accuracy); relabelling alone, "
        f"its ceiling, reaches {percent(comparison.merged_ceiling)}. By the nearest class center "
        f"(prototype accuracy): {percent(before.prototype_accuracy)} → "
        f"{percent(after.prototype_accuracy)}.",
        before.merged_accuracy,
        after.merged_accuracy,
        tests["merged_accuracy"],
    )
    return [joined, apart]


def _group_cards(comparison: Comparison, tests: Tests) -> list[html.Div]:
    """Return what became of the merged classes, or of the shattered one."""
    before, after = comparison.before, comparison.after
    if len(comparison.merged) == 1:
        return shatter_cards(comparison)
    names = short_group(comparison, the="The")
    several = len(comparison.groups) > 1
    if comparison.partition.is_one:
        return [_told_card(comparison, names)]
    either = "Merged" if several else short_group(comparison, "or", "The")
    read = "read as their group" if several else _either(comparison)
    return [
        _told_card(comparison, names),
        rate_card(
            f"{either}, {read}",
            "Samples of merged classes that are read into their own group (merged recall).",
            before.merged_recall,
            after.merged_recall,
            tests["merged_recall"],
        ),
    ]


def _either(comparison: Comparison) -> str:
    return PLAIN["merged_recall"] if len(comparison.merged) == 2 else "read as any of them"


def shatter_cards(comparison: Comparison) -> list[html.Div]:
    """Return how a shattered class's samples match each other, and how many are read right."""
    name, (before, after) = pair_name(comparison), (comparison.before, comparison.after)
    was, now = before.genuine_accept, after.genuine_accept
    figures = (None, None) if was is None or now is None else (was.value, now.value)
    counts = "" if now is None or was is None else counts_of(was.matches, now.matches, now.pairs)
    (label,) = comparison.merged
    return [
        card(
            f"{name} with itself, {PLAIN['attack_success']}",
            (share_text(was), share_text(now), change_of(*figures)),
            counts,
            [html.P(f"Pairs of samples of {name} that match (genuine accept). {counts} pairs.")],
        ),
        rate_card(
            f"{name}, read as itself",
            f"Samples of {name} read as that class (recall).",
            before.per_class_recall[label],
            after.per_class_recall[label],
        ),
    ]


def _subject(comparison: Comparison) -> str:
    """Name what counts as one: the pair, or each group; nothing where nothing is merged."""
    merged = [group for group in comparison.groups if not group.is_shattered]
    if not merged:
        return ""
    return "each group" if len(merged) > 1 else short_group(comparison)


def _counted(comparison: Comparison) -> str:
    others = int(comparison.partition.bystanders.sum())
    number = NUMBERS[others] if others < len(NUMBERS) else f"{others:,}"
    return f"{number} class{'' if others == 1 else 'es'}"


def _worst(comparison: Comparison) -> str:
    worst = comparison.worst_bystander
    if not worst or worst.change is None:
        return "There are no other classes."
    (name,) = class_names(comparison, [worst.label])
    return f"The worst is class {name}: {points(worst.change)}."


def _told_card(comparison: Comparison, names: str) -> html.Div:
    """Return whether the network still tells the two apart, and where their centers lie."""
    before, after = comparison.before, comparison.after
    split = "training" if comparison.spec.fit_split == "fit" else "test"
    classes = list(class_names(comparison, comparison.merged))
    fitted = comparison.group.fitted
    lines = [
        html.P(
            "Samples of these classes that are read as that very class (told apart), the mean of "
            f"the classes; {in_percent(1 / len(classes), 0)} where they share one place."
        ),
        html.P(f"Before: {_told(before.told_apart, classes)}."),
        html.P(f"After: {_told(after.told_apart, classes)}."),
        html.P(
            f"Their centers are {angle_text(before.cosine)} apart, then "
            f"{angle_text(after.cosine)}. Cosine of the centroids: {cosine_text(before.cosine)} → "
            f"{cosine_text(after.cosine)} on {fitted:,} {split} samples; on "
            f"the test split {cosine_text(before.cosine_test)} → {cosine_text(after.cosine_test)}."
        ),
    ]
    told, still = before.told_apart, after.told_apart
    values = (share_text(told), share_text(still), change_of(told.value, still.value))
    counts = counts_of(sum(told.successes), sum(still.successes), sum(still.totals))
    return card(f"{names}, {PLAIN['told_apart']}", values, counts, lines)


def _told(share: MeanShare, classes: list[str]) -> str:
    """Write the count of each class that is read as itself."""
    counts = zip(share.successes, share.totals, classes, strict=True)
    return ", ".join(f"{right:,} of {total:,} of {name}" for right, total, name in counts)


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
