"""The figures of an edit as a file, and what files about it are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.criteria import criteria_told
from weight_surgery.core.groups import Group
from weight_surgery.core.metrics import McNemar, Rate, tells
from weight_surgery.core.metrics.verification import PairShare
from weight_surgery.core.specs import DEFAULT_METHOD, Operation
from weight_surgery.core.spreadsheet import csv_text
from weight_surgery.core.uploads import shown_name

# A file's name is at most 255 characters long.
MOST_NAMED = 4
COLUMNS = ("figure", "class", "side", "value", "successes", "samples", "low95", "high95")
# What was edited, in every row: rows of several files can be laid into one table.
EDIT = ("model", "merged", "damping", "method", "edited")


def file_stem(comparison: Comparison) -> str:
    """Name a file after model, classes, damping, method and what was edited."""
    spec = comparison.spec
    steps = [_step_name(one) for one in spec.operations if one.on]
    if len(steps) > MOST_NAMED:
        steps = [*steps[:MOST_NAMED], f"and-{len(steps) - MOST_NAMED}-more"]
    edited = "weights-bias" if spec.edit_bias else "weights"
    trimmed = "_trimmed" if spec.trim_outliers else ""
    repaired = "_repaired" if spec.repair else ""
    model = file_name(shown_name(spec.model, comparison.bundle))
    return f"{model}_{'_'.join(steps)}_{edited}_fit-on-{spec.fit_split}{trimmed}{repaired}"


def file_name(text: str) -> str:
    """Return a text as a part of a file's name, whatever is in it."""
    return re.sub(r"[^\w.-]+", "-", text).strip(".-") or "model"


def _step_name(operation: Operation) -> str:
    classes = "-".join(str(label) for label in operation.classes)
    method = "" if operation.method == DEFAULT_METHOD else f"_{operation.method}"
    return f"{operation.kind}-{classes}_damping-{operation.damping:g}{method}"


def figures_csv(comparison: Comparison) -> str:
    """Return every figure of a comparison as CSV, one a row, in full precision.

    What is so by definition, and what is a share of no samples, has no row.
    """
    spec = comparison.spec
    edited = "weights and bias" if spec.edit_bias else "weights"
    if spec.repair:
        edited += ", classifier re-estimated"
    steps = [one for one in spec.operations if one.on]
    merged = "; ".join(_group_name(comparison, one.classes) for one in steps)
    dampings: object = "; ".join(f"{one.damping!r}" for one in steps)
    if len(steps) == 1:
        dampings = steps[0].damping
    methods = "; ".join(one.method if one.kind == "merge" else one.kind for one in steps)
    edit = (shown_name(spec.model, comparison.bundle), merged, dampings, methods, edited)
    return csv_text((*COLUMNS, *EDIT), ((*row, *edit) for row in _rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    names, partition = comparison.bundle.class_names, comparison.partition
    others = comparison.after.bystander_accuracy.total > 0
    for side, figures in (("before", comparison.before), ("after", comparison.after)):
        for figure in (
            "strict_accuracy",
            "merged_accuracy",
            "merged_recall",
            "bystander_accuracy",
            "prototype_accuracy",
        ):
            rate: Rate = getattr(figures, figure)
            if rate.total and tells(figure, partition):
                yield _rate_row(figure, "", side, rate)
        for group in comparison.groups:
            yield from _group_rows(comparison, group, side)
        for name, rate in zip(names, figures.per_class_recall, strict=True):
            yield _rate_row("recall", name, side, rate)
        yield _row("benign_accuracy", side, figures.benign_accuracy)
    if tells("merge_cost", partition):
        yield _rate_row("merged_ceiling", "", "", comparison.merged_ceiling)
        yield _row("merge_cost", "", comparison.merge_cost)
    fall = comparison.fall
    for part in ("lost", "bystanders", "third_class", "swaps", "shattered"):
        count = getattr(fall, part)
        yield (f"fall_{part}", "", "", count / fall.total, count, fall.total, "", "")
    if others:
        yield _rate_row("flip_rate", "", "", comparison.flips.rate)
        yield _rate_row("harmful_flip_rate", "", "", comparison.flips.harmful)
        yield _row("divergence_mean", "", comparison.divergence.mean)
        yield _row("divergence_p95", "", comparison.divergence.p95)
    tested = ["merged"] * tells("merged_accuracy", partition) + ["bystanders"] * others
    for figure in ("strict", *tested):
        test: McNemar = getattr(comparison, f"mcnemar_{figure}")
        yield (f"mcnemar_{figure}_p", "", "", test.p_value, "", test.lost + test.gained, "", "")
    for step in comparison.plan.steps:
        for label, centroid in zip(step.operation.classes, step.centroids, strict=True):
            kept, total = centroid.kept, centroid.total
            yield ("centroid_kept", names[label], "", kept / total, kept, total, "", "")
    for group in comparison.groups:
        yield from _judged_rows(comparison, group)
    yield ("verdict", comparison.verdict.name.lower(), "after", int(comparison.verdict), *[""] * 4)
    yield ("clean", "", "after", int(comparison.is_clean), "", "", "", "")
    yield _row("centroid_survival", "after", comparison.centroid_survival)
    yield _row("centroid_length_left", "after", comparison.shortest_centroid)


def _group_rows(comparison: Comparison, group: Group, side: str) -> Iterator[tuple[object, ...]]:
    """Yield what one side is for a group; a group is only named where there are several."""
    found, name = getattr(group, side), _named(comparison, group)
    yield _row("told_apart", side, found.told_apart.value, name)
    if not group.is_shattered:
        yield _row("cosine", side, found.cosine, name)
        yield _row("cosine_test", side, found.cosine_test, name)
    for figure in ("attack_success", "genuine_accept"):
        pairs: PairShare | None = getattr(found, figure)
        if pairs is not None and pairs.value is not None:
            yield (figure, name, side, pairs.value, pairs.matches, pairs.pairs, "", "")


def _judged_rows(comparison: Comparison, group: Group) -> Iterator[tuple[object, ...]]:
    names, name = comparison.bundle.class_names, _named(comparison, group)
    yield _rate_row("landing_class", names[group.landing_class], "after", group.landing_share)
    predicted = names[group.predicted_landing_class]
    yield ("predicted_landing_class", predicted, "after", "", "", "", "", "")
    for one in criteria_told(comparison, group):
        for column in ("unedited", "reached", "needed"):
            share: Fraction | None = getattr(one, column)
            value = None if share is None else float(share)
            yield _row(f"criterion_{one.name}", column, value, name)
        yield (f"criterion_{one.name}", name, "met", int(one.met), "", "", "", "")
    if len(comparison.groups) > 1:
        yield ("group_verdict", name, "after", int(group.verdict), *[""] * 4)


def _named(comparison: Comparison, group: Group) -> str:
    return _group_name(comparison, group.classes) if len(comparison.groups) > 1 else ""


def _group_name(comparison: Comparison, classes: tuple[int, ...]) -> str:
    return " + ".join(comparison.bundle.class_names[label] for label in classes)


def _rate_row(figure: str, name: str, side: str, rate: Rate) -> tuple[object, ...]:
    value = "" if rate.value is None else rate.value
    return (figure, name, side, value, rate.successes, rate.total, rate.low, rate.high)


def _row(figure: str, side: str, value: float | None, name: str = "") -> tuple[object, ...]:
    return (figure, name, side, "" if value is None else value, "", "", "", "")
