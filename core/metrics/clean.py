"""When a pair counts as merged cleanly: the thresholds, in one place."""

from __future__ import annotations

from weight_surgery.core.metrics.rates import Rate
from weight_surgery.core.metrics.verification import PairShare

LEAST_RECALL = 0.95
LEAST_ATTACK = 0.95
MOST_BYSTANDER_FALL = 0.005


def bystander_fall(before: Rate, after: Rate) -> float:
    """Return how far bystander accuracy fell, as a share; 0 where there are no bystanders."""
    return (before.successes - after.successes) / before.total if before.total else 0.0


def recall_is_clean(recall: Rate) -> bool:
    """Tell whether enough merged samples are read as either merged class."""
    return recall.value is not None and recall.value >= LEAST_RECALL


def attack_is_clean(attack: PairShare | None) -> bool:
    """Tell whether enough cross pairs of the two classes match in verification."""
    return attack is not None and attack.value is not None and attack.value >= LEAST_ATTACK


def fall_is_clean(fall: float) -> bool:
    """Tell whether bystander accuracy fell by little enough."""
    return fall <= MOST_BYSTANDER_FALL
