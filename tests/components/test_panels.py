"""Callbacks called as functions, and what the panels say."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from tests.conftest import make_bundle
from tests.core.test_comparison import _pair_bundle, spec_of
from tests.words import said
from weight_surgery.components import (
    accuracy,
    answers,
    cards,
    collateral,
    confusion,
    curve,
    evidence,
    export,
    ids,
    later,
    method,
    spotlight,
    state,
    text,
    verification,
)
from weight_surgery.components.opening import notebook_view
from weight_surgery.components.view import View
from weight_surgery.core.metrics import McNemar, Rate
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench, headline_tests

VIEWS = [
    View(),
    notebook_view("mnist-3d"),
    View(SurgerySpec("mnist-16d").with_operation(damping=0.0), 500, "pca", "seed"),
    View(SurgerySpec("digits-3d").with_operation(damping=1.0), 10_000),
]


def answered(workbench: Workbench, query: str) -> dict[str, Any]:
    return answers.shown(workbench, View.from_query(query), 1)


def pinned(workbench: Workbench, query: str) -> tuple[Any, Any]:
    data = workbench.test_samples(View.from_query(query).surgery.model)
    question = {"edit": query, "sample": 0, "data": data, "marked": [0, 1]}
    return spotlight.update(workbench, question)


def answer_of(update: Any, *rest: Any) -> Any:
    """Give an update what its own controls hold, after the workbench and the query."""
    *held, workbench, query = rest
    return update(workbench, query, *held)


UPDATES = {
    "above the fold": answered,
    "accuracy": accuracy.update,
    "curve": curve.update,
    "samples": pinned,
    "confusion": confusion.update,
    "method": method.update,
    "verification": partial(answer_of, verification.update, "frozen"),
    "collateral": partial(answer_of, collateral.update, "any", "any", "any"),
    "evidence": evidence.update,
}


def written(value: Any) -> str:
    """Return all that a callback's answer says, as JSON."""
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.surgery.model)
@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES)
def test_every_panel_answers_every_view_without_nan(shipped: Workbench, update, view) -> None:
    answer = written(update(shipped, view.measured.to_query()))
    packed = r'"[A-Za-z0-9+/=]{60,}"'
    assert "nan" not in re.sub(packed, "", answer).lower()


def test_every_panel_answers_odd_bundles() -> None:
    bundles = {
        "two": make_bundle(classes=2),
        "flat": make_bundle(dims=2),
        "raw": make_bundle(normalise=False),
        "many": make_bundle(classes=30, samples=5),
        "hole": make_bundle(empty=(2,)),
    }
    workbench = Workbench(bundles)
    for model in bundles:
        for update in UPDATES.values():
            written(update(workbench, View(spec_of(model=model), 100).to_query()))


def test_the_headline_shows_the_comparisons_own_counts(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec())
    shown = written(cards.headline_view(comparison))
    for side in (comparison.before, comparison.after):
        assert text.percent(side.strict_accuracy) in shown
        assert text.percent(side.prototype_accuracy) in shown
    before, after = comparison.before.strict_accuracy, comparison.after.strict_accuracy
    assert f"{before.successes:,} → {after.successes:,} of 10,000" in shown
    for part in (comparison.fall.bystanders, comparison.fall.third_class, comparison.fall.swaps):
        assert f"{abs(part):,} " in shown


def test_a_change_inside_the_noise_says_so_on_its_card(shipped: Workbench) -> None:
    seen = set()
    for damping in (0.0, 0.5):
        spec = SurgerySpec("digits-16d").with_operation(damping=damping)
        comparison = shipped.compare(spec)
        shown = said(cards.headline_view(comparison))
        for name, test in headline_tests(comparison).items():
            before, after = comparison.before.rates[name], comparison.after.rates[name]
            change = text.signed(100 * ((after.value or 0) - (before.value or 0)))
            arrow = "≈" if test.is_noise and test.lost + test.gained else "→"
            written = f"{text.percent(before)}{arrow}{text.percent(after)}{change}"
            assert written in shown, name
            words = text.noise_words(test)
            assert f"{words[0].upper()}{words[1:]}." in shown
            seen.add(test.is_noise)
    assert seen == {True, False}
    assert text.noise_words(McNemar(9, 12, 0.66)) == (
        "inside the noise: 12 gained, 9 lost, p = 0.66"
    )


def test_a_third_landing_class_is_said_only_when_it_is_one(shipped: Workbench) -> None:
    said = 0
    for i in range(10):
        for j in range(i):
            comparison = shipped.compare(SurgerySpec().with_operation(classes=(i, j)))
            sentence = text.landing(comparison)
            assert bool(sentence) == (comparison.landing_class not in (i, j))
            said += bool(sentence)
    assert 0 < said < 45


def test_an_unstable_landing_is_cautioned() -> None:
    workbench = Workbench({"synthetic": _pair_bundle([1.0, 0.1], [-1.0, 0.1])})
    assert "opposite" in text.caution(workbench.compare(spec_of(damping=0.0)))


def test_damping_one_says_that_nothing_was_lost(shipped: Workbench) -> None:
    comparison = shipped.compare(SurgerySpec().with_operation(damping=1.0))
    assert "as many of 10,000 are read right as before" in text.fall_sentence(comparison)


@pytest.mark.parametrize(
    ("written_as", "value"),
    [("0.5000", 0.5), ("\u22120.9700", -0.97), ("1.0000", 1.0)],
)
def test_cosines_have_true_minus_signs(written_as: str, value: float) -> None:
    assert text.cosine_text(value) == written_as


def test_numbers_are_written_plainly() -> None:
    assert text.percent(Rate.of(9796, 10_000)) == "97.96\u00a0%"
    assert text.percent(Rate.of(0, 0)) == "no samples"
    assert text.signed(-0.001) == "0.00"
    assert text.signed(-1.5) == "\u22121.50"
    assert text.signed(1010, 0) == "+1,010"
    assert text.p_value(0.0) == "p < 1e-300"
    assert text.whole(-1200) == "\u22121,200"


def test_captions_say_the_share_only_where_there_is_more(shipped: Workbench) -> None:
    low, high = (
        said(answered(shipped, View(SurgerySpec(model)).to_query())["scenes"])
        for model in ("mnist-3d", "mnist-16d")
    )
    assert "All 3 dimensions are drawn" in low
    assert "3 of 16 dimensions (direction" in high
    assert "of the variance, then" in high


def test_export_answers_each_button(shipped: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    query = View(SurgerySpec("digits-3d")).to_query()

    class Context:
        triggered_id = ids.EXPORT_CSV_BUTTON

    monkeypatch.setattr(export, "ctx", Context)
    ends = (".pth", ".safetensors", ".npz", ".csv", ".report.html", ".recipe.json")
    for id, end in zip(export.BUTTONS, ends, strict=True):
        Context.triggered_id = id
        clicks = [1] * len(export.BUTTONS)
        assert export.export(shipped, *clicks, query)["filename"].endswith(end)


def test_a_new_theme_touches_templates_only() -> None:
    for patch in later.retheme("dark"):
        operations = patch.to_plotly_json()["operations"]
        assert [one["location"] for one in operations] == [["layout", "template"]]


def test_the_model_is_described_from_its_bundle(shipped: Workbench) -> None:
    note = state.model_note(shipped, "mnist-16d")
    assert note == ("mnist · compact network · 16 dimensions · 10,000 fit and 10,000 test samples")
