"""What is asked in a notebook: classes by name or label, sweeps as a table, and short answers."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.core.metrics.verdict import Verdict
from weight_surgery.core.spreadsheet import MARK

BUNDLE = make_bundle(normalise=False)


def labelled(labels: list[Any], names: tuple[str, ...]) -> ws.Bundle:
    """Return a bundle of four classes with labels of a person's own."""
    draw = np.random.default_rng(0)
    own = np.repeat(np.arange(4), 12)
    table = draw.normal(size=(48, 5)) + 4 * np.eye(4, 5)[own]
    return ws.from_embeddings(table, [labels[at] for at in own], names=names, name="own")


ABCD = ("a", "b", "c", "d")
OWN = labelled([4, 30, 31, 100], ABCD)


@pytest.mark.parametrize("asked", [("b", "d"), (30, 100), ("b", 100), (np.int64(30), 100.0)])
def test_a_class_is_called_by_its_name_or_by_the_persons_own_label(asked: tuple) -> None:
    comparison = ws.compare(OWN, *asked, damping=0.25, method="rows")
    assert comparison.spec == ws.SurgerySpec("own", (ws.Operation("merge", (1, 3), 0.25, "rows"),))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((1, 3), "own has no class 1; choose from a, b, c, d"),
        (("b", "e"), "own has no class 'e'"),
        (("b", "100"), "own has no class '100'"),
        (("b", None), "name the class that is to be one with 'b'"),
        (("b", "b"), "the two classes are the same"),
        ((True, "b"), "own has no class True"),
    ],
)
def test_what_is_no_class_is_refused(asked: tuple, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.compare(OWN, *asked)


def test_a_position_is_a_label_where_labels_count_from_0() -> None:
    assert ws.compare(BUNDLE, 0, 2).spec.operation.classes == (0, 2)
    assert ws.compare(labelled([0, 1, 2, 3], ABCD), 0, "c").spec.operation.classes == (0, 2)
    with pytest.raises(ValueError, match="synthetic has no class 4"):
        ws.compare(BUNDLE, 0, 4)


def test_two_classes_opposite_each_other_are_told_what_they_can_do() -> None:
    table = [[1, 2], [1, 3], [-1, -2], [-1, -3]]
    bundle = ws.from_embeddings(table, ["x", "x", "y", "y"])
    with pytest.raises(ValueError, match=r"choose a damping above 0 .* or the method Labels only$"):
        ws.compare(bundle, "x", "y")
    three = ws.from_embeddings([*table, [9, 0], [9, 1]], ["x", "x", "y", "y", "z", "z"])
    with pytest.raises(ValueError, match=r"damping above 0 .*, another pair or the method Labels"):
        ws.compare(three, "x", "y")
    assert ws.compare(bundle, "x", "y", method="rows").after.strict_accuracy.total == 2
    assert ws.compare(bundle, "x", "y", damping=0.5).after.strict_accuracy.total == 2


def test_a_text_that_means_two_classes_is_refused() -> None:
    crossed = labelled(["a", "b", "c", "d"], ("b", "a", "c", "d"))
    assert ws.compare(crossed, "c", "d").spec.operation.classes == (2, 3)
    with pytest.raises(ValueError, match="'a' is the name of one class of own and the label of"):
        ws.compare(crossed, "a", "c")


@settings(max_examples=20)
@given(st.lists(st.integers(-50, 50), min_size=4, max_size=4, unique=True), st.permutations(ABCD))
def test_a_name_and_its_label_are_the_same_class(labels: list[int], names: list[str]) -> None:
    bundle = labelled(labels, tuple(names))
    first, second = sorted(labels)[:2]
    by_label = ws.compare(bundle, first, second, damping=0.5)
    assert by_label.spec == ws.compare(bundle, names[0], names[1], damping=0.5).spec
    assert by_label.spec != ws.compare(bundle, names[0], names[2], damping=0.5).spec


def test_a_spec_says_everything_itself() -> None:
    steps = (ws.Operation("merge", (0, 1), 0.0), ws.Operation("shatter", (3,), 0.0))
    comparison = ws.compare(OWN, ws.SurgerySpec(operations=steps))
    assert comparison.spec == ws.SurgerySpec("own", steps)
    with pytest.raises(ValueError, match="give nothing beside it"):
        ws.compare(OWN, comparison.spec, damping=0.5)
    with pytest.raises(ValueError, match="damping must be a number"):
        ws.compare(OWN, "a", "b", damping=2)
    with pytest.raises(ValueError, match="method must be one of paper"):
        ws.compare(OWN, "a", "b", method="glue")


def test_a_comparison_is_shown_as_its_headline() -> None:
    comparison = ws.compare("mnist-16d", "3", "6")
    lines = repr(comparison).splitlines()
    assert lines[:2] == ["mnist-16d: merge 3 and 6 (paper, damping 0)", "merges cleanly"]
    after = comparison.after.merged_recall
    assert f"({after.successes:,} of {after.total:,})" in lines[4]
    assert f"→ {100 * after.value:6.2f} %" in lines[4]
    two = ws.compare(ws.from_embeddings(np.eye(4) + 1, ["x", "x", "y", "y"]), "x", "y")
    assert [line[:20].strip() for line in repr(two).splitlines()[2:]] == [
        "kept apart",
        "told apart",
    ]
    shattered = ws.compare(OWN, ws.SurgerySpec("own", (ws.Operation("shatter", (3,), 0.0),)))
    for one in (comparison, two, shattered):
        assert len(repr(one)) < 600
    assert "d is shattered" in repr(shattered)


def test_a_sweep_is_a_table_with_a_row_a_model_pair_method_and_damping(tmp_path: Path) -> None:
    ws.save_bundle(tmp_path / "mine.npz", BUNDLE)
    dampings, methods = (0.0, 0.5), ("paper", "absorb")
    sweep = ws.sweep([OWN, tmp_path / "mine.npz"], dampings, methods)
    frame = sweep.to_frame()
    keys = ["model", "first", "second", "method", "damping"]
    assert not frame[keys].duplicated().any()
    refused = {(model, method) for model, method, *_ in sweep.refused}
    assert refused == {("own", "absorb")} or not OWN.normalise
    assert len(frame) == 2 * 6 * 4 - 2 * len(sweep.refused)
    for row in frame.sample(6, random_state=0).to_dict("records"):
        bundle = OWN if row["model"] == "own" else BUNDLE
        alone = ws.compare(
            bundle, row["first"], row["second"], damping=row["damping"], method=row["method"]
        )
        after = alone.after
        assert row["merged_recall"] == pytest.approx(after.merged_recall.value)
        assert row["merged_recall_count"] == after.merged_recall.successes
        assert row["bystander_accuracy_samples"] == after.bystander_accuracy.total
        assert row["told_apart"] == pytest.approx(after.told_apart.value)
        assert row["verdict"] == alone.verdict.name.lower()
        assert row["clean"] == (alone.verdict is Verdict.MERGES_CLEANLY)


def test_of_two_classes_a_sweep_leaves_out_what_is_so_by_definition() -> None:
    two = make_bundle(classes=2)
    sweep = ws.sweep(two, [0.0, 1.0])
    frame = sweep.to_frame()
    missing = [name for name in frame if frame[name].isna().all()]
    for name in ("merged_accuracy", "merged_recall", "merge_cost", "merged_ceiling", "mean_recall"):
        assert name in missing
    assert {"merged_accuracy_count", "merged_recall_count", "bystander_accuracy"} <= set(missing)
    assert frame[["strict_accuracy", "told_apart", "landing_share"]].notna().all().all()
    row = next(csv.DictReader(io.StringIO(sweep.to_csv().removeprefix("\ufeff"))))
    assert (row["merge_cost"], row["merged_recall"], row["merged_recall_count"]) == ("", "", "")
    assert np.isnan(ws.compare(two, 0, 1).merge_cost)


def test_what_a_model_cannot_have_is_listed_with_its_reason() -> None:
    sweep = ws.sweep("digits-16d", [0.0], "absorb")
    assert len(sweep.refused) == 45
    assert len(sweep.to_frame()) == 0
    model, method, first, second, reason = sweep.refused[0]
    assert (model, method, first, second) == ("digits-16d", "absorb", "0", "1")
    assert "brings every embedding to one length" in reason
    assert repr(sweep) == "Sweep(1 model, 0 rows, 45 refused)"


@pytest.mark.parametrize(
    ("models", "more", "sentence"),
    [
        ([], {}, "at least one model and one method"),
        ([BUNDLE], {"methods": ()}, "at least one model and one method"),
        ([BUNDLE, BUNDLE], {}, "two models are called 'synthetic'; rename one"),
        (["mnist-99d"], {}, "one of digits-16d, .*; got 'mnist-99d'"),
        (["nowhere.npz"], {}, "nowhere.npz does not exist"),
        (3, {}, "a model must be a Bundle, an .npz file or one of"),
        ([3], {}, "a model must be a Bundle, an .npz file or one of"),
        (BUNDLE, {"dampings": [2.0]}, "damping must be a number from 0 to 1"),
        (BUNDLE, {"dampings": []}, "dampings must hold at least one number"),
        (BUNDLE, {"methods": ["glue"]}, "method must be one of paper"),
    ],
)
def test_a_sweep_of_what_is_not_there_is_refused(models: Any, more: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ws.sweep(models, **more)


def test_progress_counts_pairs_those_that_are_refused_too() -> None:
    seen: list[tuple[int, int]] = []
    ws.sweep(BUNDLE, 0.0, ["paper", "rows"], lambda *each: seen.append(each))
    assert sorted(set(seen)) == [(done, 12) for done in range(1, 13)]
    seen.clear()
    empty = make_bundle(empty=(3,), name="empty")
    ws.sweep([empty, BUNDLE], 0.0, progress=lambda *each: seen.append(each))
    assert seen[-1] == (12, 12)
    assert (6, 12) in seen


def test_the_table_as_csv_has_every_row_and_runs_no_name(tmp_path: Path) -> None:
    bundle = replace(BUNDLE, class_names=("=1+1", "a", "1-2", "é"))
    measured = ws.sweep(bundle, [0.0, 1.0], "absorb")
    rows = list(csv.DictReader(io.StringIO(measured.to_csv().lstrip(MARK))))
    assert len(rows) == measured.rows == 12
    assert {row["first"] for row in rows} == {"'=1+1", "a", "'1-2"}
    frame = measured.to_frame()
    assert [row["clean"] == "1" for row in rows] == list(frame["clean"])
    assert [float(row["told_apart"]) for row in rows] == list(frame["told_apart"])
    assert "nan" not in measured.to_csv().lower()


def test_importing_loads_nothing_that_is_heavy() -> None:
    heavy = "{'sklearn', 'pandas', 'torch', 'scipy', 'dash', 'plotly'}"
    code = (
        f"import sys, weight_surgery as ws; print({heavy} & set(sys.modules)); ws.compare; "
        f"ws.sweep; ws.edit; print({heavy} & set(sys.modules))"
    )
    run = [sys.executable, "-c", code]
    printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split("\n")
    assert printed[:2] == ["set()", "set()"]
