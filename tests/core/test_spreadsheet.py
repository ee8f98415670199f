"""CSV files as a spreadsheet reads them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.spreadsheet import MARK, cell, csv_text
from weight_surgery.core.workbench import Workbench

# The page's own guard passes the same cases.
CASES = json.loads((Path(__file__).parents[1] / "lab" / "cells.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CASES["misread"])
def test_a_text_that_would_be_run_or_read_as_a_date_stands_after_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [*CASES["plain"], -1.5, 3, None])
def test_other_texts_and_numbers_stay_as_they_are(value: object) -> None:
    assert cell(value) == value


def test_a_table_begins_with_its_mark_and_names_each_column_once() -> None:
    assert csv_text(("a", "b"), [("=x", -0.5)]) == f"{MARK}a,b\n'=x,-0.5\n"
    with pytest.raises(ValueError, match="two columns have one name among a, b, a"):
        csv_text(("a", "b", "a"), [])


def test_the_file_of_figures_names_its_edit_in_every_row_and_runs_no_class_name(
    shipped: Workbench,
) -> None:
    bundle = shipped.bundle("digits-3d")
    names = ("=1+1", "é", "3-6", *bundle.class_names[3:])
    workbench = Workbench({"digits-3d": replace(bundle, class_names=names)})
    text = workbench.export_figures(SurgerySpec("digits-3d").with_operation(damping=0.25))[1]
    assert text.startswith(MARK)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(MARK))))
    edits = {(row["model"], row["merged"], row["damping"], row["edited"]) for row in rows}
    assert edits == {("digits-3d", "3 + 6", "0.25", "weights and bias")}
    classes = {row["class"] for row in rows if row["figure"] == "recall"}
    assert {"'=1+1", "é", "'3-6"} <= classes
    assert not any(one[:1] in "=+@" for row in rows for one in row.values() if one)
