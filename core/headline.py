"""A comparison in a few lines, as a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weight_surgery.core.metrics.figures import tells
from weight_surgery.core.metrics.rates import Rate

if TYPE_CHECKING:
    from weight_surgery.core.comparison import Comparison

# What figures are called where a person reads them.
WORDS = {
    "strict_accuracy": "kept apart",
    "merged_accuracy": "counted as one",
    "merged_recall": "read as either",
    "bystander_accuracy": "others read right",
}


def headline(comparison: Comparison) -> str:
    """Return what was done, the verdict, and the figures before and after that decide it.

    Without what is so by definition, and what is a share of no samples.
    """
    before, after = comparison.before, comparison.after
    lines = [what_was_done(comparison), _verdict(comparison)]
    for figure, words in WORDS.items():
        rates: tuple[Rate, Rate] = getattr(before, figure), getattr(after, figure)
        if not (rates[1].total and tells(figure, comparison.partition)):
            continue
        count = f" ({rates[1].successes:,} of {rates[1].total:,})"
        lines.append(_line(words, rates[0].value, rates[1].value) + count)
    lines.append(_line("told apart", before.told_apart.value, after.told_apart.value))
    return "\n".join(lines)


def what_was_done(comparison: Comparison) -> str:
    """Name the model and every step of the edit."""
    steps = [_step(comparison, at) for at in range(len(comparison.plan.steps))]
    return f"{comparison.bundle.name}: {'; '.join(steps)}"


def _step(comparison: Comparison, at: int) -> str:
    operation = comparison.plan.steps[at].operation
    names = [comparison.bundle.class_names[label] for label in operation.classes]
    how = f"damping {operation.damping:g}"
    if operation.kind == "merge":
        how = f"{operation.method}, {how}"
    return f"{operation.kind} {' and '.join(names)} ({how})"


def _verdict(comparison: Comparison) -> str:
    words = comparison.verdict.name.lower().replace("_", " ")
    reason = comparison.judgement.reason
    return f"{words}: {reason}" if reason else words


def _line(words: str, before: float | None, after: float | None) -> str:
    return f"  {words:<18}{_share(before)} → {_share(after)}"


def _share(value: float | None) -> str:
    return "undefined" if value is None else f"{100 * value:6.2f} %"
