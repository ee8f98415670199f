"""What the controls offer and say of a view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.components.test_panels import written
from tests.conftest import make_bundle
from weight_surgery.components.state import (
    bias_choice,
    class_options,
    control_values,
    exact_text,
    note_view,
)
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

IDENTITY = {"weight": np.eye(5), "bias": np.zeros(5)}


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"mnist-3d": make_bundle(classes=10), "hole": make_bundle(empty=(2,))})


@pytest.mark.parametrize(
    ("damping", "slider"), [(0, 1), (1, 0), (0.5, 0.5), (1e-5, 1), (0.35, 0.65)]
)
def test_the_slider_is_the_edits_strength(damping: float, slider: float) -> None:
    view = View(SurgerySpec().with_operation(damping=damping))
    assert control_values(view)["slider"] == slider


@given(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1e-5, 1 / 3, 1.0])))
def test_a_damping_is_written_so_that_it_comes_back(damping: float) -> None:
    assert float(exact_text(damping)) == damping


def test_a_damping_is_written_short() -> None:
    assert [exact_text(one) for one in (0.0, 1.0, 1e-5, 0.35)] == ["0", "1", "1e-05", "0.35"]


def test_the_controls_begin_with_what_the_view_has() -> None:
    view = View(SurgerySpec("m", edit_bias=False, trim_outliers=True, fit_split="test"), 300)
    values = control_values(view)
    assert (values["model"], values["class_a"], values["class_b"]) == ("m", "3", "6")
    assert (values["bias"], values["trim"], values["fit"]) == (False, True, "test")
    assert (values["damping"], values["points"]) == ("1e-05", 300)


def test_neither_class_can_be_chosen_twice(workbench: Workbench) -> None:
    options_a, options_b = class_options(workbench, View())
    assert [one["value"] for one in options_a if one.get("disabled")] == ["6"]
    assert [one["value"] for one in options_b if one.get("disabled")] == ["3"]
    assert [one["label"] for one in options_a] == [f"c{label}" for label in range(10)]


def test_a_class_without_samples_cannot_be_chosen(workbench: Workbench) -> None:
    view = View(SurgerySpec("hole").with_operation(classes=(0, 1)))
    options_a, options_b = class_options(workbench, view)
    assert [one["value"] for one in options_a if one.get("disabled")] == ["1", "2"]
    assert [one["value"] for one in options_b if one.get("disabled")] == ["0", "2"]
    assert [one["label"] for one in options_a] == ["c0", "c1", "c2 (lacks samples)", "c3"]


@pytest.mark.parametrize(
    ("changes", "method", "disabled", "words"),
    [
        ({}, "paper", False, "off: weights without the bias"),
        ({}, "stretched", True, "only the paper's can leave it"),
        ({"bias": np.zeros(5)}, "paper", True, "the edited layer of this model has none"),
        (IDENTITY, "paper", True, "what is edited is what the last layer reads"),
    ],
)
def test_the_bias_is_no_choice_where_there_is_none(
    changes: dict[str, Any], method: str, disabled: bool, words: str
) -> None:
    bundle = replace(make_bundle(hidden=5), **changes)
    if changes is IDENTITY:
        bundle = bundle.with_metadata(head=None)
    workbench = Workbench({"m": bundle})
    view = View(SurgerySpec("m").with_operation(classes=(0, 1), damping=0.3, method=method))
    is_disabled, note = bias_choice(workbench, view)
    assert is_disabled == disabled
    assert words in note
    ways = [row.edit_bias for row in workbench.method_rows(view.surgery) if row.method == "paper"]
    assert ways == ([True] if "bias" in changes else [True, False])


def test_what_nobody_said_of_a_model_is_left_out() -> None:
    bundle = make_bundle()
    bare = replace(bundle, metadata={"format": 1, "name": "bare"})
    note = written(note_view(Workbench({"bare": bare}), "bare"))
    assert '"5 dimensions · 240 test samples"' in note
    assert '"5 dimensions · 240 fit and 240 test samples"' in note


def test_a_model_is_described_in_a_line_and_in_full(shipped: Workbench) -> None:
    note = written(note_view(shipped, "mnist-16d"))
    assert "16 dimensions · 10,000 test digits" in note
    assert "mnist · compact network · 16 dimensions · 10,000 fit and 10,000 test samples" in note
