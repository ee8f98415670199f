"""The samples on the page: where they go as the damping moves, and how they are read.

Sent once as packed columns, by an address of their own; the page moves, colors, filters and names
them without asking.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from dash import Dash
from flask import Response, request

from weight_surgery.components.figures import little_endian
from weight_surgery.components.figures.circle import circle_layout, circle_traces
from weight_surgery.components.figures.scene import flat_layout, scene_layout, scene_traces
from weight_surgery.components.opening import view_instead
from weight_surgery.components.payload import integer
from weight_surgery.components.question import asked_view, is_link, question_of
from weight_surgery.components.theme import CONFIDENCE, SCALES, SCHEMES, class_colors, template
from weight_surgery.components.thumbnails import sprite_info
from weight_surgery.components.view import View
from weight_surgery.core.workbench import Axes, Comparison, Motion, Workbench

FULL = 65_535
# Starts that differ by less than this share of the largest step differ by rounding.
ALIKE = 1e-12
PLACE = "samples"
BINARY = "application/octet-stream"


def look() -> dict[str, Any]:
    """Return how the page draws samples: traces without them, layouts, templates and scales."""
    return {
        "scene": scene_traces(),
        "circle": circle_traces(),
        "layouts": {"scene": scene_layout(), "circle": circle_layout(), "flat": flat_layout()},
        "templates": {scheme: template(scheme) for scheme in SCHEMES},
        "scales": {scheme: {**SCALES, "confidence": CONFIDENCE[scheme]} for scheme in SCHEMES},
    }


def packed(words: Mapping[str, Any], columns: Mapping[str, tuple[np.ndarray, str]]) -> bytes:
    """Return words and named columns (n,) as one body, read by assets/lab/motion/columns.mjs.

    The length of a JSON header in four bytes, the header, and of each column the first bytes of all
    values, then all the second ones: bytes of one place are alike and compress better side by side.
    """
    kinds = {name: [kind, len(values)] for name, (values, kind) in columns.items()}
    header = json.dumps({**words, "columns": kinds}).encode()
    planes = [
        little_endian(values, kind)[:, None].view(np.uint8).T.tobytes()
        for values, kind in columns.values()
    ]
    return b"".join([struct.pack("<I", len(header)), header, *planes])


def motion_words(motion: Motion, comparison: Comparison) -> dict[str, Any]:
    """Return what the page keeps of a motion besides its columns.

    pair: the classes of the operation in the hand, and all that count as one with them; groups: of
    each class the first of its group.
    """
    names, partition = comparison.bundle.class_names, comparison.partition
    chosen = comparison.spec.operation.classes
    more = np.flatnonzero(partition.array == partition.groups[chosen[0]]).tolist()
    pair = tuple(dict.fromkeys((*chosen, *more)))
    return {
        "scene": axes_words(motion.scene),
        "circle": axes_words(motion.circle),
        "radius": motion.radius,
        "normalise": motion.normalise,
        "names": names,
        "pair": pair,
        "colors": class_colors(len(names), pair),
        "groups": partition.groups,
        "unedited": motion.unedited is not None,
    }


def axes_words(axes: Axes) -> dict[str, Any]:
    """Return what the page keeps of some axes besides their columns."""
    return {
        "direction": axes.direction.tolist(),
        "names": axes.names,
        "stepped": axes.steps is not None,
    }


def motion_columns(motion: Motion) -> dict[str, tuple[np.ndarray, str]]:
    """Return a motion's columns: of samples, then of class means."""
    columns = {
        "indices": (motion.indices, "i4"),
        "nearest": (motion.nearest, "f4"),
        "step": (motion.step, "f4"),
    }
    # Most edits start everybody alike; one number is then enough.
    known = motion.start[np.isfinite(motion.start)]
    alike = bool(len(known)) and np.ptp(known) <= ALIKE * np.abs(motion.step[: len(known)]).max()
    columns["start"] = (known[:1] if alike else motion.start, "f4")
    for name, axes in (("scene", motion.scene), ("circle", motion.circle)):
        for at, column in enumerate(axes.across.T):
            columns[f"{name}{at}"] = (column, "f4")
        if axes.steps is not None:
            for at, column in enumerate(axes.steps.T):
                columns[f"{name}_step{at}"] = (column, "f4")
    if motion.unedited is not None:
        for name, places in (("scene", motion.scene_before()), ("circle", motion.circle_before())):
            for at, column in enumerate(places.T):
                columns[f"{name}_before{at}"] = (column, "f4")
    return columns


def motion_key(view: View, motion: Motion) -> str:
    """Name what a motion depends on: all that is measured but the damping.

    The seed's plane is fitted after the edit, and later operations of a plan are too, so there the
    damping belongs to it.
    """
    surgery = view.surgery
    if motion.plane != "seed" and surgery.is_last:
        surgery = surgery.with_operation(damping=1.0)
    return View(surgery, view.points, view.axes, view.plane).to_query()


def body(workbench: Workbench, view: View, held: str, only: int | None = None) -> bytes:
    """Return how a view's samples are read, and their motion where the page does not hold it.

    held: the key of the motion that it holds; only: the index of one test sample, drawn or not.
    """
    spec, scene = view.surgery, view.scene
    motion = workbench.motion(spec, scene)
    if only is not None:
        motion = workbench.sample_motion(spec, scene, only)
    bundle = workbench.bundle(view.surgery.model)
    reads = workbench.reads(view.surgery, motion.indices)
    key = motion_key(view, motion)
    words: dict[str, Any] = {
        "edit": view.measured.to_query(),
        "key": key,
        "damping": view.surgery.operation.damping,
        "data": workbench.test_samples(view.surgery.model),
        "total": len(bundle.labels_test),
    }
    columns = {
        "labels": (bundle.labels_test[motion.indices], "u2"),
        "before": (reads.before.argmax(axis=1), "u2"),
        "after": (reads.after.argmax(axis=1), "u2"),
        "sure_before": (np.rint(reads.before.max(axis=1) * FULL), "u2"),
        "sure_after": (np.rint(reads.after.max(axis=1) * FULL), "u2"),
    }
    if key != held:
        words["motion"] = motion_words(motion, workbench.compare(spec))
        words["sprite"] = sprite_info(workbench, view.surgery.model)
        columns |= motion_columns(motion)
    return packed(words, columns)


def answer(workbench: Workbench) -> Response:
    """Answer the page's question for samples; for what cannot be shown, with a sentence alone.

    It reaches the person through the answer to the same question (`components.answers`), which
    shows another view in place of a link: of that they are.
    """
    try:
        asked = question_of(request.args.get("asked", ""))
        try:
            view = asked_view(workbench, asked)
        except ValueError:
            if not is_link(asked):
                raise
            view = view_instead(workbench, asked["query"])
        only = request.args.get("only")
        sample = None if only is None else integer("sample", only)
        content = body(workbench, view, request.args.get("held", ""), sample)
    except ValueError as error:
        content = packed({"refused": str(error)}, {})
    reply = Response(content, mimetype=BINARY)
    reply.headers["Cache-Control"] = "no-store"
    return reply


def register(app: Dash, workbench: Workbench) -> None:
    """Serve the samples of whatever the page shows."""
    rule = f"{app.config.routes_pathname_prefix}lab/{PLACE}"
    app.server.add_url_rule(rule, PLACE, partial(answer, workbench))
