"""The atlas and the strength curve: callbacks called as functions."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from dash.exceptions import PreventUpdate
from plotly.utils import PlotlyJSONEncoder

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.words import said
from weight_surgery.components import curve, ids, text, view
from weight_surgery.components.atlas.answers import FIGURES, agree, correlation
from weight_surgery.components.atlas.layout import layout
from weight_surgery.components.atlas.pairs import COLUMNS, measured_words
from weight_surgery.components.figures.atlas import (
    VERDICT_MARKS,
    empty_foreseen,
    empty_map,
    empty_pareto,
)
from weight_surgery.components.figures.curve import CurveData, curve_figure, empty_curve
from weight_surgery.components.plain import heading
from weight_surgery.components.tables import curve_table
from weight_surgery.components.view import View
from weight_surgery.core.atlas import DAMPINGS, agreement_at, pair_atlas
from weight_surgery.core.atlas.agreement import spearman
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Verdict, Workbench

DIGITS = View(SurgerySpec("digits-16d"))


def written(value: Any) -> str:
    """Return all that a callback's answer says, as JSON."""
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_link_can_name_every_figure_of_the_map() -> None:
    assert tuple(FIGURES) == view.FIGURES


def test_every_verdict_has_a_mark_of_its_own() -> None:
    assert len(VERDICT_MARKS) == len(Verdict)
    assert len({symbol for _, symbol in VERDICT_MARKS}) == len(Verdict)
    marked = [trace.get("meta", {}).get("verdict") for trace in empty_pareto()["data"]]
    assert [number for number in marked if number is not None] == list(Verdict)


def test_a_figure_has_plain_words_on_the_page_and_its_term_in_files() -> None:
    for name, words in FIGURES.items():
        assert words["title"] == heading(name)
    assert FIGURES["merged_recall"] == {"title": "Read as either", "term": "Merged recall"}
    assert len({words["term"] for words in FIGURES.values()}) == len(FIGURES)


def test_how_finely_clean_strengths_are_found_is_said_with_its_numbers() -> None:
    assert measured_words() == (
        "Measured at 21 strengths, up to 10\u00a0% apart; "
        "a pair's own slider finds the end to 0.1\u00a0%."
    )


def test_the_slider_has_every_damping_measured_on_a_linear_axis() -> None:
    slider = layout()[ids.ATLAS_DAMPING]
    places = [mark["value"] for mark in slider.marks]
    np.testing.assert_allclose(places, [100 * (1 - damping) for damping in DAMPINGS])
    assert slider.restrictToMarks
    assert [mark["label"] for mark in slider.marks if "label" in mark][-1] == "0"


def test_the_verdict_stands_before_what_may_be_out_of_sight() -> None:
    fields = [field for field, *_ in COLUMNS]
    assert fields[:3] == ["rank", "pair", "verdict"]
    titles = [title for _, title, *_ in COLUMNS]
    assert len(set(titles)) == len(titles)
    # At 1366 pixels the list is some 530 wide.
    assert sum(width for field, _, width, *_ in COLUMNS[:4]) < 450
    # There the list is 511 pixels wide, and a column that is cut would say nothing.
    assert sum(width for field, _, width, *_ in COLUMNS[:5]) == 511


def test_a_model_with_nothing_to_merge_is_refused() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=3, empty=(0, 2))})
    with pytest.raises(ValueError, match="fewer than two classes"):
        workbench.atlas_part(spec_of(), 0)


def test_the_agreement_is_written_for_every_damping(shipped: Workbench) -> None:
    table = agree(shipped, DIGITS.to_query())
    assert table is not None
    assert len(table.data["body"]) == len(DAMPINGS)
    assert table.data["body"][-1][:2] == ["0\u00a0%", "1"]
    assert table.data["body"][-1][2] == "no variation" or table.data["body"][-1][2][-1].isdigit()
    assert agree(shipped, None) is None


def test_agreement_measures_what_it_says(shipped: Workbench) -> None:
    from scipy.stats import spearmanr

    atlas = shipped.atlas(DIGITS.surgery)
    found = agreement_at(atlas, 0)
    expected = spearmanr(atlas.retained_norm, atlas.merged_recall[:, 0]).statistic
    assert found.recall_by_norm == pytest.approx(expected)
    assert found.cosine_error < 1e-9
    right = atlas.landing_class[:, 0] == atlas.predicted_landing_class[:, 0]
    assert found.landing_right == right.sum()
    untouched = agreement_at(atlas, len(DAMPINGS) - 1)
    assert untouched.change_by_leak is None
    assert correlation(None) == "no variation"


