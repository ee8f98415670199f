"""The largest flows are the errors that changed most, with the matrices' own counts."""

from __future__ import annotations

import numpy as np

from weight_surgery.components import confusion
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


def test_the_five_errors_that_changed_most_are_shown_largest_first(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec("mnist-3d"))
    flows = confusion.largest_flows(comparison)
    before, after = comparison.before.confusion, comparison.after.confusion
    assert len(flows) == confusion.MOST_FLOWS
    for true, read, one, two in flows:
        assert true != read
        assert (one, two) == (before[true, read], after[true, read])
    sizes = [abs(two - one) for *_, one, two in flows]
    assert sizes == sorted(sizes, reverse=True)
    apart = np.abs(np.where(np.eye(10, dtype=bool), 0, after - before))
    assert sizes == np.sort(apart, axis=None)[::-1][:5].tolist()


def test_where_nothing_changed_it_is_said(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec("digits-3d").with_operation(damping=1.0))
    assert confusion.largest_flows(comparison) == []
    assert "No error changed" in str(confusion.flows_view(comparison))
