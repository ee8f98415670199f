"""What controls offer and say of a view."""

from __future__ import annotations

from typing import Any

from dash import html

from weight_surgery.components.nouns import things
from weight_surgery.components.text import counted
from weight_surgery.components.view import View
from weight_surgery.core.specs import DEFAULT_METHOD
from weight_surgery.core.workbench import METHODS, Workbench

LACKS_SAMPLES = " (lacks samples)"


def control_values(view: View) -> dict[str, Any]:
    """Return what the controls show before the page's own program sets them."""
    spec = view.surgery
    first, second = spec.operation.classes
    return {
        "model": spec.model,
        "class_a": str(first),
        "class_b": str(second),
        "slider": round(1 - spec.operation.damping, 3),
        "damping": exact_text(spec.operation.damping),
        "method": spec.operation.method,
        "bias": spec.edit_bias,
        "trim": spec.trim_outliers,
        "repair": spec.repair,
        "fit": spec.fit_split,
        "points": view.points,
    }


def class_options(workbench: Workbench, view: View) -> tuple[list[dict], list[dict]]:
    """Return the options of class A and class B; each leaves out what the other has.

    A class that lacks samples in a split cannot be chosen, and says so.
    """
    names = workbench.bundle(view.surgery.model).class_names
    first, second = (*view.surgery.operation.classes, None)[:2]
    empty = workbench.empty_classes(view.surgery.model)
    options_a, options_b = (
        [
            {
                "value": str(index),
                "label": f"{name}{LACKS_SAMPLES if index in empty else ''}",
                # What every option says weighs much where there are many.
                **({"disabled": True} if index == taken or index in empty else {}),
            }
            for index, name in enumerate(names)
        ]
        for taken in (second, first)
    )
    return options_a, options_b


def method_options(workbench: Workbench, view: View) -> list[dict[str, Any]]:
    """Return the options of the method; one that the model cannot have cannot be chosen."""
    refused = workbench.refused_methods(view.surgery)
    shatters = view.surgery.operation.kind == "shatter"
    return [
        {"value": name, "label": method.title, "disabled": shatters or name in refused}
        for name, method in METHODS.items()
    ]


def bias_choice(workbench: Workbench, view: View) -> tuple[bool, str]:
    """Return whether the bias's switch does nothing, and what it does, or why nothing."""
    bundle = workbench.bundle(view.surgery.model)
    if bundle.has_identity_head:
        return True, "there is none: what is edited is what the last layer reads"
    if not bundle.has_bias:
        return True, "the edited layer of this model has none"
    if all(one.method == DEFAULT_METHOD for one in view.surgery.operations):
        return False, "off: weights without the bias, as in the notebook"
    return True, "always, by this method; only the paper's can leave it"


def model_note(workbench: Workbench, model: str) -> str:
    """Say what the model is: its network, dimensions, samples and where it was trained."""
    bundle = workbench.bundle(model)
    network = str(bundle.metadata.get("network") or "")
    # A table's prototypes are no network, and neither is a fitted pipeline.
    if network and not bundle.has_identity_head:
        network = f"{network} network"
    told = (
        str(bundle.metadata.get("dataset") or ""),
        network,
        f"{bundle.dims} dimensions",
        f"{len(bundle.labels_fit):,} fit and {len(bundle.labels_test):,} test samples",
    )
    return " · ".join(filter(None, told))


def note_view(workbench: Workbench, model: str) -> html.Span:
    """Return the model in a line, and on hover what it is in full."""
    bundle = workbench.bundle(model)
    return html.Span(
        f"{counted(bundle.dims, 'dimension')} · {len(bundle.labels_test):,} test {things(bundle)}",
        title=model_note(workbench, model),
    )


def exact_text(damping: float) -> str:
    """Write a damping as short as it can be read back from."""
    short = f"{damping:g}"
    return short if float(short) == damping else repr(damping)
