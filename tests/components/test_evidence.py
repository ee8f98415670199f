"""What a sceptic is told, in words with counts, and the tables behind it."""

from __future__ import annotations

import pytest

from tests.words import said
from weight_surgery.components import evidence, text
from weight_surgery.components.plain import heading
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

CLEAN = SurgerySpec("mnist-16d").with_operation(damping=0.0, classes=(4, 5))


def shown(shipped: Workbench, spec: SurgerySpec) -> tuple[str, str]:
    cards, tables = evidence.update(shipped, View(spec).to_query())
    return said(cards), said(tables)


def test_on_a_clean_pair_a_cut_does_not_tell_and_neighbors_do(shipped: Workbench) -> None:
    words, _ = shown(shipped, CLEAN)
    found = shipped.examination(CLEAN)
    assert "A straight cut, trained anew, does not tell 4 and 5 apart" in words
    assert "Five nearest neighbors, trained anew, still tells" not in words
    assert "Five nearest neighbors, trained anew, still tell 4 and 5 apart" in words
    for probe in found.probes:
        assert f"{text.percent(probe.after)} right ({text.count(probe.after)})" in words
    assert "They point to 4 and 5" in words
    assert "45 are named right, 45 with an alarm, 0 false" in words


def test_where_only_labels_are_merged_both_still_tell(shipped: Workbench) -> None:
    words, _ = shown(shipped, CLEAN.with_operation(method="rows"))
    assert "does not tell" not in words
    assert "do not tell" not in words
    assert "no alarm" in words


def test_in_three_dimensions_nobody_can_tell(shipped: Workbench) -> None:
    words, _ = shown(shipped, SurgerySpec("mnist-3d").with_operation(damping=0.0))
    assert "nobody can tell here: 100.00" in words


def test_what_chance_could_have_done_is_said_of_every_rate(shipped: Workbench) -> None:
    words, tables = shown(shipped, CLEAN)
    tests = shipped.examination(CLEAN).tests
    assert {test.is_noise for test in tests.values()} == {True, False}
    for name, test in tests.items():
        where = "inside" if test.is_noise else "beyond"
        counts = f"{test.gained:,} gained, {test.lost:,} lost, {text.p_value(test.p_value)}"
        assert f"{heading(name)}: {where} the noise: {counts}." in words
    assert "Differences, with McNemar's exact test" in tables
    untouched, _ = shown(shipped, SurgerySpec("digits-16d").with_operation(damping=1.0))
    assert untouched.count("no answer changed") == len(tests)


@pytest.mark.parametrize("method", ["fitted"])
def test_a_search_is_not_done_for_every_pair(shipped: Workbench, method: str) -> None:
    spec = SurgerySpec("digits-3d").with_operation(damping=0.0, method=method)
    assert shipped.examination(spec).detection is None
    assert "Other pairs were not tried" in shown(shipped, spec)[0]
