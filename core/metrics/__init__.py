"""The figures of an edit: arrays in, small frozen dataclasses out."""

from weight_surgery.core.metrics.bystanders import BystanderRow, bystander_rows
from weight_surgery.core.metrics.changes import (
    Divergence,
    Flips,
    McNemar,
    count_flips,
    divergence_between,
)
from weight_surgery.core.metrics.fall import Fall, fall_between
from weight_surgery.core.metrics.figures import (
    FIGURES,
    Counts,
    confusion_counts,
    counts_of,
    means_of,
    rates_of,
    tells,
)
from weight_surgery.core.metrics.partition import Partition
from weight_surgery.core.metrics.rates import MeanShare, Rate

__all__ = [
    "FIGURES",
    "BystanderRow",
    "Counts",
    "Divergence",
    "Fall",
    "Flips",
    "McNemar",
    "MeanShare",
    "Partition",
    "Rate",
    "bystander_rows",
    "confusion_counts",
    "count_flips",
    "counts_of",
    "divergence_between",
    "fall_between",
    "means_of",
    "rates_of",
    "tells",
]
