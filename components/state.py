"""From what was touched to what is shown: views from controls, links and presets, and back."""

from __future__ import annotations

from dataclasses import replace
from math import log10
from typing import Any

from weight_surgery.components import ids, payload
from weight_surgery.core.specs import Operation, SurgerySpec, ViewSpec, notebook_view
from weight_surgery.core.workbench import Workbench

DECADES = 6
# Fields of a view that have a control of the same name.
LOOKS = ("points", "axes", "plane", "view", "color", "shown", "scenes")


def damping_of(slider: float) -> float:
    """Return the damping at a slider position in [0, 1]: 10^(-6 (1 - v)), and 0 at v = 0.

    Raises ValueError for any other position.
    """
    place = payload.real("the slider", slider, 0, 1)
    return 0.0 if place == 0 else float(f"{10 ** (-DECADES * (1 - place)):.6g}")


def slider_of(damping: float) -> float:
    """Return the slider position of a damping; what is below the scale sits at its foot."""
    return 0.0 if damping <= 10**-DECADES else round(1 + log10(damping) / DECADES, 3)


def control_values(view: ViewSpec) -> dict[str, Any]:
    """Return the value of every control that shows `view`."""
    spec = view.surgery
    first, second = spec.operation.classes
    return {
        "model": spec.model,
        "class_a": str(first),
        "class_b": str(second),
        "slider": slider_of(spec.operation.damping),
        "damping": exact_text(spec.operation.damping),
        "bias": spec.edit_bias,
        "trim": spec.trim_outliers,
        "fit": spec.fit_split,
        "sample": "" if view.sample is None else view.sample,
        **{name: getattr(view, name) for name in LOOKS},
    }


def class_options(workbench: Workbench, view: ViewSpec) -> tuple[list[dict], list[dict]]:
    """Return the options of class A and class B; each leaves out what the other has.

    A class without samples cannot be chosen.
    """
    names = workbench.bundle(view.surgery.model).class_names
    first, second = view.surgery.operation.classes
    empty = workbench.empty_classes(view.surgery.model)
    options_a, options_b = (
        [
            {"value": str(index), "label": name, "disabled": index == taken or index in empty}
            for index, name in enumerate(names)
        ]
        for taken in (second, first)
    )
    return options_a, options_b


def link_view(workbench: Workbench, search: str) -> tuple[ViewSpec, str | None]:
    """Return the view of a link and None, or the default view and what is wrong with the link."""
    if isinstance(search, str) and not search.strip("?"):
        return workbench.default_view(), None
    try:
        view = _fitting_model(workbench, ViewSpec.from_query(search), explicit="op=" in search)
        workbench.check(view)
        return view, None
    except ValueError as error:
        return workbench.default_view(), str(error)


def next_view(
    workbench: Workbench, trigger: str | None, controls: dict[str, Any], last: ViewSpec
) -> ViewSpec:
    """Return the view to show after the control `trigger` was used, `last` having been shown.

    Raises ValueError when the controls do not make a view.
    """
    model = controls["model"]
    if trigger == ids.PRESENT_BUTTON:
        return replace(caught_up(workbench, controls, last), present=not last.present)
    if trigger == ids.DEFAULT_BUTTON:
        return replace(workbench.default_view(), story=last.story)
    if trigger == ids.NOTEBOOK_BUTTON:
        seed = SurgerySpec().model
        name = seed if seed in workbench.models else model
        view = replace(notebook_view(name, controls["points"]), story=last.story)
        return _fitting_model(workbench, view, explicit=True)
    damping = _damping(trigger, controls, last)
    classes = (controls["class_a"], controls["class_b"])
    spec = SurgerySpec(
        model=model,
        operations=(Operation("merge", classes, damping),),
        edit_bias=controls["bias"],
        trim_outliers=controls["trim"],
        fit_split=controls["fit"],
    )
    looks = {name: controls[name] for name in LOOKS}
    sample = None if controls["sample"] in ("", None) else controls["sample"]
    if workbench.test_samples(model) != workbench.test_samples(last.surgery.model):
        sample = None
    view = replace(last, surgery=spec, sample=sample, **looks)
    return _fitting_model(workbench, view, explicit=trigger != ids.MODEL_SELECT)


def caught_up(workbench: Workbench, controls: dict[str, Any], last: ViewSpec) -> ViewSpec:
    """Return the last view with what the controls say by now, if that can be shown.

    A change that is still on its way is dropped by Dash when the next one comes.
    """
    try:
        view = next_view(workbench, None, controls, last)
        workbench.check(view)
    except ValueError:
        return last
    return view


def opened_view(go: dict[str, Any], last: ViewSpec) -> ViewSpec:
    """Return the view that a step of the story or a preset opens: what to see, not how it is shown.

    go: the view's query, none for the last one; and the story's step, where that changes.
    Raises ValueError for anything else.
    """
    go = payload.object_of("what is opened", go)
    view = ViewSpec.from_query(go["query"]) if go.get("query") else last
    story = go.get("story", last.story)
    return replace(view, points=last.points, present=last.present, embed=last.embed, story=story)


def _fitting_model(workbench: Workbench, view: ViewSpec, explicit: bool) -> ViewSpec:
    """Keep the pair where the model has it; a pair nobody asked for becomes the model's own."""
    bundle = workbench.bundle(view.surgery.model)
    if explicit or max(view.surgery.operation.classes) < len(bundle.class_names):
        return view
    pair = workbench.default_view(view.surgery.model).surgery.operation.classes
    return replace(view, surgery=view.surgery.with_operation(classes=pair))


def exact_text(damping: float) -> str:
    """Write a damping as short as it can be read back from."""
    short = f"{damping:g}"
    return short if float(short) == damping else repr(damping)


def _damping(trigger: str | None, controls: dict[str, Any], last: ViewSpec) -> float:
    # The slider says it when it was moved, and the field was not touched since.
    known = control_values(last)
    moved = controls["slider"] != known["slider"] and controls["damping"] == known["damping"]
    if moved or trigger == ids.DAMPING_SLIDER:
        return damping_of(controls["slider"])
    return payload.typed("damping", controls["damping"], 0, 1, "0.01 or 1e-5")
