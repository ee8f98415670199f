"""The figures of an edit: arrays in, small frozen dataclasses out."""

from weight_surgery.core.metrics.accuracy import (
    Fall,
    Scores,
    confusion_counts,
    fall_between,
    scores_of,
)
from weight_surgery.core.metrics.bystanders import BystanderRow, bystander_rows
from weight_surgery.core.metrics.changes import (
    Divergence,
    Flips,
    McNemar,
    divergence_between,
    flips_between,
)
from weight_surgery.core.metrics.rates import MeanShare, Rate

__all__ = [
    "BystanderRow",
    "Divergence",
    "Fall",
    "Flips",
    "McNemar",
    "MeanShare",
    "Rate",
    "Scores",
    "bystander_rows",
    "confusion_counts",
    "divergence_between",
    "fall_between",
    "flips_between",
    "scores_of",
]
