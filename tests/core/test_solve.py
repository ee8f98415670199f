"""Solving for a cosine, and intervals of clean dampings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.atlas import clean_intervals, damping_for_cosine
from weight_surgery.core.comparison import compare
from weight_surgery.core.workbench import Workbench

BUNDLE = make_bundle()


@given(st.floats(0, 1))
def test_the_solved_damping_reaches_the_cosine(share: float) -> None:
    before = compare(BUNDLE, spec_of()).before.cosine
    target = before + share * (1 - before)
    damping = damping_for_cosine(compare(BUNDLE, spec_of()), target)
    assert 0 <= damping <= 1
    assert compare(BUNDLE, spec_of(damping=damping)).after.cosine == pytest.approx(target, abs=1e-9)


@given(st.floats(0.05, 0.95))
def test_with_the_bias_kept_a_reached_cosine_is_solved(damping: float) -> None:
    reached = compare(BUNDLE, spec_of(damping=damping, edit_bias=False)).after.cosine
    solved = damping_for_cosine(compare(BUNDLE, spec_of(edit_bias=False)), reached)
    again = compare(BUNDLE, spec_of(damping=solved, edit_bias=False)).after.cosine
    assert again == pytest.approx(reached, abs=1e-9)


@pytest.mark.parametrize("edit_bias", [True, False])
def test_what_cannot_be_reached_is_said(edit_bias: bool) -> None:
    comparison = compare(BUNDLE, spec_of(edit_bias=edit_bias))
    with pytest.raises(ValueError, match="cannot be reached"):
        damping_for_cosine(comparison, -0.999)
    with pytest.raises(ValueError, match="between -1 and 1"):
        damping_for_cosine(comparison, 1.5)


GRID = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 1.0])


@pytest.mark.parametrize(
    ("flags", "runs"),
    [
        ("000000", []),
        ("111111", [(0.0, 1.0)]),
        ("110100", [(0.0, 0.1), (0.3, 0.3)]),
        ("000001", [(1.0, 1.0)]),
        ("010110", [(0.1, 0.1), (0.3, 0.4)]),
    ],
)
def test_intervals_are_the_runs_of_clean(flags: str, runs: list) -> None:
    clean = np.array([flag == "1" for flag in flags])
    assert clean_intervals(GRID, clean) == runs
    assert clean_intervals(GRID[::-1], clean[::-1]) == runs


def test_only_the_topmost_upper_end_is_refined() -> None:
    clean = np.array([True, False, True, True, False, False])
    runs = clean_intervals(GRID, clean, lambda damping: damping < 0.3456)
    assert runs[0] == (0.0, 0.0)
    assert runs[1][0] == 0.2
    assert runs[1][1] == pytest.approx(0.3456, abs=1e-3)
    assert runs[1][1] < 0.3456
    whole = np.ones(6, bool)
    assert clean_intervals(GRID, whole, lambda _: False) == [(0.0, 1.0)]


def test_a_shipped_pair_can_be_clean_in_the_middle_only(shipped: Workbench) -> None:
    """Clean is not a range that ends at 0; where it is one, both ends say so."""
    from weight_surgery.core.atlas import DAMPINGS, pair_atlas

    atlas = pair_atlas(shipped.bundle("mnist-5d"))
    found = [clean_intervals(atlas.dampings, row) for row in atlas.clean]
    assert any(found)
    assert any(not runs for runs in found)
    assert all(run[1] < 1 for runs in found for run in runs)
    assert len(atlas.dampings) == len(DAMPINGS) == 21
