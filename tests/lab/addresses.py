"""Views and the links that Python writes of them: `python -m tests.lab.addresses`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from weight_surgery.components.question import view_fields
from weight_surgery.components.view import View
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import METHODS

PATH = Path(__file__).with_name("addresses.json")
DAMPINGS = (0.0, 1.0, 1e-5, 0.35, 1e-7, 1e-4, 1.5e-5, 1 / 3, 5e-324, 0.1 + 0.2)
NAMES = (
    "my net",
    "zwölf+ä",
    "a&b=c",
    "50%",
    "a#b?c",
    "it's (mine)!*",
    "~/x.y-z_0:1",
    "模型 😀",
    '"<>\\',
)
LOOKS: dict[str, Any] = {
    "points": 500,
    "axes": "pca",
    "plane": "seed",
    "view": "atlas",
    "color": "confidence",
    "shown": "misread",
    "scenes": "overlay",
    "sample": 0,
    "story": 7,
    "present": True,
    "embed": True,
    "figure": "bystander_change",
    "at": 1e-5,
    "tab": "method",
    "full": True,
    "side": "before",
    "best": True,
    "methods": True,
}


PLAN = (
    Operation("merge", (3, 6), 0.1, "stretched"),
    Operation("shatter", (4,), 0.0),
    Operation("merge", (7, 1), 1e-5, on=False),
    Operation("merge", (9, 3), 0.35),
)


def views() -> list[View]:
    """Return views of every kind: each look alone and all of them, dampings, names, choices."""
    spec = SurgerySpec()
    return [
        View(),
        View(**LOOKS),
        *(View(**{name: value}) for name, value in LOOKS.items()),
        *(View(spec.with_operation(damping=damping), at=damping) for damping in DAMPINGS),
        *(View(replace(spec, model=name)) for name in NAMES),
        View(replace(spec, edit_bias=False, trim_outliers=True, fit_split="test")),
        View(replace(spec, repair=True)),
        View(spec.with_operation(classes=(12, 0)), sample=9999),
        *(View(spec.with_operation(method=method)) for method in METHODS),
        *(View(replace(spec, operations=PLAN, hand=hand)) for hand in (0, 1, 3)),
        View(replace(spec, operations=PLAN[1:2], hand=None)),
    ]


def build() -> dict[str, Any]:
    """Return the defaults of a view, and views with their links."""
    links = [{"view": view_fields(view), "query": view.to_query()} for view in views()]
    return {"defaults": view_fields(View()), "links": links}


if __name__ == "__main__":
    PATH.write_text(json.dumps(build(), separators=(",", ":")) + "\n")
