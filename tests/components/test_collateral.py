"""The list of those who paid: counted, filtered, cut to a length and given whole as a file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.components.test_panels import written
from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.words import said
from weight_surgery.components import collateral
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

SPEC = SurgerySpec("mnist-3d").with_operation(damping=0.0)
QUERY = View(SPEC).to_query()


def listed(
    workbench: Workbench,
    kind: str = "any",
    true: str = "any",
    became: str = "any",
    query: str = QUERY,
) -> tuple[str, list[int], list[Any], list[str]]:
    words, table, *rest = collateral.update(workbench, query, kind, true, became)
    pins = [int(index) for index in re.findall(r'"data-pin": (\d+)', written(table))]
    return words, pins, rest[:3], rest[3:]


def test_the_costly_ones_come_first_and_what_is_left_out_is_said(shipped: Workbench) -> None:
    found = shipped.collateral(SPEC)
    words, pins, _, held = listed(shipped)
    assert len(found.indices) > collateral.MOST_ROWS
    assert pins == found.indices[: collateral.MOST_ROWS].tolist()
    total, lost = len(found.indices), found.count("lost")
    assert words.startswith(
        f"{total:,} of 8,032 samples of other classes read differently: {lost:,}"
    )
    assert words.endswith(f"The first {collateral.MOST_ROWS} are listed.")
    assert held == ["any"] * 3


def test_filters_list_what_they_name_with_their_counts(shipped: Workbench) -> None:
    found = shipped.collateral(SPEC)
    _, _, offered, _ = listed(shipped)
    for options, some in zip(offered[1:], (found.labels, found.after), strict=True):
        for one in options[1:]:
            number = int((some == int(one["value"])).sum())
            assert one["label"].endswith(f" ({number:,})")
            assert number
    assert [one["value"] for one in offered[0]] == ["any", "lost", "gained", "other"]
    true, became = (options[-1]["value"] for options in offered[1:])
    words, pins, _, held = listed(shipped, "lost", true, became)
    chosen = found.where(int(true), int(became), "lost").indices
    assert pins == chosen[: collateral.MOST_ROWS].tolist()
    assert f"{len(chosen):,} chosen here." in words
    assert held == ["lost", true, became]


def test_a_filter_that_fits_nobody_any_more_is_let_go(shipped: Workbench) -> None:
    """Class 3 is of the pair, so that no bystander is of it."""
    _, pins, _, held = listed(shipped, true="3")
    assert held == ["any"] * 3
    assert pins == listed(shipped)[1]


def test_two_filters_that_fit_nobody_together_leave_nobody(shipped: Workbench) -> None:
    found = shipped.collateral(SPEC)
    for true in map(str, sorted(set(found.labels.tolist()))):
        # Right now is read as its own class, never as another.
        other = next(str(k) for k in sorted(set(found.after.tolist())) if str(k) != true)
        words, pins, _, _ = listed(shipped, "gained", true, other)
        assert pins == []
        assert "0 chosen here." in words


def test_where_nobody_paid_it_says_so(shipped: Workbench) -> None:
    query = View(SurgerySpec("digits-16d").with_operation(damping=1.0)).to_query()
    words, pins, offered, _ = listed(shipped, query=query)
    assert words == "Nobody paid: every sample of the other classes is read as before."
    assert pins == []
    assert [len(options) for options in offered] == [1, 1, 1]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (("much", "any", "any"), "the answer must be one of any, lost"),
        (("any", "x", "any"), "the class must be a whole number"),
        (("any", "any", "-1"), "what was read must lie in"),
    ],
)
def test_what_is_no_filter_is_refused(shipped: Workbench, filters: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        collateral.update(shipped, QUERY, *filters)


def test_the_file_has_them_all_and_without_a_click_there_is_none(shipped: Workbench) -> None:
    file = collateral.export(shipped, 1, QUERY)
    assert file["filename"].endswith("_collateral.csv")
    rows = list(csv.DictReader(io.StringIO(file["content"].lstrip("\ufeff"))))
    found = shipped.collateral(SPEC)
    assert [int(row["index"]) for row in rows] == found.indices.tolist()
    assert collateral.export(shipped, None, QUERY) is collateral.no_update


def test_a_row_says_what_pressing_it_does(shipped: Workbench) -> None:
    _, table, *_ = collateral.update(shipped, QUERY, "any", "any", "any")
    assert "right → wrong" in said(table)
    assert 'aria-label": "Pin sample ' in written(table)


def test_a_sample_that_is_a_sentence_stands_there_and_in_the_file() -> None:
    bundle = make_bundle(dims=3, classes=6)
    texts = np.array([f"=sentence {at}" for at in range(len(bundle.labels_test))])
    workbench = Workbench({"texts": replace(bundle, texts_test=texts)})
    spec = spec_of(0, 1, 0.0, "texts")
    query = View(spec).to_query()
    _, table, *_ = collateral.update(workbench, query, "any", "any", "any")
    first = int(workbench.collateral(spec).indices[0])
    assert f"=sentence {first}" in said(table)
    rows = list(csv.DictReader(io.StringIO(collateral.export(workbench, 1, query)["content"][1:])))
    # No spreadsheet runs it as a formula.
    assert rows[0]["text"] == f"'=sentence {first}"
