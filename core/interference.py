"""What each step of a plan did to the groups before it, and what it would be in another order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.forensics import weights_of
from weight_surgery.core.groups import Group
from weight_surgery.core.metrics import Rate
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.specs import SurgerySpec


@dataclass(frozen=True, eq=False)
class StepReport:
    """A network after one more step of a plan.

    place: of the step in the spec's operations; groups: all that were made so far, as they are now;
    accuracy, ceiling: test samples read into their own group, and in the unedited network; rank: of
    the head's weight; gap: spectral norm of what the two orders of this step and the next differ
    by, None after the last step and where the other order cannot be made.
    """

    place: int
    groups: tuple[Group, ...]
    accuracy: Rate
    ceiling: Rate
    rank: int
    gap: float | None


def reports_of(comparisons: tuple[Comparison, ...]) -> tuple[StepReport, ...]:
    """Return a report a step, from the comparisons of the plan's first one, two, … steps."""
    return tuple(
        StepReport(
            place=one.plan.steps[-1].place,
            groups=one.groups,
            accuracy=one.after.merged_accuracy,
            ceiling=one.merged_ceiling,
            rank=weights_of(one.bundle, one.change).rank_after,
            gap=_gap(one.bundle, comparisons[at + 1].spec) if at + 1 < len(comparisons) else None,
        )
        for at, one in enumerate(comparisons)
    )


def prefixes(spec: SurgerySpec) -> tuple[SurgerySpec, ...]:
    """Return the specs of a plan's first one, two, … steps that are on."""
    on = [place for place, one in enumerate(spec.operations) if one.on]
    return tuple(replace(spec, operations=spec.operations[: at + 1], hand=None) for at in on)


def _gap(bundle: Bundle, spec: SurgerySpec) -> float | None:
    """Return how far the last two steps of a spec are from the same in the other order."""
    on = [place for place, one in enumerate(spec.operations) if one.on]
    swapped = list(spec.operations)
    first, second = on[-2:]
    swapped[first], swapped[second] = swapped[second], swapped[first]
    try:
        other = fit_plan(bundle, replace(spec, operations=tuple(swapped), hand=None))
    except ValueError:
        return None
    one = fit_plan(bundle, replace(spec, hand=None))
    difference = one.change.head.map.matrix - other.change.head.map.matrix
    return float(np.linalg.norm(difference, 2))
