"""The evidence a sceptic asks for, of one edit, made in one go."""

from __future__ import annotations

from dataclasses import dataclass

from weight_surgery.core.atlas.which import MOST_CLASSES
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.forensics import (
    Detection,
    Suspicion,
    Weights,
    detection,
    suspect,
    weights_of,
)
from weight_surgery.core.methods import METHODS
from weight_surgery.core.metrics import McNemar
from weight_surgery.core.noise import headline_tests
from weight_surgery.core.probes import Probe, probes_of


@dataclass(frozen=True, eq=False)
class Examination:
    """What is left in the embeddings, what the weights tell, and what chance alone could do.

    tests: McNemar's, by the name of the headline rate; suspicion: of this edit's head, None for a
    model of more than 100 classes, whose every pair it needs; detection: of every pair edited so in
    turn, None for such a model and for a method that searches, where that would take minutes.
    """

    probes: tuple[Probe, ...]
    weights: Weights
    suspicion: Suspicion | None
    detection: Detection | None
    tests: dict[str, McNemar]


def examine(comparison: Comparison) -> Examination:
    """Gather the evidence of a comparison's edit."""
    bundle, operation = comparison.bundle, comparison.spec.operation
    edited, _ = comparison.change.head.edit(bundle.weight, bundle.bias)
    many = len(bundle.class_names) > MOST_CLASSES
    untried = many or METHODS[operation.method].searches
    return Examination(
        probes=probes_of(comparison),
        weights=weights_of(bundle, comparison.change),
        suspicion=None if many else suspect(edited, bundle.classifier_weight),
        detection=None if untried else detection(bundle, operation.damping, operation.method),
        tests=headline_tests(comparison),
    )