def test_a_constant_has_no_rank_correlation() -> None:
    assert spearman(np.ones(5), np.arange(5.0)) is None
    assert spearman(np.arange(5.0), np.arange(5.0)) == pytest.approx(1)
    assert spearman(np.array([1.0]), np.array([2.0])) is None


def test_skeletons_of_the_atlas_are_valid() -> None:
    for make in (empty_map, empty_pareto, empty_foreseen, empty_curve):
        for scheme in ("light", "dark"):
            go.Figure(make(scheme))


def test_the_curve_is_the_pairs_own_row(shipped: Workbench) -> None:
    patch, caption, nothing_clean, table = curve.update(shipped, DIGITS.to_query())
    atlas = shipped.atlas(DIGITS.surgery)
    row = atlas.index_of((3, 6))
    one = shipped.curve(DIGITS.surgery)
    np.testing.assert_allclose(one.merged_recall[0], atlas.merged_recall[row], atol=1e-12)
    assert nothing_clean == (not atlas.clean[row].any())
    never = SurgerySpec("digits-3d").with_operation(classes=(3, 6))
    assert curve.update(shipped, View(never).to_query())[2]
    assert not nothing_clean
    assert "21 strengths" in said(caption)
    assert "read as either" in written(patch)
    assert written(table) == written(curve_table(one))


def test_no_clean_damping_says_which_criterion_holds_where(shipped: Workbench) -> None:
    spec = SurgerySpec("mnist-3d")
    _, caption, nothing_clean, _ = curve.update(shipped, View(spec).to_query())
    assert nothing_clean
    needed = shipped.compare(spec).judgement.criteria[0].needed
    assert needed is not None
    caption = said(caption)
    assert caption.startswith(
        "No edit strength is clean, because the two pass as the same in at least "
    )
    assert text.in_percent(float(needed)) in caption
    assert "never all four at once" in caption
    with pytest.raises(ValueError, match="no edit strength of this pair is clean"):
        curve.largest_clean(shipped, 1, View(spec).to_query())


@pytest.mark.parametrize("clicks", [None, 0])
def test_a_button_that_was_only_put_on_the_page_asks_nothing(
    shipped: Workbench, clicks: int | None
) -> None:
    query = View().to_query()
    with pytest.raises(PreventUpdate):
        curve.largest_clean(shipped, clicks, query)
    with pytest.raises(PreventUpdate):
        curve.solve(shipped, clicks, "0.99", query)


def test_the_largest_clean_damping_is_clean_and_hardly_more_is_not(shipped: Workbench) -> None:
    spec = SurgerySpec("mnist-5d").with_operation(classes=(0, 1))
    damping = float(curve.largest_clean(shipped, 1, View(spec).to_query()))
    assert shipped.compare(spec.with_operation(damping=damping)).is_clean
    assert not shipped.compare(spec.with_operation(damping=damping + 1e-3)).is_clean


def test_solving_answers_as_typed_or_with_a_sentence(shipped: Workbench) -> None:
    query = DIGITS.to_query()
    damping = float(curve.solve(shipped, 1, "0.9", query))
    solved = DIGITS.surgery.with_operation(damping=damping)
    assert shipped.compare(solved).after.cosine == pytest.approx(0.9, abs=1e-9)
    with pytest.raises(ValueError, match="cannot be reached"):
        curve.solve(shipped, 1, "-0.9", query)
    with pytest.raises(ValueError, match="target cosine must be a number from -1 to 1"):
        curve.solve(shipped, 1, "high", query)


def test_an_undefined_line_has_gaps_not_nan() -> None:
    lines = {name: np.array([0.5, np.nan]) for name, *_ in curve.LINES}
    figure = curve_figure(CurveData(np.array([0.0, 1.0]), lines, 0.5, [(0.0, 0.0)]))
    assert "nan" not in written(figure).lower()


def test_the_atlas_of_the_workbench_is_that_of_the_core(shipped: Workbench) -> None:
    whole = pair_atlas(shipped.bundle("digits-3d"))
    parts = shipped.atlas(SurgerySpec("digits-3d"))
    np.testing.assert_array_equal(whole.pairs, parts.pairs)
    np.testing.assert_array_equal(whole.merge_cost, parts.merge_cost)
    np.testing.assert_array_equal(whole.clean, parts.clean)
