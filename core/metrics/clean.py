"""When a pair counts as merged cleanly: the thresholds, in one place."""

from __future__ import annotations

from core.metrics.rates import Rate

LEAST_RECALL = 0.95
MOST_BYSTANDER_FALL = 0.005


def bystander_fall(before: Rate, after: Rate) -> float:
    """Return how far bystander accuracy fell, as a share; 0 where there are no bystanders."""
    return (before.successes - after.successes) / before.total if before.total else 0.0


def recall_is_clean(recall: Rate) -> bool:
    """Tell whether enough merged samples are read as either merged class."""
    return recall.value is not None and recall.value >= LEAST_RECALL


def fall_is_clean(fall: float) -> bool:
    """Tell whether bystander accuracy fell by little enough."""
    return fall <= MOST_BYSTANDER_FALL
