"""A change of the controls, a preset or a link becomes the page's next state."""

from __future__ import annotations

from typing import Any

from dash import ctx, html, no_update

from weight_surgery.components import ids
from weight_surgery.components.state import (
    caught_up,
    class_options,
    control_values,
    link_view,
    next_view,
    opened_view,
)
from weight_surgery.components.toasts import toast
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Workbench

# What a refused text leaves as it was typed, by the control it was typed into.
TYPED = {
    ids.DAMPING_INPUT: ("damping",),
    ids.POINTS_INPUT: ("points",),
    ids.SAMPLES_INDEX: ("sample",),
}


def model_note(workbench: Workbench, model: str) -> str:
    """Say what the model is: its network, dimensions, samples and where it was trained."""
    bundle = workbench.bundle(model)
    network = bundle.metadata.get("network", "unknown")
    dataset = bundle.metadata.get("dataset", "unknown data")
    return (
        f"{dataset} · {network} network · {bundle.dims} dimensions · "
        f"{len(bundle.labels_fit):,} fit and {len(bundle.labels_test):,} test samples"
    )


def note_view(workbench: Workbench, model: str) -> html.Span:
    """Return the model in a line, and on hover what it is in full."""
    bundle = workbench.bundle(model)
    dataset = bundle.metadata.get("dataset", "unknown data")
    return html.Span(
        f"{dataset} · {bundle.dims} dimensions · {len(bundle.labels_test):,} test samples",
        title=model_note(workbench, model),
    )


def update_view(
    workbench: Workbench,
    search: str,
    default: int,
    notebook: int,
    go: dict[str, Any] | None,
    present: int,
    controls: dict[str, Any],
    last: str | None,
) -> dict[str, Any]:
    """Decide what is shown next, check it by computing it, and set the controls to it."""
    kept: tuple[str, ...] = ()
    if ctx.triggered_id in (None, ids.URL):
        view, complaint = link_view(workbench, search or "")
        if complaint:
            toast(f"{complaint}. Here is the default view.", "This link cannot be shown")
    else:
        try:
            shown = ViewSpec.from_query(last) if last else workbench.default_view()
            if ctx.triggered_id == ids.GO_STORE and go:
                view = opened_view(go, caught_up(workbench, controls, shown))
            else:
                view = next_view(workbench, ctx.triggered_id, controls, shown)
            workbench.check(view)
        except ValueError as error:
            if not last:
                raise
            # The controls go back to what is shown, but for a text that is still being typed.
            toast(f"{error}.")
            view, kept = ViewSpec.from_query(last), TYPED.get(ctx.triggered_id, ())
    return answer(workbench, view, controls, last, kept)


def answer(
    workbench: Workbench,
    view: ViewSpec,
    controls: dict[str, Any],
    last: str | None,
    kept: tuple[str, ...],
) -> dict[str, Any]:
    """Return what the page needs to show a view, leaving controls that show it already alone.

    What is only looked at in another way is not measured again.
    """
    values, edit = control_values(view), view.measured.to_query()
    same = bool(last) and ViewSpec.from_query(last or "").measured.to_query() == edit
    return {
        "view": view.to_query(),
        "edit": no_update if same else edit,
        "options": class_options(workbench, view),
        "note": note_view(workbench, view.surgery.model),
        "controls": {
            name: no_update if name in kept or controls[name] == value else value
            for name, value in values.items()
        },
    }
