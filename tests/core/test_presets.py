"""Presets from atlases whose answers are known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tests.conftest import make_bundle, relabelled
from tests.core.test_comparison import spec_of
from weight_surgery.core.atlas.presets import PRESETS, merge_loss, presets_of
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.metrics import FIGURES
from weight_surgery.core.workbench import Verdict, Workbench

GRID = (0.0, 1e-5, 0.3, 1.0)
SAMPLES = 1000


def make_atlas(
    cost: Any,
    clean: Any = None,
    landing: Any = None,
    share: Any = None,
    names: tuple[str, ...] = ("a", "b", "c"),
    retained: Any = None,
) -> PairAtlas:
    """Return an atlas of all pairs of three classes at four dampings, (P, D) figures given."""
    pairs = np.array(list(combinations(range(len(names)), 2)))
    shape = (len(pairs), len(GRID))
    cost = np.broadcast_to(np.asarray(cost, float), shape)
    landing = pairs[:, :1] if landing is None else landing
    count = np.where(np.isnan(cost), 0, np.round((0.9 - cost) * SAMPLES)).astype(int)
    known: dict[str, Any] = {
        "class_names": names,
        "pairs": pairs,
        "dampings": np.array(GRID),
        "refused": (),
        "counted": {figure.name: count.copy() for figure in FIGURES},
        "totals": {figure.name: np.full(len(pairs), SAMPLES) for figure in FIGURES},
        "verdict": np.where(
            np.broadcast_to(np.asarray(False if clean is None else clean, bool), shape),
            Verdict.MERGES_CLEANLY,
            Verdict.AT_A_PRICE,
        ),
        "no_verdict": ("",) * len(pairs),
        "landing_class": np.broadcast_to(landing, shape).copy(),
        "retained_norm": np.ones(len(pairs)) if retained is None else np.array(retained),
    }
    known["values"] = defaultdict(
        lambda: np.zeros(shape),
        merged_ceiling=np.full(shape, 0.9),
        merge_cost=cost.copy(),
        landing_share=np.broadcast_to(0.5 if share is None else share, shape).copy(),
    )
    rest = {field.name: np.zeros(shape) for field in fields(PairAtlas)}
    return PairAtlas(**rest | known)


def found(atlas: PairAtlas, name: str) -> tuple[tuple[int, int], float] | None:
    preset = presets_of(atlas)[name]
    return None if preset is None else (preset.classes, preset.damping)


def test_the_cleanest_costs_least_of_all_that_are_clean_at_the_default_damping() -> None:
    cost = [[0.001, 0.01, 0.001, 0], [0.2, 0.002, 0.001, 0], [0.02, 0.004, 0.004, 0]]
    clean = [[1, 1, 1, 0], [0, 0, 0, 0], [0, 1, 1, 0]]
    atlas = make_atlas(cost, clean)
    assert found(atlas, "cleanest") == ((1, 2), 1e-5)
    preset = presets_of(atlas)["cleanest"]
    assert preset is not None
    assert (preset.lost, preset.samples) == (4, SAMPLES)
    # What is called cleanest is what the ranking has first.
    assert atlas.pairs[atlas.ranking(1)[0]].tolist() == [1, 2]
    assert found(make_atlas(cost, [[1, 0, 1, 0]] * 3), "cleanest") is None


def test_the_costliest_is_so_at_the_default_damping() -> None:
    cost = [[0.9, 0.3, 0, 0], [0.1, 0.4, 0, 0], [np.nan, np.nan, 0.8, 0]]
    assert found(make_atlas(cost), "costliest") == ((0, 2), 1e-5)


def test_a_third_class_takes_most_of_the_pair() -> None:
    landing = np.array([[2, 2, 2, 2], [1, 1, 1, 1], [2, 2, 2, 2]])
    share = np.array([[0.9, 0.6, 1, 1], [0.1, 0.7, 1, 1], [1, 1, 1, 1]])
    atlas = make_atlas(0.1, landing=landing, share=share)
    assert found(atlas, "third") == ((0, 2), 1e-5)
    preset = presets_of(atlas)["third"]
    assert preset is not None
    assert (preset.landing, preset.landing_share.successes) == (1, 700)


def test_later_is_clean_above_the_default_and_not_below() -> None:
    clean = [[0, 1, 1, 1], [1, 0, 1, 1], [0, 0, 1, 0]]
    assert found(make_atlas(0.1, clean), "later") == ((1, 2), 0.3)
    often = [[0, 0, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]]
    cost = [[0, 0, 0.01, 0], [0, 0, 0.3, 0.2], [0, 0, 0.01, 0]]
    assert found(make_atlas(cost, often), "later") == ((0, 2), 1.0)


def test_ties_go_to_the_lower_damping_then_to_the_first_pair() -> None:
    everywhere = make_atlas(0.1, True, landing=2)
    assert found(everywhere, "cleanest") == ((0, 1), 1e-5)
    assert found(everywhere, "costliest") == ((0, 1), 1e-5)
    assert found(everywhere, "third") == ((0, 1), 1e-5)
    later = make_atlas(0.1, [0, 0, 1, 1])
    assert found(later, "later") == ((0, 1), 0.3)


def test_what_a_model_does_not_have_is_none() -> None:
    presets = presets_of(make_atlas(0.1))
    assert [name for name in PRESETS if presets[name]] == ["costliest"]
    assert set(presets_of(make_atlas(np.nan, True)).values()) == {None}


def test_a_gain_is_a_loss_below_zero() -> None:
    assert merge_loss(make_atlas(-0.002), 0, 0) == (-2, SAMPLES)


@pytest.mark.parametrize("seed", range(3))
def test_every_preset_is_as_compare_has_it(seed: int) -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=5, dims=3, seed=seed)})
    for preset in filter(None, presets_of(workbench.atlas(spec_of())).values()):
        spec = spec_of(*preset.classes, damping=preset.damping)
        comparison = workbench.compare(spec)
        ceiling = comparison.merged_ceiling.successes
        assert preset.lost == ceiling - comparison.after.merged_accuracy.successes
        assert preset.landing == comparison.landing_class
        assert preset.landing_share == comparison.landing_share
        if preset.name in ("cleanest", "later"):
            assert comparison.is_clean
        if preset.name == "third":
            assert comparison.landing_class not in comparison.merged


def test_the_names_of_classes_do_not_matter() -> None:
    bundle = make_bundle(classes=4, dims=3, seed=4)
    order = np.array([2, 0, 3, 1])
    one = presets_of(Workbench({"synthetic": bundle}).atlas(spec_of()))
    other = presets_of(Workbench({"synthetic": relabelled(bundle, order)}).atlas(spec_of()))
    for name in PRESETS:
        first, second = one[name], other[name]
        assert (first is None) == (second is None)
        if first and second:
            assert first.lost == second.lost
