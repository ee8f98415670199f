"""The strength curve: one linear axis, and the exact dampings beside it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.words import said
from weight_surgery.components import curve, text
from weight_surgery.components.figures.curve import CurveData, curve_figure, empty_curve
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench


def test_strength_is_linear_and_its_damping_stands_beside_it(shipped: Workbench) -> None:
    dampings = np.array([0.0, 1e-5, 0.25, 1.0])
    lines = {name: dampings for name, *_ in curve.LINES}
    clean, current, line, *_, exact = curve_figure(
        CurveData(dampings, lines, 0.25, [(0.1, 0.4), (0.9, 0.9)])
    ).data
    assert list(line.x) == pytest.approx([100, 99.999, 75, 0])
    assert list(line.x) == list(exact.x)
    assert list(exact.customdata) == ["0", "1e-05", "0.25", "1"]
    assert list(current.x) == [75, 75]
    assert list(clean.x[:5]) == pytest.approx([59.6, 59.6, 90.4, 90.4, 59.6])
    assert list(clean.x[6:8]) == pytest.approx([9.6, 9.6])
    axis = empty_curve()["layout"]["xaxis"]
    assert axis["range"] == [-1, 101]
    assert axis.get("type", "linear") == "linear"
    spec = SurgerySpec("mnist-5d").with_operation(classes=(0, 1))
    (_, words, _, _) = curve.update(shipped, View(spec).to_query())
    low, high = shipped.clean_intervals(spec)[-1]
    assert f"merge cleanly at {text.strengths_text(low, high)}" in said(words)
    assert f"damping {high:.4g} to {low:g}" in said(words)
