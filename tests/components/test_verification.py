"""The verification lab: what is drawn and written is what was counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.words import said
from weight_surgery.components import text, verification
from weight_surgery.components.figures.verification import (
    Curve,
    Likeness,
    empty_likeness,
    empty_roc,
    likeness_figure,
    roc_figure,
)
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PUBLISHED, Workbench

SPEC = SurgerySpec("digits-16d").with_operation(damping=0.0)
PARTS = (
    *("kinds", "likeness", "roc", "threshold", "numbers", "caption", "paper"),
    *("counts", "rates"),
)


def shown(workbench: Workbench, threshold: str, spec: SurgerySpec = SPEC) -> dict[str, Any]:
    query = View(spec).to_query()
    return dict(zip(PARTS, verification.update(workbench, query, threshold), strict=True))


def rows_of(table: Any) -> list[list[str]]:
    return table.to_plotly_json()["props"]["data"]["body"]


def test_every_figure_stands_there_before_and_after_with_its_pairs(shipped: Workbench) -> None:
    found = shipped.recognition(SPEC)
    one = shown(shipped, "frozen")
    words = said(one["numbers"])
    before, after = found.before.roc, found.after.roc
    assert before
    assert after
    genuine, impostors, cross = (f"{total:,}" for total in found.before.histograms.sum(axis=1))
    both = f"{int(found.before.histograms[:2].sum()):,}"
    rates = [text.in_percent(roc.tar_at_far) for roc in (before, after)]
    assert f"AUC{before.auc:.4f}{after.auc:.4f}{both}" in words
    assert f"TAR at FAR 1\u00a0%{rates[0]}{rates[1]}{both}" in words
    assert found.before.frozen
    assert found.after.frozen
    shares = [
        text.in_percent(side[2].value or 0) for side in (found.before.frozen, found.after.frozen)
    ]
    assert f"3 and 6 pass{shares[0]}{shares[1]}{cross}" in words
    assert said(one["kinds"]) == (
        f"One class · {genuine} pairsTwo classes · {impostors} pairs3 and 6 · {cross} pairs"
    )


def test_the_threshold_is_that_of_the_choice(shipped: Workbench) -> None:
    found = shipped.recognition(SPEC)
    frozen, anew = shown(shipped, "frozen"), shown(shipped, "anew")
    assert said(frozen["threshold"]) == f"Threshold {found.threshold:.3f}"
    assert said(anew["threshold"]) == f"Threshold {found.threshold:.3f} → {found.retuned:.3f}"
    assert said(frozen["numbers"]) != said(anew["numbers"])
    with pytest.raises(ValueError, match="the threshold must be one of frozen, anew"):
        shown(shipped, "other")


def test_the_papers_figures_are_theirs_and_ours_are_measured(shipped: Workbench) -> None:
    _, words, tables = shown(shipped, "frozen")["paper"]
    assert "nothing here measured them" in said(words)
    theirs, ours = tables.children
    captions = [one.to_plotly_json()["props"]["data"]["caption"] for one in (theirs, ours)]
    assert captions[0].startswith("Theirs, on faces: FaceNet")
    assert captions[1].startswith("Ours: 3 and 6 of digits-16d")
    assert [row[0] for row in rows_of(theirs)] == [one.name for one in PUBLISHED]
    assert ["Merged and stretched", "99.30\u00a0%", "94.82\u00a0%"] in rows_of(theirs)
    comparison, found = shipped.compare(SPEC), shipped.recognition(SPEC)
    unedited, frozen, anew = rows_of(ours)
    for row, side in ((unedited, comparison.before), (frozen, comparison.after)):
        assert side.benign_accuracy is not None
        assert row[1:3] == [
            text.in_percent(side.benign_accuracy),
            text.share_text(side.attack_success),
        ]
    share = found.attacks[2].success
    assert share
    assert anew[2:] == [text.share_text(share), f"{share.matches:,} of {share.pairs:,}"]


def test_the_table_behind_the_histograms_has_every_pair(shipped: Workbench) -> None:
    found, one = shipped.recognition(SPEC), shown(shipped, "frozen")
    counts = np.array(
        [[int(n.replace(",", "")) for n in row[1:]] for row in rows_of(one["counts"])]
    )
    expected = [
        side.histograms[kind].sum() for kind in range(3) for side in (found.before, found.after)
    ]
    assert counts.sum(axis=0).tolist() == expected
    assert counts.any(axis=1).all()
    assert [row[0] for row in rows_of(one["rates"])] == [
        f"{share}\u00a0%" for share in ("0.01", "0.1", "1", "10", "100")
    ]
    assert rows_of(one["rates"])[-1][1:] == ["100.00\u00a0%"] * 2


def test_it_says_which_samples_were_paired(shipped: Workbench) -> None:
    assert "the first test samples of every class, 1,000 of 10,000 in all" in said(
        shown(shipped, "frozen", SurgerySpec())["caption"]
    )
    small = Workbench({"all": make_bundle(samples=20)})
    assert "Pairs are of all 80 test samples" in said(
        shown(small, "frozen", spec_of(0, 1, 0.0, "all"))["caption"]
    )


def test_where_no_pairs_are_nothing_is_drawn_and_it_is_said() -> None:
    alone = Workbench({"alone": make_bundle(samples=1)})
    one = shown(alone, "anew", spec_of(0, 1, 0.0, "alone"))
    assert said(one["threshold"]) == "No threshold"
    assert "AUC——" in said(one["numbers"])
    assert rows_of(one["rates"]) == []


def likeness() -> Likeness:
    before, after = np.array([[4, 0], [2, 2], [0, 0]]), np.array([[1, 3], [4, 0], [0, 0]])
    return Likeness(np.array([-1.0, 0, 1]), before, after, (0.5, 0.25))


def test_before_goes_up_and_after_down_on_the_same_bins() -> None:
    traces = likeness_figure(likeness()).data
    bars = [trace for trace in traces if trace.type == "bar"]
    assert [list(one.y) for one in bars] == [
        *([1, 0], [-0.25, -0.75]),
        *([0.5, 0.5], [-1, 0]),
        *([0, 0], [0, 0]),
    ]
    assert {tuple(one.x) for one in bars} == {(-0.5, 0.5)}
    assert [list(one.customdata) for one in bars[:2]] == [[4, 0], [1, 3]]
    lines = [trace for trace in traces if trace.type == "scatter"]
    assert [list(one.x) for one in lines[:2]] == [[0.5, 0.5], [0.25, 0.25]]
    assert [list(one.y) for one in lines[:2]] == [[0, 1], [0, -1]]


def test_a_curve_leaves_out_what_a_logarithm_has_not() -> None:
    curve = Curve(np.array([0, 0.01, 1.0]), np.array([0.5, 0.9, 1.0]), (0.0, 0.7))
    before, point, after, there = roc_figure([curve, Curve(curve.far, curve.tar, (0.01, 0.9))]).data
    assert np.allclose(before.x, [0.01, 1])
    assert list(point.x) == []
    assert list(there.x) == [0.01]
    assert len(after.x) == 2
    assert all(not len(trace.x) for trace in roc_figure([None, None]).data)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_skeletons_are_valid(scheme: str) -> None:
    figure = go.Figure(empty_likeness(scheme))
    assert figure.layout.yaxis2.range == figure.layout.yaxis.range
    roc = go.Figure(empty_roc(1e-4, 0.01, scheme))
    assert roc.layout.xaxis.type == "log"
    assert roc.layout.xaxis.ticktext[0] == "0.01\u00a0%"
