"""What the page asks: a link to be read, or the fields of a view; and the view that is meant."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.opening import default_view
from weight_surgery.components.view import LONGEST_QUERY, View, names_in
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

# Fields that stay with the person whatever a link says.
OVER = ("points", "present", "embed", "story")
# The fields of a view as the page keeps them, those of its edit first.
EDIT = ("model", "classes", "damping", "method", "bias", "trim", "fit")
DRAWN = ("points", "axes", "plane")
# What of a link is measured, by its names there.
MEASURED = {"model", "op", "bias", "trim", "fit", *DRAWN}


def asked_view(workbench: Workbench, question: Any) -> View:
    """Return the view that a question means, checked by computing it.

    question: {"query", "over"} for a link, or {"fields", "chosen"} for controls: fields are those
    that are measured (assets/lab/model/view.mjs), chosen tells that the pair was asked for.
    Raises ValueError for anything else, and for what cannot be computed.
    """
    asked = payload.object_of("a question", question)
    if "query" in asked:
        view = linked_view(workbench, asked["query"], asked.get("over", {}))
    else:
        given, chosen = payload.entries("a question", asked, "fields", "chosen")
        view = chosen_view(workbench, given, chosen is not False)
    workbench.check(view.surgery, view.sample)
    return view


def linked_view(workbench: Workbench, query: Any, over: Any) -> View:
    """Return the view of a link. Raises ValueError for one that cannot be read.

    One that says only how something is looked at, as one types it, is of what the page opens with;
    any other means what it always meant, whatever that is by now.
    """
    text = payload.text_of("a link's query", query, LONGEST_QUERY)
    kept = payload.object_of("what stays", over)
    view = default_view(workbench)
    given = names_in(text)
    if given:
        link = View.from_query(text)
        if not given & MEASURED:
            link = replace(link, surgery=view.surgery)
        elif "model" not in given and link.surgery.model not in workbench.models:
            link = replace(link, surgery=replace(link.surgery, model=view.surgery.model))
        view = fitting_model(workbench, link, explicit="op" in given)
    return replace(view, **{name: kept[name] for name in OVER if name in kept})


def chosen_view(workbench: Workbench, given: Any, chosen: bool) -> View:
    """Return the view that fields of the page make. Raises ValueError where they make none."""
    model, classes, damping, method, bias, trim, fit = payload.entries("a view", given, *EDIT)
    pair = tuple(payload.list_of("the classes", classes, 2))
    share = payload.typed("damping", damping, 0, 1, "0.01 or 1e-5")
    spec = SurgerySpec(model, (Operation("merge", pair, share, method),), bias, trim, fit)
    return fitting_model(
        workbench, View(spec, *payload.entries("a view", given, *DRAWN)), explicit=chosen
    )


def fitting_model(workbench: Workbench, view: View, explicit: bool) -> View:
    """Keep the pair where the model has it; a pair nobody asked for becomes the model's own."""
    bundle = workbench.bundle(view.surgery.model)
    if explicit or max(view.surgery.operation.classes) < len(bundle.class_names):
        return view
    pair = workbench.default_spec(view.surgery.model).operation.classes
    return replace(view, surgery=view.surgery.with_operation(classes=pair))


def view_fields(view: View) -> dict[str, Any]:
    """Return a view's fields as the page keeps them."""
    spec = view.surgery
    edit = (
        *(spec.model, list(spec.operation.classes), spec.operation.damping),
        *(spec.operation.method, spec.edit_bias, spec.trim_outliers, spec.fit_split),
    )
    rest = [field.name for field in fields(view) if field.name != "surgery"]
    return dict(zip(EDIT, edit, strict=True)) | {name: getattr(view, name) for name in rest}


def question_of(text: str) -> Any:
    """Read a question from an address. Raises ValueError where it is none."""
    try:
        return json.loads(payload.text_of("a question", text, 2 * LONGEST_QUERY))
    except (ValueError, RecursionError):
        raise ValueError("the page's question cannot be read; reload it") from None
