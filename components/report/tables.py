"""The tables of a report: the figures with their intervals, and what stands behind each picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc

from weight_surgery.components.plain import heading
from weight_surgery.components.tables import (
    NOTHING,
    confusion_table,
    curve_table,
    recall_table,
    stage_tables,
)
from weight_surgery.components.text import (
    MINUS,
    cosine_text,
    count,
    interval,
    noise_words,
    percent,
    points,
    share_text,
    signed,
)
from weight_surgery.components.verdict import verdict_words
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import (
    Comparison,
    McNemar,
    MeanShare,
    PairShare,
    Rate,
    Workbench,
    csv_text,
    headline_tests,
    tells,
)

RATES = (
    *("merged_recall", "bystander_accuracy", "merged_accuracy", "strict_accuracy"),
    "prototype_accuracy",
)
HEAD = (
    "Figure",
    *(
        f"{words}{side}"
        for side in (" before", " after")
        for words in ("Share", "Samples", "95 % interval")
    ),
    *("Change", "Chance alone?"),
)


@dataclass(frozen=True)
class Table:
    """A table: name, of its file; caption; head and rows in words, each row named by its first."""

    name: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def csv(self) -> str:
        """The table as CSV that a spreadsheet reads as it is meant."""
        return csv_text(self.head, self.rows)


def judged_table(comparison: Comparison) -> Table:
    """Return what the verdict was judged by, a row a criterion."""
    lines = verdict_words(comparison).lines
    rows = [(one.name, one.reached, one.needed, "yes" if one.met else "no") for one in lines]
    head = ("Criterion", "Reached", "Needed", "Met")
    return Table("criteria", "What the verdict was judged by, in this order", head, rows)


def figures_table(comparison: Comparison) -> Table:
    """Return a row a figure, before and after, with count, interval and McNemar's exact test."""
    return Table("figures", "Figures before and after", HEAD, [*_rows(comparison)])


def _rows(comparison: Comparison) -> Iterator[list[str]]:
    before, after = comparison.before, comparison.after
    if len(comparison.merged) > 1:
        yield _means("told_apart", before.told_apart, after.told_apart)
    tests = headline_tests(comparison)
    merges = any(not group.is_shattered for group in comparison.groups)
    for figure in RATES:
        one, other = getattr(before, figure), getattr(after, figure)
        told = (merges or figure != "merged_accuracy") and tells(figure, comparison.partition)
        if one.total and told:
            chance = _chance(tests[figure]) if figure in tests else NOTHING
            yield [_named(figure), *_rate(one), *_rate(other), _change(one, other), chance]
    for figure in ("attack_success", "genuine_accept"):
        sides = [
            getattr(side, figure) for side in (comparison.group.before, comparison.group.after)
        ]
        if all(side and side.pairs for side in sides):
            yield _pairs(figure, *sides)
    yield from _cosines(comparison)


def _named(figure: str) -> str:
    words, term = heading(figure), figure.replace("_", " ")
    return words if words.lower() == term else f"{words} ({term})"


def _rate(rate: Rate) -> tuple[str, str, str]:
    return percent(rate), count(rate), interval(rate)


def _chance(test: McNemar) -> str:
    # A hyphen is where a line would break.
    return noise_words(test).replace("e-", f"e{MINUS}")


def _change(before: Rate | PairShare | MeanShare, after: Rate | PairShare | MeanShare) -> str:
    if before.value is None or after.value is None:
        return NOTHING
    return points(after.value - before.value)


def _means(figure: str, before: MeanShare, after: MeanShare) -> list[str]:
    sides = [
        (share_text(one), f"{sum(one.successes):,} of {sum(one.totals):,}", NOTHING)
        for one in (before, after)
    ]
    return [_named(figure), *sides[0], *sides[1], _change(before, after), NOTHING]


def _pairs(figure: str, before: PairShare, after: PairShare) -> list[str]:
    sides = [
        (share_text(one), f"{one.matches:,} of {one.pairs:,} pairs", NOTHING)
        for one in (before, after)
    ]
    return [_named(figure), *sides[0], *sides[1], _change(before, after), NOTHING]


def _cosines(comparison: Comparison) -> Iterator[list[str]]:
    if len(comparison.merged) < 2:
        return
    for words, figure in (("where fitted", "cosine"), ("test split", "cosine_test")):
        one, other = getattr(comparison.before, figure), getattr(comparison.after, figure)
        name = f"{heading('cosine')} (cosine, {words})"
        texts = (cosine_text(one), NOTHING, NOTHING, cosine_text(other), NOTHING, NOTHING)
        yield [name, *texts, signed(other - one, 4), NOTHING]


def tables_behind(workbench: Workbench, spec: SurgerySpec) -> list[Table]:
    """Return the numbers behind the pictures."""
    comparison = workbench.compare(spec)
    scenes, angles = stage_tables(workbench, View(spec))
    found = [
        ("classes", recall_table(comparison)),
        ("confusion", confusion_table(comparison)[0]),
        ("scenes", scenes),
        ("circles", angles),
    ]
    if spec.operation.kind == "merge":
        found.append(("strength", curve_table(workbench.curve(spec))))
    return [_of(name, table) for name, table in found]


def _of(name: str, table: dmc.Table) -> Table:
    """Return a table of the page as one of a report."""
    return Table(name, table.data["caption"], table.data["head"], table.data["body"])
