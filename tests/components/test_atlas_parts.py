"""The atlas in parts: what the server gives at once, what it measures, and how much it sends."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.components.test_atlas import DIGITS
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.atlas import answers
from weight_surgery.components.atlas.answers import FIGURES, MOST_PARTS, measure
from weight_surgery.components.view import View
from weight_surgery.core.atlas import DAMPINGS
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import CRITERIA, METHODS, Resources, Workbench
from weight_surgery.core.workbench.measured import PART_PAIRS


def asked_for(query: str, part: int, wanted: bool, methods: bool = False) -> dict[str, Any]:
    return {"query": query, "key": "k", "part": part, "measure": wanted, "methods": methods}


def test_each_pair_by_its_best_method_is_a_row_of_that_methods_atlas(
    shipped: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "PATIENCE", 0.0)
    spec = DIGITS.surgery
    answer = measure(shipped, asked_for(DIGITS.to_query(), 0, True, methods=True))
    assert answer["rows"]
    allowed = set(METHODS) - set(shipped.refused_methods(spec)) - {"fitted"}
    clean = {name: shipped.atlas_part(spec.with_operation(method=name), 0) for name in allowed}
    for row in answer["rows"]:
        pair = tuple(row["pair"])
        mine = clean[row["method"]]
        assert row["clean"] == mine.clean[mine.index_of(pair)].astype(int).tolist()
        gentlest = {
            name: float((atlas.clean[atlas.index_of(pair)] * (1 + atlas.dampings)).max())
            for name, atlas in clean.items()
        }
        assert gentlest[row["method"]] == max(gentlest.values())
    assert {row["method"] for row in answer["rows"]} - {"paper"}


def test_the_parts_make_the_whole_atlas(shipped: Workbench) -> None:
    atlas = shipped.atlas(DIGITS.surgery)
    request = {
        "query": DIGITS.to_query(),
        "key": "k",
        "part": 0,
        "measure": False,
        "methods": False,
    }
    answer = measure(shipped, request)
    assert (answer["key"], answer["part"], answer["next"]) == ("k", 0, 9)
    assert answer["parts"] == shipped.atlas_parts("digits-16d") == 9
    rows = answer["rows"]
    assert [row["pair"] for row in rows] == atlas.pairs.tolist()
    for name in FIGURES:
        sent = np.array([row[name] for row in rows], dtype=float)
        np.testing.assert_allclose(sent, getattr(atlas, name), atol=1e-8, err_msg=name)
    for which, name in enumerate(CRITERIA):
        reached = np.array([row["reached"][which] for row in rows], dtype=float)
        needed, met = zip(*(atlas.criterion(name, row) for row in range(45)), strict=True)
        np.testing.assert_allclose([row["needed"][which] for row in rows], needed, atol=1e-8)
        side = reached - np.array(needed)[:, None]
        far = np.abs(side) > 1e-8
        assert (((side > 0) == (name != "told_apart")) == np.array(met))[far].all(), name
    assert [row["foreseen"] for row in rows] == atlas.predicted_landing_class.tolist()
    assert rows[7]["recall"] == [
        atlas.counted["merged_recall"][7].tolist(),
        atlas.totals["merged_recall"][7],
    ]
    json.dumps(rows, allow_nan=False)


def asked(workbench: Workbench, part: int, wanted: bool) -> tuple[int, int, bool]:
    """Ask for a part; return the pairs given, the part next, and whether that must be measured."""
    query = View(spec_of(0, 1)).to_query()
    answer = measure(
        workbench, {"query": query, "key": "k", "part": part, "measure": wanted, "methods": False}
    )
    first = part * PART_PAIRS
    pairs = [tuple(row["pair"]) for row in answer["rows"]]
    assert pairs == list(combinations(range(7), 2))[first : first + len(pairs)]
    return len(pairs), answer["next"], answer["measuring"]


def test_many_pairs_are_measured_in_few_requests() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=7, samples=8)})
    # Five parts take less than the moment that a request has.
    assert asked(workbench, 0, True) == (21, 5, False)


def test_what_is_measured_comes_in_one_answer_and_what_is_not_part_by_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "PATIENCE", 0.0)
    # 21 pairs are four parts of 5, and one of 1.
    workbench = Workbench({"synthetic": make_bundle(classes=7, samples=8)})
    assert asked(workbench, 0, False) == (0, 0, True)
    assert asked(workbench, 0, True) == (5, 1, True)
    assert asked(workbench, 0, False) == (5, 1, True)
    assert asked(workbench, 2, True) == (5, 3, True)
    # What somebody else had measured comes along.
    assert asked(workbench, 1, True) == (10, 3, True)
    assert asked(workbench, 3, True) == (5, 4, True)
    assert asked(workbench, 4, True) == (1, 5, False)
    assert asked(workbench, 0, False) == (21, 5, False)


def test_an_answer_weighs_a_megabyte_at_most(
    shipped: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = shipped.atlas_part(SurgerySpec("mnist-16d"), 0)
    part = sum(len(json.dumps(answers.row_of(atlas, row, "paper"))) for row in range(PART_PAIRS))
    assert MOST_PARTS * part < 1e6
    # What is kept beyond that comes in the next answer, and nobody says that it is measured.
    workbench = Workbench({"synthetic": make_bundle(classes=7, samples=8)})
    workbench.atlas(spec_of(0, 1))
    monkeypatch.setattr(answers, "MOST_PARTS", 3)
    assert asked(workbench, 0, False) == (15, 3, False)
    assert asked(workbench, 3, False) == (6, 5, False)


def test_undefined_figures_travel_as_nothing() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=2)})
    request = {
        "query": View(spec_of()).to_query(),
        "key": "k",
        "part": 0,
        "measure": True,
        "methods": False,
    }
    answer = measure(workbench, request)
    assert answer["rows"][0]["bystander_change"] == [None] * len(DAMPINGS)
    json.dumps(answer, allow_nan=False)


def test_what_a_run_measures_elsewhere_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = make_bundle(classes=5, samples=8, name="mine")
    workbench = Workbench({"mine": bundle}, resources=Resources(atlases=tmp_path))
    query = View(surgery=spec_of(0, 1, model="mine")).to_query()
    told: list[tuple[int, int, bool]] = []

    def look(done: int, total: int) -> None:
        answer = measure(workbench, asked_for(query, 0, True))
        told.append((len(answer["rows"]), answer["next"], answer["measuring"]))

    with monkeypatch.context() as patched:
        patched.setattr("weight_surgery.core.workbench.measured.pair_atlas", None)
        patched.setattr("weight_surgery.core.atlas.blocks.MOST_PAIRS", 5)
        measure_blocks(bundle, tmp_path, progress=look)
    assert told == [(0, 0, True), (5, 1, True), (10, 2, False)]
    for path in tmp_path.glob("*/*.npz"):
        path.unlink()
    # Nobody measures it elsewhere any more.
    again = Workbench({"mine": bundle}, resources=Resources(atlases=tmp_path))
    assert len(measure(again, asked_for(query, 0, True))["rows"]) >= 5
