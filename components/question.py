"""What the page asks: a link to be read, or the fields of a view; and the view that is meant."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from weight_surgery.components.state import fitting_model, number_of
from weight_surgery.core.specs import Operation, SurgerySpec, ViewSpec
from weight_surgery.core.workbench import Workbench

MOST_TEXT = 4_000
# Fields that stay with the person whatever a link says.
OVER = ("points", "present", "embed", "story")


def asked_view(workbench: Workbench, question: Any) -> ViewSpec:
    """Return the view that a question means, checked by computing it.

    question: {"query", "over"} for a link, or {"fields", "chosen"} for controls, where fields are
    those of assets/lab/model/view.mjs and chosen tells that the pair was asked for.
    Raises ValueError for anything else, and for what cannot be computed.
    """
    if not isinstance(question, dict):
        raise ValueError("the page asked for nothing; reload it")
    if "query" in question:
        view = linked_view(workbench, question["query"], question.get("over") or {})
    else:
        view = chosen_view(workbench, question.get("fields"), question.get("chosen") is not False)
    workbench.check(view)
    return view


def linked_view(workbench: Workbench, query: Any, over: dict[str, Any]) -> ViewSpec:
    """Return the view of a link. Raises ValueError for one that cannot be read."""
    if not isinstance(query, str) or len(query) > MOST_TEXT:
        raise ValueError(f"a link's query is a text of at most {MOST_TEXT:,} characters")
    if query.strip("?"):
        view = fitting_model(workbench, ViewSpec.from_query(query), explicit="op=" in query)
    else:
        view = workbench.default_view()
    return replace(view, **{name: over[name] for name in OVER if name in over})


def chosen_view(workbench: Workbench, fields: Any, chosen: bool) -> ViewSpec:
    """Return the view that fields of the page make. Raises ValueError where they make none."""
    try:
        spec = SurgerySpec(
            model=fields["model"],
            operations=(Operation("merge", tuple(fields["classes"]), number_of(fields["damping"])),),
            edit_bias=fields["bias"],
            trim_outliers=fields["trim"],
            fit_split=fields["fit"],
        )
        view = ViewSpec(spec, fields["points"], fields["axes"], fields["plane"])
    except (KeyError, TypeError, AttributeError):
        raise ValueError("the page's choices cannot be read; reload it") from None
    return fitting_model(workbench, view, explicit=chosen)


def view_fields(view: ViewSpec) -> dict[str, Any]:
    """Return a view's fields as the page keeps them."""
    spec = view.surgery
    looks = {
        name: getattr(view, name)
        for name in ViewSpec.__dataclass_fields__
        if name not in ("surgery", "points", "axes", "plane")
    }
    return {
        "model": spec.model,
        "classes": list(spec.operation.classes),
        "damping": spec.operation.damping,
        "bias": spec.edit_bias,
        "trim": spec.trim_outliers,
        "fit": spec.fit_split,
        "points": view.points,
        "axes": view.axes,
        "plane": view.plane,
        **looks,
    }


def question_of(text: str) -> Any:
    """Read a question from an address. Raises ValueError where it is none."""
    if len(text) > 2 * MOST_TEXT:
        raise ValueError("the page's question is too long; reload it")
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError("the page's question cannot be read; reload it") from None
