"""Probes trained anew on the edited embeddings: what is left there, whatever the labels say."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.test_comparison import spec_of
from weight_surgery.core.metrics import Rate
from weight_surgery.core.probes import NEAR_CHANCE, PROBES, Probe, probes_of
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench


def found(shipped: Workbench, pair: tuple[int, int], method: str = "paper") -> dict[str, Probe]:
    spec = SurgerySpec("mnist-16d", (Operation("merge", pair, 0.0, method),))
    return {probe.name: probe for probe in probes_of(shipped.compare(spec))}


@pytest.mark.parametrize("method", ["paper", "stretched"])
def test_on_a_clean_pair_no_straight_cut_tells_them_apart_but_neighbours_do(
    shipped: Workbench, method: str
) -> None:
    probes = found(shipped, (4, 5), method)
    assert list(probes) == list(PROBES)
    assert 0.47 < (probes["linear"].after.value or 0) < 0.56
    assert 0.93 < (probes["neighbours"].after.value or 0) < 0.96
    assert not probes["linear"].still_tells
    assert probes["neighbours"].still_tells
    assert (probes["linear"].before.value or 0) > 0.99


def test_averaged_rows_leave_both_at_the_unedited_level(shipped: Workbench) -> None:
    """The negative control: only the labels are merged there."""
    for probe in found(shipped, (4, 5), "rows").values():
        assert probe.after == probe.before
        assert probe.still_tells


def test_they_read_the_two_classes_of_the_test_split_alone(shipped: Workbench) -> None:
    bundle = shipped.bundle("digits-16d")
    one = shipped.compare(spec_of(2, 7, 0.0, "digits-16d"))
    samples = int(np.isin(bundle.labels_test, (2, 7)).sum())
    assert {probe.after.total for probe in probes_of(one)} == {samples}


def test_the_interval_decides_what_is_said() -> None:
    one = Rate.of(99, 100)
    assert not Probe("linear", one, Rate.of(60, 100)).still_tells
    assert Probe("linear", one, Rate.of(80, 100)).still_tells
    assert Rate.of(60, 100).low < 0.5 + NEAR_CHANCE < Rate.of(80, 100).low
    # Of five classes chance is 20 %.
    assert Probe("linear", one, Rate.of(60, 100), 5).still_tells
    assert not Probe("linear", one, Rate.of(30, 100), 5).still_tells
