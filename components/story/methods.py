"""What the story says of methods: the same pair by every closed form."""

from __future__ import annotations

from weight_surgery.components.text import pair_name
from weight_surgery.core.workbench import METHODS, Comparison, MethodRow


def methods_text(shown: Comparison, rows: tuple[MethodRow, ...]) -> list[str]:
    """Say how many ways there are to merge the pair, how many are clean, and what each leaves."""
    measured = [row for row in rows if row.comparison and row.edit_bias]
    clean = sum(row.comparison.is_clean for row in measured if row.comparison)
    most, least = (choose(measured, key=_others_right) for choose in (max, min))
    total = shown.after.bystander_accuracy.total
    opening = (
        f"This model can merge {pair_name(shown)} in {len(measured)} ways, {clean or 'none'} of "
        "them clean; the tab Methods has them all."
    )
    if not total:
        return [opening, "There are no other classes that could pay."]
    right = f"{_others_right(most):,} of {total:,} others read right"
    if _others_right(most) == _others_right(least):
        return [opening, f"All of them leave {right}."]
    return [
        opening,
        f"{METHODS[most.method].title}: {right}. "
        f"{METHODS[least.method].title}: {_others_right(least):,}.",
    ]


def _others_right(row: MethodRow) -> int:
    return row.comparison.after.bystander_accuracy.successes if row.comparison else 0
