"""The example of a method of one's own runs, and would have its place on the page."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from weight_surgery.core import methods
from weight_surgery.core.atlas import pair_atlas
from weight_surgery.core.workbench import Workbench

EXAMPLE = Path(__file__).parents[1] / "docs" / "own_method.py"


def test_the_example_prints_what_core_measures(shipped: Workbench) -> None:
    ran = subprocess.run(
        [sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=True, timeout=120
    )
    own = runpy.run_path(str(EXAMPLE))["ROBUST"]
    bundle = shipped.bundle("digits-16d")
    clean = [pair_atlas(bundle, [0.0], method=one).clean.sum() for one in ("paper", own)]
    assert ran.stdout.splitlines() == [
        f"paper: {clean[0]} of 45 pairs merge cleanly",
        f"robust: {clean[1]} of 45 pairs merge cleanly",
    ]


def test_it_is_short() -> None:
    text = EXAMPLE.read_text()
    code = text[text.index("def fit_robust") : text.index("if __name__")]
    assert len(code.splitlines()) <= 40


def test_a_line_in_the_list_gives_it_a_row(
    shipped: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = runpy.run_path(str(EXAMPLE))["ROBUST"]
    longer = MappingProxyType({**methods.METHODS, own.name: own})
    places = [
        name
        for name, module in sys.modules.items()
        if name.startswith("weight_surgery.")
        and getattr(module, "METHODS", None) is methods.METHODS
    ]
    for name in places:
        monkeypatch.setattr(sys.modules[name], "METHODS", longer)
    bench = Workbench({"digits": shipped.bundle("digits-16d")})
    rows = bench.method_rows(bench.default_spec("digits"))
    row = next(row for row in rows if row.method == "robust")
    assert row.comparison is not None
    assert row.comparison.change.head.damping == 1e-5


def test_a_name_that_is_no_method_is_refused(shipped: Workbench) -> None:
    with pytest.raises(ValueError, match="method must be one of paper, stretched"):
        pair_atlas(shipped.bundle("digits-3d"), [0.0], method="magic")
    with pytest.raises(ValueError, match="edits the bias too"):
        pair_atlas(shipped.bundle("digits-3d"), [0.0], edit_bias=False, method="stretched")
