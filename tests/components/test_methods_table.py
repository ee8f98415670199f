"""All methods beside each other, what they cost, and the one in force step by step."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.words import said
from weight_surgery.components import method, methods_table, tables, text
from weight_surgery.components.atlas.answers import agree, row_of
from weight_surgery.components.figures.tradeoff import tradeoff_figure
from weight_surgery.components.view import View
from weight_surgery.core.atlas import agreement_at, pair_atlas
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import METHODS, Workbench


def test_every_method_stands_beside_the_others_and_is_chosen_by_its_row(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d").with_operation(damping=0.1)
    shown = method.update(shipped, View(spec).to_query())[0]
    table, words = written(shown), said(shown)
    for edit in (spec, replace(spec, edit_bias=False), spec.with_operation(method="stretched")):
        rate = shipped.compare(edit).after.strict_accuracy
        counted = text.count(rate).replace(" of ", "\u00a0of\u00a0")
        assert f"{text.percent(rate)} · {counted}" in words
    for name, one in METHODS.items():
        chosen = f'"data-method": "{name}"' in table
        assert chosen != bool(one.refuses(shipped.bundle(spec.model).statistics_fit)), name
    assert table.count('"aria-pressed": "true"') == 1
    assert "brings every embedding to one length" in words
    assert "choose it to measure it" in words


def test_what_is_searched_for_is_measured_once_it_is_chosen(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-3d").with_operation(classes=(2, 5), damping=0.0, method="fitted")
    rows = {(row.method, row.edit_bias): row for row in shipped.method_rows(spec)}
    found = rows["fitted", True].comparison
    assert found is shipped.compare(spec)
    again = shipped.method_rows(spec.with_operation(method="paper"))
    assert next(row for row in again if row.method == "fitted").comparison


def test_a_method_no_other_one_beats_is_on_the_line(shipped: Workbench) -> None:
    spec = SurgerySpec("mnist-5d").with_operation(damping=0.0)
    points = methods_table.reached(shipped.method_rows(spec), spec)
    line, marks = tradeoff_figure(points).data
    on_line = set(zip(line.x, line.y, strict=True))
    for one in points:
        beaten = any(
            other.x >= one.x and other.y >= one.y and (other.x, other.y) != (one.x, one.y)
            for other in points
        )
        assert ((one.x, one.y) in on_line) != beaten, one.name
    assert list(marks.text) == [one.name for one in points]
    assert 1 <= len(on_line) < len(points)


def test_the_method_has_this_edits_own_numbers(shipped: Workbench) -> None:
    view = View()
    *_, said, steps, scenes, circles = method.update(shipped, view.to_query())
    comparison = shipped.compare(view.surgery)
    assert f"{comparison.direction[0]:9.4f}" in written(steps)
    assert "singular values" in written(steps)
    assert METHODS["paper"].source in written(said)
    comparison, motion = shipped.compare(view.surgery), shipped.motion(view.surgery, view.scene)
    assert written(scenes) == written(tables.scene_table(comparison, motion))
    assert written(circles) == written(tables.circle_table(comparison, motion))


def test_another_methods_steps_are_its_own(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d").with_operation(method="stretched")
    *_, said, steps, _, _ = method.update(shipped, View(spec).to_query())
    assert "S = diag" not in written(steps)
    assert f"{shipped.steps(spec).projector[0, 0]:9.4f}" in written(steps)
    assert METHODS["stretched"].source in written(said)


def test_what_a_method_does_not_foresee_is_said_and_is_no_number(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d").with_operation(method="stretched")
    row = row_of(shipped.atlas(spec), 3, "stretched")
    assert row["norm"] is None
    assert row["leak"] is None
    assert "NaN" not in json.dumps(row)
    table = agree(shipped, View(spec).to_query())
    assert table is not None
    for line in table.data["body"]:
        assert line[2:4] == ["not foreseen"] * 2
        assert float(line[5]) < 1e-9
    searched = agreement_at(pair_atlas(make_bundle(dims=4), [0.0], method="fitted"), 0)
    assert searched.cosine_error is None
