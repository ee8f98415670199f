"""What is known of all pairs of a model: each pair's rank, and what the presets offer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
from dash import no_update

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.odd import at_chance
from weight_surgery.components import ids, presets
from weight_surgery.components.ranking import ranking, update
from weight_surgery.components.view import View
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench, presets_of

DIGITS = SurgerySpec("digits-3d")


def ask(workbench: Workbench, spec: SurgerySpec, rank: bool = True) -> Any:
    return update(workbench, {"edit": View(spec).to_query(), "rank": rank})


def test_where_a_pair_is_clean_is_said_without_measuring_the_others() -> None:
    workbench = Workbench({"d5": make_bundle(dims=5)})
    spec = spec_of(model="d5")
    known, *words = ask(workbench, spec, rank=False)
    assert known == {"edit": View(spec).to_query(), "band": workbench.clean_intervals(spec)}
    assert set(map(type, words)) == {type(no_update)}
    assert len(words) == len(ask(workbench, spec)) - 1


def test_every_preset_says_what_was_measured(shipped: Workbench) -> None:
    known, status, *items = ask(shipped, DIGITS)
    assert status == "digits-3d: 45 pairs measured"
    found = presets_of(shipped.atlas(DIGITS))
    assert sum(preset is not None for preset in found.values()) > 1
    for (id, title), preset, words, disabled in zip(
        presets.ITEMS.values(), found.values(), items[::2], items[1::2], strict=True
    ):
        assert title in written(words)
        assert disabled == (preset is None)
        assert (id in known["ranking"]["offers"]) == (preset is not None)
        if preset:
            comparison = shipped.compare(DIGITS.with_operation(**known["ranking"]["offers"][id]))
            assert comparison.merged == preset.classes
            first, second = (comparison.bundle.class_names[label] for label in preset.classes)
            assert f"{first} and {second} at " in written(words)
            assert f"strength (damping {preset.damping:g})" in written(words)
            lost = comparison.merged_ceiling.successes - comparison.after.merged_accuracy.successes
            assert lost == preset.lost
            if id == ids.PRESETS_THIRD:
                assert f"{comparison.landing_share.successes} of" in written(words)
            elif lost > 0:
                assert f"{lost} of 450 samples lost" in written(words)


def test_what_a_model_does_not_have_is_said(shipped: Workbench) -> None:
    known, _, *items = ask(shipped, SurgerySpec("digits-16d"))
    assert items[5]
    assert "No pair of this model lands in a third class at " in written(items[4])
    assert ids.PRESETS_THIRD not in known["ranking"]["offers"]


def test_a_pair_without_a_verdict_has_no_band() -> None:
    workbench = Workbench({"at-chance": at_chance()})
    spec = workbench.default_spec()
    assert ask(workbench, spec, rank=False)[0]["band"] is None


def test_two_classes_offer_no_third_and_nothing_by_cost() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=2)})
    known, *words = ask(workbench, spec_of())
    assert known["ranking"]["offers"] == {}
    chips = written(words)
    assert "costliest c0" not in chips
    assert "right by definition, so there is no cost" in chips


def test_until_the_atlas_is_measured_nothing_is_offered() -> None:
    chips = [
        one
        for one in presets.layout()._traverse()
        if getattr(one, "id", None) in {id for id, _ in presets.ITEMS.values()}
    ]
    assert [chip.disabled for chip in chips] == [True] * 4
    assert all("not complete yet" in written(chip) for chip in chips)


def test_pairs_are_ranked_by_the_choices_they_were_measured_with(shipped: Workbench) -> None:
    other = replace(DIGITS, edit_bias=False, fit_split="test")
    for spec in (DIGITS, other):
        known, *_ = ask(shipped, spec)
        atlas = shipped.atlas(spec)
        assert known == {
            "edit": View(spec).to_query(),
            "band": shipped.clean_intervals(spec),
            "ranking": {"offers": presets.offers(atlas), **ranking(atlas)},
        }
        json.dumps(known, allow_nan=False)
    assert ranking(shipped.atlas(DIGITS)) != ranking(shipped.atlas(other))


def test_every_order_has_every_pair_once_and_the_clean_ones_first(shipped: Workbench) -> None:
    atlas = shipped.atlas(SurgerySpec("digits-16d"))
    known = ranking(atlas)
    assert known["pairs"] == atlas.pairs.tolist()
    assert known["dampings"] == atlas.dampings.tolist()
    for column, order in enumerate(known["orders"]):
        assert sorted(order) == list(range(45))
        clean = atlas.clean[order, column]
        assert known["clean"][column] == clean.sum()
        assert (np.diff(clean.astype(int)) <= 0).all()
    assert 0 < max(known["clean"]) < 45


def test_the_first_of_the_ranking_is_the_cleanest_preset(shipped: Workbench) -> None:
    atlas = shipped.atlas(SurgerySpec("digits-16d"))
    known = ranking(atlas)
    column = known["dampings"].index(Operation().damping)
    first = known["pairs"][known["orders"][column][0]]
    assert presets.offers(atlas)[ids.PRESETS_CLEANEST]["classes"] == first


def test_a_class_that_is_shattered_has_no_band_and_no_refusal(shipped: Workbench) -> None:
    spec = DIGITS.with_operation(kind="shatter", classes=(3,))
    assert ask(shipped, spec, rank=False)[0]["band"] == []
