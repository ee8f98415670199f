"""The list of many pairs as a file: what the list says, at most so many lines."""

from __future__ import annotations

import csv
import io

import pytest
from dash import no_update

from tests.conftest import make_bundle, make_catalogue
from weight_surgery.components.many import file
from weight_surgery.components.many.file import table_file
from weight_surgery.components.view import View
from weight_surgery.core.comparison import compare
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.spreadsheet import MARK
from weight_surgery.core.workbench import Workbench

SPEC = SurgerySpec("many")
QUERY = View(SPEC).to_query()


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    """Return a model of many classes of which forty pairs are measured."""
    found = Workbench({"many": make_catalogue(), "small": make_bundle(name="small")})
    for part in (0, 1):
        found.promising_part(SPEC, part)
    return found


def test_the_file_has_what_the_list_says_and_what_was_measured(workbench: Workbench) -> None:
    sent = table_file(workbench, 1, {"query": QUERY, "find": ""})
    assert sent["filename"] == "many_pairs_by-promise.csv"
    lines = list(csv.DictReader(io.StringIO(sent["content"].removeprefix(MARK))))
    ranking, atlas = workbench.ranking(SPEC), workbench.promising(SPEC)
    assert atlas is not None
    assert len(lines) == len(ranking.pairs)
    assert [int(line["Rank"]) for line in lines] == list(range(1, len(lines) + 1))
    measured = [line for line in lines if line["Verdict"] != "foreseen"]
    assert len(measured) == len(atlas.pairs)
    names = ranking.class_names
    for line, row in zip(lines, ranking.order.tolist(), strict=True):
        one, other = ranking.pairs[row].tolist()
        assert (line["Class A"], line["Class B"]) == (names[one], names[other])
        assert float(line["Rms leak"]) == ranking.rms_leak[row]
        assert line["Worst leak of"] == names[ranking.worst_class[row]]
    for line in measured:
        pair = [names.index(line[side]) for side in ("Class A", "Class B")]
        found = compare(workbench.bundle("many"), SPEC.with_operation(classes=pair, damping=0))
        recall, others = found.after.merged_recall, found.after.bystander_accuracy
        assert int(line["Read as either"]) == recall.successes
        assert int(line["Pair's samples"]) == recall.total
        assert int(line["Bystanders right"]) == others.successes
        assert int(line["Bystander samples"]) == others.total


def test_the_file_has_what_is_searched_for_and_no_more_than_is_said(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "MOST_LINES", 7)
    text = table_file(workbench, 1, {"query": QUERY, "find": "c77"})["content"]
    lines = text.splitlines()[1:]
    assert len(lines) == 7
    assert all("c77" in line for line in lines)
    assert table_file(workbench, None, None) is no_update
    with pytest.raises(ValueError, match="are all measured, not ranked"):
        table_file(workbench, 1, {"query": View(SurgerySpec("small")).to_query(), "find": ""})
