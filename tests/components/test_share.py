"""The words under a shared view."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import make_bundle
from weight_surgery.components import share
from weight_surgery.components.opening import default_view
from weight_surgery.core.workbench import Workbench


@pytest.fixture(scope="module")
def workbench() -> Workbench:
    return Workbench({"small": make_bundle(classes=4)})


def test_the_line_names_what_was_edited_and_how_it_was_measured(workbench: Workbench) -> None:
    view = default_view(workbench)
    spec = replace(view.surgery, edit_bias=False, trim_outliers=True, fit_split="test")
    words = share.words_of(workbench, workbench.compare(spec))
    samples = len(workbench.bundle("small").labels_test)
    rest = f"weights only edited · centroids from the test split, outliers trimmed · {samples}"
    first, second = (f"c{label}" for label in spec.operation.classes)
    start = f"small · {first} and {second} merged · damping 1e-05 · "
    assert words["pair"]["line"] == f"{start}{rest} test samples"
    assert words["atlas"]["line"] == f"small · all pairs · {rest} test samples"
    assert words["pair"]["stem"] == workbench.export_figures(spec)[0].removesuffix(".csv")
