"""What a group of an edit was judged by, as far as that says something."""

from __future__ import annotations

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.groups import Group
from weight_surgery.core.metrics import tells
from weight_surgery.core.metrics.clean import Criterion


def criteria_told(comparison: Comparison, group: Group) -> tuple[Criterion, ...]:
    """Return a group's criteria in their order, without recall where that is so by definition."""
    told = tells("mean_recall", comparison.partition)
    return tuple(one for one in group.judgement.criteria if told or one.name != "recall")
