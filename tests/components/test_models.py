"""The models side by side: rows, words, chart and cards, called as functions."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.words import said
from weight_surgery.components import model_words, models
from weight_surgery.components.figures.models import (
    ROOM,
    ModelLine,
    look_of,
    models_figure,
    spread,
)
from weight_surgery.components.model_cards import NO_CLASSES, cards
from weight_surgery.components.model_rows import row_of
from weight_surgery.components.verdict import badge_of
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import DAMPINGS, Workbench

DIGITS = View(SurgerySpec("digits-16d"))


def rows_for(workbench: Workbench, view: View) -> list[dict[str, Any]]:
    request = {"query": view.to_query(), "key": "k"}
    return [
        models.measure(workbench, {**request, "index": index})
        for index in range(len(workbench.models))
    ]


@pytest.fixture(scope="module")
def digits(shipped: Workbench) -> list[dict[str, Any]]:
    names = [name for name in shipped.models if name.startswith("digits")]
    return rows_for(Workbench({name: shipped.bundle(name) for name in names}), DIGITS)


def test_models_are_counted_from_their_atlases(
    shipped: Workbench, digits: list[dict[str, Any]]
) -> None:
    status, figure, names, _, clean, pairs = models.show({"rows": digits, "models": 3})
    assert said(status).startswith("Measured 2 of 3 models. ")
    drawn = figure.to_plotly_json()["operations"][0]["params"]["value"]
    lines = {trace["name"]: trace for trace in drawn}
    for row in digits:
        atlas = shipped.atlas(SurgerySpec(row["model"]))
        counts = atlas.clean.sum(axis=0).tolist()
        assert row["clean"] == counts
        ever = int(atlas.clean.any(axis=1).sum())
        assert f"{ever or 'none'} of {len(atlas.pairs)} in {row['model']}" in said(status)
        pairs_of = [f"{count} of {len(atlas.pairs)} pairs" for count in counts]
        assert list(lines[row["model"]]["customdata"]) == pairs_of
        assert f"{row['model']} {counts[0]} of {len(atlas.pairs)}" in said(names)
    assert len(clean.data["body"]) == len(pairs.data["body"]) == 2


def test_a_model_of_many_pairs_is_counted_once_its_own_atlas_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workbench = Workbench({"many": make_bundle(classes=7, samples=6, name="many")})
    view = View(spec_of(0, 1, model="many"))
    assert models.parts_left(workbench, view.surgery) == workbench.atlas_parts("many") == 5
    monkeypatch.setattr(models, "MOST_PARTS", 4)
    (row,) = rows_for(workbench, view)
    assert row["refused"] == models.TAKES_LONG
    assert "verdict" in row["pair"]
    assert "Not counted: many" in said(models.show({"rows": [row], "models": 1})[0])
    workbench.atlas(view.surgery)
    assert models.parts_left(workbench, view.surgery) == 0
    (row,) = rows_for(workbench, view)
    assert row["pairs"] == 21


def test_the_pair_is_that_of_the_model(shipped: Workbench, digits: list[dict[str, Any]]) -> None:
    for row in digits:
        one = shipped.compare(SurgerySpec(row["model"]))
        pair = row["pair"]
        assert pair["told_apart"] == [one.before.told_apart.value, one.after.told_apart.value]
        assert pair["recall"] == [one.before.mean_recall.value, one.after.mean_recall.value]
        assert pair["samples"] == [
            one.after.merged_recall.total,
            one.after.bystander_accuracy.total,
        ]
        assert row["current"] == (row["model"] == "digits-16d")
        shown = written(cards([row_of(row)]))
        assert badge_of(one.verdict) in shown
        assert f"{100 * one.after.bystander_accuracy.value:.1f}" in shown


def test_a_card_names_its_model_and_the_classes_there() -> None:
    """A model may count its classes in another order."""
    bundle = make_bundle(classes=3)
    other = replace(bundle, class_names=bundle.class_names[::-1])
    workbench = Workbench({"a": bundle, "b": other})
    rows = rows_for(workbench, View(spec_of(0, 1, model="a")))
    assert [row["pair"]["classes"] for row in rows] == [[0, 1], [2, 1]]
    shown = written(cards([row_of(row) for row in rows]))
    assert "2-1" in shown


def test_a_model_without_the_pair_or_without_an_atlas_says_so() -> None:
    bundles = {
        "one": make_bundle(classes=4),
        "few": make_bundle(classes=2),
        "none": make_bundle(classes=3, empty=(0, 2)),
    }
    rows = rows_for(Workbench(bundles), View(spec_of(0, 3, model="one")))
    status, _, _, shown, clean, pairs = models.show({"rows": rows, "models": 3})
    assert NO_CLASSES in written(pairs)
    assert NO_CLASSES in written(shown)
    assert "fewer than two classes" in written(clean)
    assert "Not counted: few, none; the table says why." in said(status)
    assert "Measuring" in models.show(None)[0]


def test_the_sentence_counts_and_concludes_nothing() -> None:
    def row(model: str, dataset: str, clean: int, ever: int) -> dict[str, Any]:
        known = {"title": model, "dataset": dataset}
        return {**known, "clean": [0, clean], "pairs": 45, "ever": ever}

    rows = [
        *(row("three", "a", 2, 2), row("own", "", 1, 1), row("five", "a", 13, 32)),
        row("none", "b", 0, 0),
    ]
    said = model_words.sentence(rows)
    assert said == (
        "Pairs that merge cleanly at some edit strength: on a 2 of 45 in three, 32 of 45 in five "
        "(at most 13 at any one strength); 1 of 45 in own; on b none of 45 in none."
    )
    assert "dimension" not in said


def test_lines_differ_by_more_than_their_color() -> None:
    looks = [look_of(place) for place in range(30)]
    assert len(set(looks)) == 30
    assert len({look[1:] for look in looks}) == 30


def test_names_stand_apart_in_the_order_of_their_lines() -> None:
    ends = [0.0, 0.0, 91.0, 100.0, 100.0]
    heights = spread(ends)
    order = sorted(heights)
    assert all(two - one >= ROOM - 1e-9 for one, two in pairwise(order))
    assert min(heights) >= 0
    assert max(heights) <= 100
    assert heights[:2] < heights[2:4]
    assert max(spread([50.0] * 40)) <= 100 + 1e-9
    assert spread([]) == []


def test_strength_is_linear_and_names_are_no_html() -> None:
    line = ModelLine("<b>x", [3] * len(DAMPINGS), 6, current=True)
    at, drawn, named = models_figure([line], DAMPINGS, 0.25).data
    assert list(at.x) == [75, 75]
    assert list(drawn.x) == [100 * (1 - damping) for damping in DAMPINGS]
    assert set(drawn.y) == {50}
    assert drawn.name == "&lt;b&gt;x"
    assert named.text[0] == " <b>&lt;b&gt;x 3 of 6</b>"
