"""The samples on the page: where they go as the damping moves, and how they are read.

Sent once as packed arrays; the page moves, colors, filters and names them without asking.
"""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import Any

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, no_update

from weight_surgery.components import ids
from weight_surgery.components.figures import little_endian
from weight_surgery.components.figures.circle import circle_layout, circle_traces
from weight_surgery.components.figures.scene import flat_layout, scene_layout, scene_traces
from weight_surgery.components.theme import CONFIDENCE, SCALES, SCHEMES, class_colors, template
from weight_surgery.core.specs import ViewSpec
from weight_surgery.core.workbench import Motion, Workbench

FULL = 65_535


def stores() -> list[dcc.Store]:
    """Return what the page keeps of the samples, and how it draws them."""
    look = {
        "scene": scene_traces(),
        "circle": circle_traces(),
        "layouts": {"scene": scene_layout(), "circle": circle_layout(), "flat": flat_layout()},
        "templates": {scheme: template(scheme) for scheme in SCHEMES},
        "scales": {scheme: {**SCALES, "confidence": CONFIDENCE[scheme]} for scheme in SCHEMES},
    }
    kept = (ids.SAMPLES_MOTION, ids.SAMPLES_READS, ids.SAMPLES_KEY)
    return [*(dcc.Store(id=id) for id in kept), dcc.Store(id=ids.LOOK_STORE, data=look)]


def packed(values: np.ndarray, kind: str) -> str:
    """Return a column (n,) as base64: the first bytes of all values, then all the second ones.

    Bytes of one place are alike, so they compress better side by side than apart.
    """
    rows = little_endian(values, kind)[:, None].view(np.uint8)
    return b64encode(rows.T.tobytes()).decode()


def motion_payload(motion: Motion, names: tuple[str, ...], pair: tuple[int, ...]) -> dict[str, Any]:
    """Return a motion as the page keeps it: columns of float32."""
    axes = {
        name: {
            "across": [packed(column, "f4") for column in axes.across.T],
            "direction": axes.direction.tolist(),
            "names": axes.names,
        }
        for name, axes in (("scene", motion.scene), ("circle", motion.circle))
    }
    return {
        **axes,
        "indices": packed(motion.indices, "i4"),
        "along": packed(motion.along, "f4"),
        "length": packed(motion.length, "f4"),
        "offset": motion.offset,
        "radius": motion.radius,
        "normalise": motion.normalise,
        "names": names,
        "pair": pair,
        "colors": class_colors(len(names), pair),
    }


def motion_key(view: ViewSpec, motion: Motion) -> str:
    """Name what a motion depends on: all that is measured but the damping.

    The seed's plane is fitted after the edit, so there the damping belongs to it.
    """
    surgery = view.surgery.with_operation(damping=1.0)
    if motion.plane == "seed":
        surgery = view.surgery
    return ViewSpec(surgery, view.points, view.axes, view.plane).to_query()


def update(workbench: Workbench, query: str, held: str | None) -> tuple[Any, Any, Any]:
    """Return a view's motion, where the page does not hold it already, its reads and its key."""
    view = ViewSpec.from_query(query)
    motion = workbench.motion(view)
    bundle = workbench.bundle(view.surgery.model)
    reads = workbench.reads(view.surgery, motion.indices)
    key = motion_key(view, motion)
    answers = {
        "edit": query,
        "key": key,
        "damping": view.surgery.operation.damping,
        "labels": packed(bundle.labels_test[motion.indices], "u2"),
        "before": packed(reads.before.argmax(axis=1), "u2"),
        "after": packed(reads.after.argmax(axis=1), "u2"),
        "sure_before": packed(np.rint(reads.before.max(axis=1) * FULL), "u2"),
        "sure_after": packed(np.rint(reads.after.max(axis=1) * FULL), "u2"),
    }
    if key == held:
        return no_update, answers, no_update
    pair = view.surgery.operation.classes
    payload = {
        "key": key,
        "data": workbench.test_samples(view.surgery.model),
        **motion_payload(motion, bundle.class_names, pair),
    }
    return payload, answers, key


def register(app: Dash, workbench: Workbench) -> None:
    """Send the samples whenever what is measured changes; the page draws them."""
    app.callback(
        Output(ids.SAMPLES_MOTION, "data"),
        Output(ids.SAMPLES_READS, "data"),
        Output(ids.SAMPLES_KEY, "data"),
        Input(ids.EDIT_STORE, "data"),
        State(ids.SAMPLES_KEY, "data"),
        prevent_initial_call=True,
    )(partial(update, workbench))
    graphs = (ids.EMBEDDING_BEFORE, ids.EMBEDDING_AFTER, ids.CIRCLE_BEFORE, ids.CIRCLE_AFTER)
    app.clientside_callback(
        ClientsideFunction("samples", "draw"),
        *(Output(id, "figure") for id in graphs),
        Input(ids.SAMPLES_MOTION, "data"),
        Input(ids.SAMPLES_READS, "data"),
        Input(ids.VIEW_STORE, "data"),
        Input(ids.SCHEME_STORE, "data"),
        State(ids.EDIT_STORE, "data"),
        State(ids.LOOK_STORE, "data"),
        *(State(id, "figure") for id in graphs),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("samples", "arrange"),
        Output(ids.EMBEDDING_TWINS, "className"),
        Input(ids.VIEW_STORE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("samples", "play"),
        Output(ids.EMBEDDING_PLAY, "n_clicks"),
        Input(ids.EMBEDDING_PLAY, "n_clicks"),
        prevent_initial_call=True,
    )
