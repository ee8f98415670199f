"""The evidence a sceptic asks for, of one edit, made in one go."""

from __future__ import annotations

from dataclasses import dataclass

from weight_surgery.core.collateral import Collateral, collateral_of
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
from weight_surgery.core.probes import Probe, probes_of
from weight_surgery.core.recognition import Recognition, recognition_of


@dataclass(frozen=True, eq=False)
class Examination:
    """What is left in the embeddings, how alike they are, what the weights tell, and who paid.

    suspicion: of this edit's head; detection: of every pair edited so in turn, None for a method
    that searches, where that would take minutes.
    """

    probes: tuple[Probe, ...]
    recognition: Recognition
    weights: Weights
    suspicion: Suspicion
    detection: Detection | None
    collateral: Collateral


def examine(comparison: Comparison) -> Examination:
    """Gather the evidence of a comparison's edit."""
    bundle, operation = comparison.bundle, comparison.spec.operation
    edited, _ = comparison.change.head.edit(bundle.weight, bundle.bias)
    searched = METHODS[operation.method].searches
    return Examination(
        probes=probes_of(comparison),
        recognition=recognition_of(comparison),
        weights=weights_of(bundle, comparison.change),
        suspicion=suspect(edited, bundle.classifier_weight),
        detection=None if searched else detection(bundle, operation.damping, operation.method),
        collateral=collateral_of(comparison),
    )
