"""Which differences between before and after chance alone could have made."""

from __future__ import annotations

from weight_surgery.core.comparison import Comparison
from weight_surgery.core.metrics import McNemar, tells


def headline_tests(comparison: Comparison) -> dict[str, McNemar]:
    """Return McNemar's exact test of every headline rate of samples, by the rate's name.

    Where no classes are merged, none is read as a merged one; where all are, there are no others,
    and what counts them as one makes no difference.
    """
    labels, partition = comparison.bundle.labels_test, comparison.partition
    joint, inside = partition.array, partition.merged[labels]
    before, after = (
        joint[side.predictions[inside]] == joint[labels[inside]]
        for side in (comparison.before, comparison.after)
    )
    merged = {"merged_recall": McNemar.between(before, after)} if len(before) else {}
    others = {"bystander_accuracy": comparison.mcnemar_bystanders}
    found = {
        **merged,
        **(others if comparison.after.bystander_accuracy.total else {}),
        "merged_accuracy": comparison.mcnemar_merged,
        "strict_accuracy": comparison.mcnemar_strict,
    }
    return {name: test for name, test in found.items() if tells(name, partition)}
