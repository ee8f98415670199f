"""The atlas of many classes: windows, pages and parts, none larger than a screen can show."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from dash.exceptions import PreventUpdate
from plotly.utils import PlotlyJSONEncoder

from tests.conftest import make_bundle, make_catalogue
from weight_surgery.components import ids, models, presets, ranking
from weight_surgery.components.atlas import answers
from weight_surgery.components.figures.many import empty_many
from weight_surgery.components.many.columns import COLUMNS
from weight_surgery.components.many.layout import build, retheme
from weight_surgery.components.many.measuring import answer_words, measure
from weight_surgery.components.many.rows import MEASURED, RANKED, rows
from weight_surgery.components.many.window import MOST_CELLS, marks_of, window
from weight_surgery.components.story.answers import prepare
from weight_surgery.components.view import View
from weight_surgery.core.atlas import Span, ranking_agreement
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import MOST_PROMISING, Workbench

MOST_BYTES = 300_000
SPEC = SurgerySpec("many")
QUERY = View(SPEC).to_query()
ASKED = {"query": QUERY, "key": "k"}
WHOLE = {**ASKED, "rows": None, "columns": None}


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    """Return a model of many classes of which forty pairs are measured."""
    found = Workbench({"many": make_catalogue(), "small": make_bundle(name="small")})
    for part in range(2):
        found.promising_part(SPEC, part)
    return found


@pytest.fixture(scope="module")
def thousand() -> Workbench:
    """Return a model of 1,000 classes with long names."""
    # The more dimensions, the fewer means are near to being lost, and the sooner it is ranked.
    bundle = make_catalogue(1000, samples=1, dims=256)
    names = tuple(f"Überlanger Name eines Produkts, Größe {label}" for label in range(1000))
    return Workbench({"many": replace(bundle, class_names=names)})


def weight(answer: Any) -> int:
    return len(json.dumps(answer, cls=PlotlyJSONEncoder).encode())


def page(sort: str = "", way: str = "asc", first: int = 0, last: int = 100) -> dict[str, Any]:
    model = [{"colId": sort, "sort": way}] if sort else []
    return {"startRow": first, "endRow": last, "sortModel": model, "filterModel": {}}


def listed(workbench: Workbench, request: dict[str, Any], find: str = "") -> dict[str, Any]:
    return rows(workbench, request, {"query": QUERY, "find": find})


def test_nothing_of_a_thousand_classes_is_larger_than_a_screen(thousand: Workbench) -> None:
    for part in range(3):
        thousand.promising_part(SPEC, part)
    seen = window(thousand, WHOLE)
    assert len(seen["cells"]["row"]) == (-(-1000 // 13)) ** 2 <= MOST_CELLS**2
    # As many marks as there can be: every measured pair, twice.
    draw = np.random.default_rng(0)
    pairs = np.sort(draw.choice(1000, (MOST_PROMISING, 2)), axis=1)
    every = SimpleNamespace(
        pairs=pairs, clean=np.ones((len(pairs), 1), bool), class_names=range(1000)
    )
    span = Span.of(0, 1000, 1000, MOST_CELLS)
    seen["marks"] = marks_of(every, np.arange(1000), span, span)
    assert len(seen["marks"]["row"]) == 2 * MOST_PROMISING
    close = window(thousand, {**ASKED, "rows": [300, 380], "columns": [600, 680]})
    for answer in (
        *(seen, close, build("dark"), listed(thousand, page(last=200))),
        *(listed(thousand, page("cost"), "produkt"), measure(thousand, asked_to_measure(20))),
        ranking.ranked_promising(thousand, SPEC),
    ):
        assert weight(answer) < MOST_BYTES


def asked_to_measure(count: int, wanted: bool = False) -> dict[str, Any]:
    return {**ASKED, "count": count, "measure": wanted}


def test_a_cell_says_what_the_ranking_foresees_of_its_pair(workbench: Workbench) -> None:
    found, order = workbench.ranking(SPEC), workbench.class_order(SPEC)
    seen = window(workbench, {**ASKED, "rows": [10, 20], "columns": [15, 40]})
    assert seen["places"]["start"] == 10
    assert seen["places"]["labels"] == order[10:40].tolist()
    assert seen["places"]["names"][8] == f"c{order[18]}"
    for at in (0, 7, 26, 201):
        row, column = divmod(at, 25)
        one, other = order[10 + row], order[15 + column]
        if one == other:
            assert seen["cells"]["row"][at] == -1
            continue
        (rank,) = found.rows_of(np.array([[one, other]]))
        assert (seen["cells"]["row"][at], seen["cells"]["column"][at]) == (row, column)
        assert seen["cells"]["lost"][at] == found.lost[rank]
        assert seen["cells"]["leak"][at] == round(10_000 * found.rms_leak[rank])
    whole = window(workbench, WHOLE)
    assert (whole["rows"]["size"], whole["classes"], whole["pairs"]) == (2, 101, 5050)
    assert sum(whole["marks"]["clean"]) == 2 * workbench.promising(SPEC).clean.sum()
    assert len(whole["marks"]["row"]) == 80


def test_the_best_pair_of_a_cell_lies_in_it(workbench: Workbench) -> None:
    seen = window(workbench, {**ASKED, "rows": [0, 101], "columns": [0, 101]})
    side, size = len(range(0, 101, 2)), 2
    for at, (row, column) in enumerate(
        zip(seen["cells"]["row"], seen["cells"]["column"], strict=True)
    ):
        if row >= 0:
            assert (row // size, column // size) == divmod(at, side)


def test_another_method_is_refused_in_a_sentence(workbench: Workbench) -> None:
    query = View(SPEC.with_operation(method="stretched")).to_query()
    refused = window(workbench, {**WHOLE, "query": query})
    assert refused["refused"].startswith(
        "Not ranked: pairs are ranked by what the method paper does"
    )


def test_only_measured_pairs_have_a_verdict(workbench: Workbench) -> None:
    first = listed(workbench, page())
    assert first["rowCount"] == 5050
    assert [row["rank"] for row in first["rowData"]] == list(range(1, 101))
    assert [row["verdict"] == "foreseen" for row in first["rowData"]] == [False] * 40 + [True] * 60
    assert not any("cost" in row for row in first["rowData"][40:])
    atlas = workbench.promising(SPEC)
    assert atlas is not None
    top = first["rowData"][0]
    right, total = atlas.counted["merged_recall"][0, 0], atlas.totals["merged_recall"][0]
    assert top["recall"] == f"{right} of {total}"
    assert top["id"] == "-".join(map(str, atlas.pairs[0]))
    found = workbench.ranking(SPEC)
    assert top["survival"] == f"{101 - found.lost[found.order[0]]} of 101"


@pytest.mark.parametrize("column", [*RANKED, *MEASURED])
def test_the_list_is_sorted_on_the_server_what_has_no_value_last(
    workbench: Workbench, column: str
) -> None:
    falling = listed(workbench, page(column, "desc"))["rowData"]
    rising = listed(workbench, page(column, "asc"))["rowData"]
    assert falling[0]["id"] != rising[0]["id"] or column == "verdict"
    if column in MEASURED:
        for some in (falling, rising):
            assert all(row["verdict"] != "foreseen" for row in some[:40])
            assert [row["rank"] for row in some[40:]] == list(range(41, 101))


def test_pairs_are_found_by_a_classs_name(workbench: Workbench) -> None:
    found = listed(workbench, page(), " C77 ")
    assert found["rowCount"] == 100
    assert all("c77" in row["pair"] for row in found["rowData"])
    assert listed(workbench, page(), "nobody") == {"rowData": [], "rowCount": 0}


def test_the_list_waits_for_the_ranking_and_reads_what_it_is_asked(workbench: Workbench) -> None:
    with pytest.raises(PreventUpdate):
        rows(workbench, page(), None)
    for wrong in (page("pair"), page("rank", "up"), page(last=500), page(first=-1)):
        with pytest.raises(ValueError, match="must"):
            listed(workbench, wrong)
    with pytest.raises(ValueError, match="window"):
        window(workbench, {**WHOLE, "rows": [5, 200]})
    with pytest.raises(ValueError, match="all measured, not ranked"):
        window(workbench, {**WHOLE, "query": View(SurgerySpec("small")).to_query()})


def test_what_is_asked_for_is_measured_and_no_more() -> None:
    workbench = Workbench({"many": make_catalogue()})
    before = measure(workbench, asked_to_measure(20))
    assert (before["done"], before["of"], before["left"], before["measured"]) == (0, 20, True, 0)
    assert before["answer"].endswith("none is measured yet.")
    assert "10 measured pairs" in before["agreement"]
    after = measure(workbench, asked_to_measure(20, wanted=True))
    assert (after["done"], after["left"], after["measured"]) == (20, False, 20)
    atlas, found = workbench.promising(SPEC), workbench.ranking(SPEC)
    assert atlas is not None
    assert after["answer"].startswith(f"{atlas.clean.sum()} of 20 measured pairs merge")
    agreement = ranking_agreement(found, atlas, 0)
    assert f"Over {agreement.pairs} pairs" in after["agreement"]
    assert after["answer"] == answer_words(found, atlas)


def test_all_pairs_are_never_measured(workbench: Workbench) -> None:
    request = {**ASKED, "part": 0, "measure": True, "methods": False}
    for ask in (
        lambda: answers.measure(workbench, request),
        lambda: answers.agree(workbench, QUERY),
    ):
        with pytest.raises(ValueError, match="too many pairs to measure all of them"):
            ask()
    row = models.measure(workbench, {**ASKED, "index": 0})
    assert "too many pairs" in row["refused"]
    assert "too many pairs" in prepare(workbench, {"model": "many", "part": 0})["refused"]


def test_presets_and_ranks_are_of_measured_pairs(workbench: Workbench) -> None:
    atlas = workbench.promising(SPEC)
    assert atlas is not None
    found, (status, *written) = ranking.ranked_promising(workbench, SPEC)
    assert status == "many: 40 pairs measured"
    assert found["pairs"] == atlas.pairs.tolist()
    assert set(found["offers"]) <= {ids.PRESETS_CLEANEST}
    assert written[3::2] == [True, True, True]
    fresh = Workbench({"many": make_catalogue()})
    nothing, (status, *written) = ranking.ranked_promising(fresh, SPEC)
    assert (nothing["pairs"], status) == ([], presets.MEASURE_FIRST)
    assert written[1::2] == [True] * 4
    assert not fresh.has_ranking(SPEC)


def test_the_view_is_valid_in_both_schemes() -> None:
    for scheme in ("light", "dark"):
        go.Figure(empty_many(scheme))
        assert ids.MANY_MAP in str(build(scheme))
        assert retheme(scheme) is not None
    with pytest.raises(ValueError, match="color scheme"):
        build("pink")
    fields = [field for field, *_ in COLUMNS]
    assert {*fields} == {"pair", *RANKED, *MEASURED}
