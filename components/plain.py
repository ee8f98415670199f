"""What each figure is called in plain words, written once; its term stands behind them.

Files for other programs keep the field's terms.
"""

from __future__ import annotations

# By the figure's name, which with spaces is its term in the glossary.
PLAIN = {
    "told_apart": "told apart",
    "merged_recall": "read as either",
    "bystander_accuracy": "others read right",
    "merged_accuracy": "counted as one",
    "strict_accuracy": "kept apart",
    "prototype_accuracy": "by nearest center",
    "attack_success": "pass as the same",
    "genuine_accept": "within one class",
    "merge_cost": "cost of merging",
    "bystander_change": "change of the others",
    "worst_bystander_change": "worst other class",
    "flip_rate": "others read differently",
    "cosine": "centers alike",
}


def heading(figure: str) -> str:
    """Return a figure's plain words as they begin a line. Raises KeyError for no figure."""
    words = PLAIN[figure]
    return words[0].upper() + words[1:]
