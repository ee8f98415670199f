"""What the page asks: a link to be read, or the fields of a view; and the view that is meant."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

from weight_surgery.components import payload
from weight_surgery.components.opening import default_view
from weight_surgery.components.view import LONGEST_QUERY, View, names_in
from weight_surgery.core.specs import MOST_OPERATIONS, Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

# Fields that stay with the person whatever a link says.
OVER = ("points", "present", "embed", "story")
# The fields of a view as the page keeps them, those of its edit first.
EDIT = (
    *("model", "kind", "classes", "damping", "method"),
    *("earlier", "later", "bias", "trim", "fit", "repair"),
)
DRAWN = ("points", "axes", "plane")
LONGEST_OPERATION = 200
# What of a link is measured, by its names there.
MEASURED = {"model", "op", "hand", "bias", "trim", "fit", "repair", *DRAWN}


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
    given = names_in(text)
    if not given:
        view = default_view(workbench)
    else:
        link = View.from_query(text)
        if not given & MEASURED:
            link = replace(link, surgery=default_view(workbench).surgery)
        elif "model" not in given and link.surgery.model not in workbench.models:
            model = default_view(workbench).surgery.model
            link = replace(link, surgery=replace(link.surgery, model=model))
        view = link if "op" in given else with_own_pair(workbench, link)
    return replace(view, **{name: kept[name] for name in OVER if name in kept})


def chosen_view(workbench: Workbench, given: Any, chosen: bool) -> View:
    """Return the view that fields of the page make. Raises ValueError where they make none."""
    model, kind, classes, damping, method, *rest = payload.entries("a view", given, *EDIT)
    *others, bias, trim, fit, repair = rest
    chosen_classes = tuple(payload.list_of("the classes", classes, 2))
    share = payload.typed("damping", damping, 0, 1, "0.01 or 1e-5")
    hand = Operation(kind, chosen_classes, share, method)
    earlier, later = (
        [
            Operation.from_text(payload.text_of("an operation", text, LONGEST_OPERATION))
            for text in payload.list_of("operations", texts, MOST_OPERATIONS)
        ]
        for texts in others
    )
    spec = SurgerySpec(model, (*earlier, hand, *later), bias, trim, fit, len(earlier), repair)
    return fitting_model(
        workbench, View(spec, *payload.entries("a view", given, *DRAWN)), explicit=chosen
    )


def fitting_model(workbench: Workbench, view: View, explicit: bool) -> View:
    """Keep the classes where the model has them; those nobody asked for become its own pair."""
    bundle = workbench.bundle(view.surgery.model)
    largest = max(label for one in view.surgery.operations for label in one.classes)
    fits = explicit or largest < len(bundle.class_names)
    return view if fits else with_own_pair(workbench, view)


def with_own_pair(workbench: Workbench, view: View) -> View:
    """Return a view with the pair that its model begins with, merged and nothing else."""
    spec = view.surgery
    pair = workbench.default_spec(spec.model).operation.classes
    alone = replace(spec.operation, kind="merge", classes=pair)
    return replace(view, surgery=replace(spec, operations=(alone,), hand=None))


def view_fields(view: View) -> dict[str, Any]:
    """Return a view's fields as the page keeps them."""
    spec, place = view.surgery, view.surgery.hand or 0
    hand = spec.operation
    texts = [operation.to_text() for operation in spec.operations]
    edit = (
        *(spec.model, hand.kind, list(hand.classes), hand.damping, hand.method),
        *(texts[:place], texts[place + 1 :]),
        *(spec.edit_bias, spec.trim_outliers, spec.fit_split, spec.repair),
    )
    rest = [field.name for field in fields(view) if field.name != "surgery"]
    return dict(zip(EDIT, edit, strict=True)) | {name: getattr(view, name) for name in rest}


def is_link(asked: Any) -> bool:
    """Tell whether a question is of a link, in place of which something else is shown."""
    return isinstance(asked, dict) and "query" in asked


def question_of(text: str) -> Any:
    """Read a question from an address. Raises ValueError where it is none."""
    try:
        return json.loads(payload.text_of("a question", text, 2 * LONGEST_QUERY))
    except (ValueError, RecursionError):
        raise ValueError("the page's question cannot be read; reload it") from None
