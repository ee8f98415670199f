"""What Python has of a few motions, for the page's own tests: `python -m tests.lab.fixture`."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.components.figures.circle import circle_traces
from weight_surgery.components.figures.scene import scene_traces
from weight_surgery.components.samples import body
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Workbench

PATH = Path(__file__).with_name("motion.json")
DAMPINGS = (1.0, 0.5, 0.03, 0.0)
POINTS = 24
CASES = {
    "five dimensions": {"model": "d5"},
    "a bias that is kept": {"model": "d5", "edit_bias": False},
    "not normalised": {"model": "raw"},
    "a class without samples": {"model": "empty"},
    "stretched": {"model": "d5", "method": "stretched"},
    "oblique": {"model": "d5", "method": "bystander-optimal"},
    "only labels": {"model": "d5", "method": "rows"},
}


def workbench() -> Workbench:
    """Return networks whose motions differ in kind."""
    return Workbench(
        {
            "d5": make_bundle(dims=5),
            "raw": make_bundle(dims=3, normalise=False),
            "empty": make_bundle(dims=5, empty=(3,)),
        }
    )


def written(values: np.ndarray) -> list[list[float | None]]:
    """Return columns (k, n) of rows (n, k) to seven digits, NaN as null."""
    rounded = np.round(values.T, 7) + 0.0
    return [[None if np.isnan(one) else one for one in column] for column in rounded.tolist()]


def skeleton() -> dict[str, Any]:
    """Return what the page finds traces by, and how it draws the pair and a circle's samples."""
    kept = {"scene": ("name", "meta"), "circle": ("name", "meta", "marker")}
    traces = {"scene": scene_traces(), "circle": circle_traces()}
    return {
        kind: [{key: trace[key] for key in kept[kind] if key in trace} for trace in some]
        for kind, some in traces.items()
    }


def build() -> dict[str, Any]:
    """Return the skeletons, and each case as it is sent and where its rows are at some dampings."""
    bench = workbench()
    cases = []
    for name, changes in CASES.items():
        view = View(spec_of(**changes).with_operation(damping=0.5), points=POINTS)
        motion = bench.motion(view.surgery, view.scene)
        at = [
            {
                "damping": damping,
                "scene": written(motion.scene_at(damping)),
                "circle": written(motion.circle_at(damping)),
            }
            for damping in DAMPINGS
        ]
        sent = b64encode(body(bench, view, "")).decode()
        cases.append({"name": name, "body": sent, "at": at})
    return json.loads(json.dumps({"skeleton": skeleton(), "cases": cases}))


if __name__ == "__main__":
    PATH.write_text(json.dumps(build(), separators=(",", ":")) + "\n")
