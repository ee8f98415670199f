"""The columns of the list of many pairs: what was foreseen of all, then what was measured."""

from __future__ import annotations

from typing import Any

from weight_surgery.components.many.rows import FORESEEN
from weight_surgery.components.plain import heading

# Field, title, width in pixels, what it means. What matters stands first.
COLUMNS = (
    ("rank", "#", 64, "By foreseen survival, then by rms leak"),
    ("pair", "Pair", 202, "The two classes"),
    ("verdict", "Verdict", 158, "Of measured pairs alone; the others are only foreseen"),
    (
        *("survival", "Survive", 110),
        "Class centers that are still read as their class after the edit, foreseen",
    ),
    (
        *("rms_leak", "Rms leak", 82),
        "How far the direction reaches into the other classes, foreseen: the smaller, the better",
    ),
    ("worst_leak", "Worst leak", 150, "The largest leak, and the class it is of, foreseen"),
    ("recall", heading("merged_recall"), 112, "Samples of the two that are read as either"),
    ("bystanders", heading("bystander_accuracy"), 140, "Samples of all other classes, after"),
    ("cost", "Cost", 84, "Accuracy that the merge costs, measured"),
)
WHOLE = "params.value == null ? '' : d3.format(',')(params.value)"
# Numbers that are better when large are asked for the largest first.
FALLING = ("verdict", "survival", "recall", "bystanders")


def column(field: str, title: str, width: int, hint: str) -> dict[str, Any]:
    """Return a column as the grid takes it."""
    return {
        "field": field,
        "headerName": title,
        "width": width,
        "sortable": field != "pair",
        "tooltipField": "names" if field == "pair" else field,
        "headerTooltip": hint,
        **({"valueFormatter": {"function": WHOLE}} if field == "rank" else {}),
        **({"sortingOrder": ["desc", "asc", None]} if field in FALLING else {}),
        **(
            {"cellClassRules": {"foreseen": f"params.value === '{FORESEEN}'"}}
            if field == "verdict"
            else {}
        ),
    }
