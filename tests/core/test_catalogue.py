"""Models of many classes: ranked by their choices, and measured where it promises most."""

from __future__ import annotations

import numpy as np
import pytest

from tests.conftest import make_bundle, make_catalogue
from weight_surgery.core.atlas import pair_atlas, rank_pairs
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PROMISING_PART, Workbench

BUNDLE = make_catalogue()
SPEC = SurgerySpec("many")


@pytest.fixture
def workbench() -> Workbench:
    return Workbench({"many": BUNDLE, "hundred": make_bundle(100, samples=2)})


def test_more_than_a_hundred_classes_are_many(workbench: Workbench) -> None:
    assert workbench.is_catalogue("many")
    assert not workbench.is_catalogue("hundred")


def test_the_ranking_is_that_of_the_core_and_is_kept(workbench: Workbench) -> None:
    assert not workbench.has_ranking(SPEC)
    ranking = workbench.ranking(SPEC)
    np.testing.assert_array_equal(ranking.order, rank_pairs(BUNDLE).order)
    assert workbench.ranking(SPEC.with_operation(classes=(5, 9), damping=0.3)) is ranking
    assert workbench.has_ranking(SPEC)
    assert sorted(workbench.class_order(SPEC).tolist()) == list(range(101))


def test_another_method_is_not_ranked(workbench: Workbench) -> None:
    with pytest.raises(ValueError, match="rank by paper"):
        workbench.ranking(SPEC.with_operation(method="stretched"))


def test_the_most_promising_are_measured_in_parts_and_nothing_else(workbench: Workbench) -> None:
    assert workbench.promising(SPEC) is None
    assert workbench.promising_parts(SPEC, 45) == 3
    part = workbench.promising_part(SPEC, 1)
    assert [workbench.has_promising_part(SPEC, one) for one in range(3)] == [False, True, False]
    wanted = rank_pairs(BUNDLE).promising(2 * PROMISING_PART)[PROMISING_PART:]
    assert [tuple(pair) for pair in part.pairs.tolist()] == wanted
    whole = pair_atlas(BUNDLE, (0.0,), pairs=wanted)
    np.testing.assert_array_equal(part.verdict, whole.verdict)
    found = workbench.promising(SPEC)
    assert found is not None
    np.testing.assert_array_equal(found.pairs, part.pairs)
    with pytest.raises(ValueError, match="part"):
        workbench.promising_part(SPEC, 100)
    with pytest.raises(ValueError, match="number of pairs"):
        workbench.promising_parts(SPEC, 2001)
