"""What the presets offer, and what they open."""

from __future__ import annotations

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components import presets
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench, presets_of


def test_every_preset_says_what_was_measured(shipped: Workbench) -> None:
    view = View(SurgerySpec("digits-3d"))
    status, opened, *items = presets.offer(shipped, view.to_query())
    assert status == "digits-3d: 45 pairs measured"
    found = presets_of(shipped.atlas(view.surgery))
    for (id, title), preset, words, disabled in zip(
        presets.ITEMS.values(), found.values(), items[::2], items[1::2], strict=True
    ):
        assert title in written(words)
        assert disabled == (preset is None)
        assert (id in opened) == (preset is not None)
        if preset:
            next_view = View.from_query(opened[id])
            comparison = shipped.compare(next_view.surgery)
            assert comparison.merged == preset.classes
            if preset.lost > 0:
                assert f"{preset.lost} of 450 samples lost" in written(words) or id.endswith(
                    "third-item"
                )


def test_what_a_model_does_not_have_is_said(shipped: Workbench) -> None:
    _, opened, *items = presets.offer(shipped, View(SurgerySpec("digits-16d")).to_query())
    assert items[5]
    assert "no pair of this model lands in a third class" in written(items[4])
    assert "presets-third-item" not in opened


def test_two_classes_offer_no_third() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=2)})
    _, opened, *_ = presets.offer(workbench, View(spec_of()).to_query())
    assert "presets-third-item" not in opened


def test_until_the_atlas_is_complete_nothing_is_offered(shipped: Workbench) -> None:
    status, opened, *items = presets.offer(shipped, None)
    assert "not complete yet" in status
    assert opened is None
    assert items[1::2] == [True] * 4


def test_a_preset_keeps_the_choices_it_was_measured_with(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-3d", edit_bias=False, fit_split="test")
    view = View(spec, view="atlas")
    _, opened, *_ = presets.offer(shipped, view.to_query())
    for query in opened.values():
        found = View.from_query(query)
        assert (found.surgery.edit_bias, found.surgery.fit_split) == (False, "test")
        assert found.view == "pair"
