"""The tables behind the figures, and the sentences, say what the comparison says."""

from __future__ import annotations

import json
import zlib
from typing import Any

import dash_mantine_components as dmc
import numpy as np
import pytest
from plotly.utils import PlotlyJSONEncoder

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.sentences import confusion_sentence, recall_sentence
from weight_surgery.components.tables import (
    MOST_CELLS,
    circle_table,
    confusion_table,
    curve_table,
    number,
    recall_table,
    scene_table,
    stage_tables,
)
from weight_surgery.components.verdict import badge_of
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import DAMPINGS, Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench(
        {
            "many": make_bundle(classes=30, samples=40),
            "hole": make_bundle(empty=(2,)),
            "flat": make_bundle(dims=2),
        }
    )


def rows_of(table: dmc.Table) -> list[list[Any]]:
    assert table.data["caption"]
    assert all(len(row) == len(table.data["head"]) for row in table.data["body"])
    return table.data["body"]


def test_numbers_have_true_minus_signs_and_zero_has_none() -> None:
    values = (-0.25, -0.00001, 0.0, 0.5, np.nan)
    assert [number(value, 3) for value in values] == ["−0.250", "0.000", "0.000", "0.500", "—"]


def test_recall_has_its_counts(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec())
    rows = rows_of(recall_table(comparison))
    rate = comparison.after.per_class_recall[3]
    assert len(rows) == 10
    assert rows[3][5] == f"{rate.successes:,} of {rate.total:,}"
    assert rows[3][4] == f"{100 * rate.value:.2f}\u00a0%"


def test_the_scene_has_every_class_where_it_is_drawn(shipped: Workbench) -> None:
    view = View(SurgerySpec("mnist-5d"))
    comparison, motion = shipped.compare(view.surgery), shipped.motion(view.surgery, view.scene)
    table = scene_table(comparison, motion)
    assert table.data["caption"].startswith("The unit centroid of each class")
    head = table.data["head"]
    assert head[2:5] == ["direction, before", "midpoint, before", "rest, before"]
    rows = rows_of(table)
    assert sum(int(row[1].replace(",", "")) for row in rows) == len(motion.indices)
    place = motion.scene_at(1e-5)[len(motion.indices) + 6]
    assert [float(cell.replace("−", "-")) for cell in rows[6][5:8]] == pytest.approx(
        place, abs=6e-4
    )
    assert float(rows[3][8]) == float(rows[6][9]) == 1
    assert float(rows[3][11]) == pytest.approx(comparison.after.cosine, abs=1e-3)


def test_where_lengths_count_the_scene_has_means_as_they_lie() -> None:
    workbench = Workbench({"raw": make_bundle(normalise=False, name="raw")})
    view = View(spec_of(0, 1, 0.3, "raw"))
    comparison, motion = workbench.compare(view.surgery), workbench.motion(view.surgery, view.scene)
    table = scene_table(comparison, motion)
    assert table.data["caption"].startswith("The mean of each class")
    middle = comparison.before.embeddings.mean(axis=0)
    mean = (comparison.bundle.class_means_fit[0][2] - middle) @ motion.scene.rows.T / motion.radius
    shown = [float(cell.replace("−", "-")) for cell in rows_of(table)[2][2:5]]
    assert shown == pytest.approx(mean, abs=6e-4)


def test_the_circle_has_angles(shipped: Workbench) -> None:
    view = View(SurgerySpec("mnist-5d"))
    comparison, motion = shipped.compare(view.surgery), shipped.motion(view.surgery, view.scene)
    rows = rows_of(circle_table(comparison, motion))
    one, two = (float(rows[label][1].replace("−", "-")[:-1]) for label in (3, 6))
    # The midpoint is up and the direction across, so the pair lies on either side of 90 degrees.
    assert (one + two) / 2 == pytest.approx(90, abs=0.2)


def test_the_curve_has_every_damping(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-16d")
    curve = shipped.curve(spec)
    rows = rows_of(curve_table(curve))
    assert [float(row[1]) for row in rows] == list(DAMPINGS)
    assert [row[-1] for row in rows] == [badge_of(code) for code in curve.verdict[0].tolist()]
    assert [row[-1] == "Merges cleanly" for row in rows] == curve.clean[0].tolist()
    assert 0 < curve.clean.sum() < len(DAMPINGS)


def test_the_changed_cells_come_by_size_and_say_what_is_left_out(workbench: Workbench) -> None:
    comparison = workbench.compare(spec_of(model="many"))
    difference = comparison.after.confusion - comparison.before.confusion
    table, *rest = confusion_table(comparison)
    sizes = [abs(int(row[4].replace("−", "-"))) for row in rows_of(table)]
    assert sizes == sorted(sizes, reverse=True)
    changed = int((difference != 0).sum())
    assert len(sizes) == min(changed, MOST_CELLS)
    assert bool(rest) == (changed > MOST_CELLS)
    if rest:
        assert rest[0].children.startswith(f"{changed - MOST_CELLS} smaller")


def test_sentences_name_what_changed_most(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec())
    before, after = (
        np.array([rate.value for rate in side.per_class_recall])
        for side in (comparison.before, comparison.after)
    )
    worst = int((after - before).argmin())
    assert f"fell most for class {worst}:" in recall_sentence(comparison)
    difference = comparison.after.confusion - comparison.before.confusion
    np.fill_diagonal(difference, 0)
    true, read = np.unravel_index(np.abs(difference).argmax(), difference.shape)
    assert f"samples of {true} read as {read}," in confusion_sentence(comparison)
    nothing = shipped.compare(SurgerySpec().with_operation(damping=1.0))
    assert recall_sentence(nothing) == "Recall is the same before and after in all 10 classes."
    assert confusion_sentence(nothing) == "No cell of the 100 changed."


@pytest.mark.parametrize("model", ["many", "hole", "flat"])
@pytest.mark.parametrize("damping", [0.0, 1.0])
def test_what_is_sent_is_small_and_has_no_nan(
    workbench: Workbench, model: str, damping: float
) -> None:
    view = View(spec_of(model=model, damping=damping), 100)
    sent = json.dumps(stage_tables(workbench, view), cls=PlotlyJSONEncoder)
    assert "nan" not in sent.lower()
    assert len(zlib.compress(sent.encode())) < 16_000
    assert len(sent) < 200_000
