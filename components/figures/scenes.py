"""Both scenes of an edit as one figure that stands alone, with a slider of its edit strength."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from weight_surgery.components.figures.scene import scene_layout, scene_traces
from weight_surgery.components.figures.side_by_side import SIDES, columns, entries
from weight_surgery.components.naming import literal, short
from weight_surgery.components.text import strength_text
from weight_surgery.components.theme import NEUTRAL, SURFACE, TEXT, template

MEAN = {"of the pair": 10, "other": 6}
SCENES = ("scene", "scene2")
# Where the names of merged classes stand, which may lie in one place.
BESIDE = ("top left", "bottom right", "top right", "bottom left")
# A space of no width.
NOTHING = "\u200b"
AT_ONCE = {
    "mode": "immediate",
    "frame": {"duration": 0, "redraw": True},
    "transition": {"duration": 0},
}


@dataclass(frozen=True, eq=False)
class ScenesData:
    """What both scenes show: n samples, then the C classes' means.

    title: lines; names, colors (C,) of classes; pair: those that the edit makes one; indices,
    labels (n,); before (n + C, 3); after (F, n + C, 3), one a damping of dampings (F,), of which
    `current` is shown first; axes: what lies along the three; direction (3,): what is taken out;
    normalise: whether all lie on the unit sphere; samples: in the test split.
    """

    title: Sequence[str]
    names: Sequence[str]
    colors: Sequence[str]
    pair: Sequence[int]
    indices: np.ndarray
    labels: np.ndarray
    before: np.ndarray
    after: np.ndarray
    dampings: Sequence[float]
    current: int
    axes: Sequence[str]
    direction: np.ndarray
    normalise: bool
    samples: int


@dataclass(frozen=True, eq=False)
class _Set:
    """Samples in one trace: what they are called, their rows, their look."""

    name: str
    rows: np.ndarray
    marker: dict[str, Any]
    rank: int


def scenes_figure(data: ScenesData, scheme: str = "light") -> go.Figure:
    """Return the scenes before and after, side by side; only the second has frames."""
    sets, still = _sets(data), _still(data)
    traces: list[dict[str, Any]] = []
    for side, places in zip(SIDES, (data.before, data.after[data.current]), strict=True):
        traces += [{**trace, "scene": SCENES[SIDES.index(side)]} for trace in still]
        traces += _samples(data, sets, side, places, scheme)
    moving = range(len(traces) - len(sets) - 1, len(traces))
    # A file that is opened plays all frames, and stays at the last.
    order = sorted(range(len(data.after)), key=lambda at: at == data.current)
    frames = [
        go.Frame(name=f"{at}", traces=list(moving), data=_moved(data, sets, data.after[at]))
        for at in order
    ]
    return go.Figure(traces, _layout(data, scheme), frames)


def _sets(data: ScenesData) -> list[_Set]:
    """Return the samples by class, those of the pair last, which are drawn over the others."""
    styles = {trace["name"]: trace.get("marker", {}) for trace in scene_traces()}
    found = []
    for name, labels, rank in entries(data.names, data.pair):
        of_pair = set(labels) <= set(data.pair)
        rows = np.flatnonzero(np.isin(data.labels, labels))
        look = dict(styles["pair" if of_pair else "bystanders"], color=data.colors[labels[0]])
        if len(labels) > 1:
            look["color"] = [data.colors[label] for label in data.labels[rows]]
        if of_pair and labels != [data.pair[0]]:
            look["symbol"] = "diamond"
        found.append(_Set(name, rows, look, rank))
    return found


def _still(data: ScenesData) -> list[dict[str, Any]]:
    """Return what no damping moves: the ball, the axes, and the direction."""
    known = {trace["name"]: trace for trace in scene_traces()}
    x, y, z = ([-float(end), float(end)] for end in data.direction)
    tip = {axis: end[1:] for axis, end in zip("xyz", (x, y, z), strict=True)}
    ball = ("unit sphere", "great circles") if data.normalise else ()
    lines = [{**known[name], "showlegend": False} for name in (*ball, "axes")]
    along = {"u": x[1:], "v": y[1:], "w": z[1:]}
    shaft = {**known["direction"], "x": x, "y": y, "z": z, "showlegend": False}
    return [*lines, shaft, {**known["direction tip"], **tip, **along, "showlegend": False}]


def _samples(
    data: ScenesData, sets: list[_Set], side: str, places: np.ndarray, scheme: str
) -> list[dict[str, Any]]:
    """Return a trace for each set, and one of the centers."""
    common = {"type": "scatter3d", "scene": SCENES[SIDES.index(side)]}
    found = [
        {
            **common,
            **columns(places[one.rows]),
            "mode": "markers",
            "name": one.name,
            "legendgroup": f"{one.rank}",
            "legendrank": one.rank,
            "showlegend": side == "before",
            "marker": one.marker,
            "customdata": data.indices[one.rows].astype(np.int32),
            "text": _of_each(data, one),
            "hovertemplate": f"%{{text}}, sample %{{customdata}}<extra>{side}</extra>",
        }
        for one in sets
    ]
    return [*found, {**common, **columns(_means(data, places)), **_centers(data, side, scheme)}]


def _of_each(data: ScenesData, one: _Set) -> str | list[str]:
    """Name the class of a set's samples."""
    if one.rank < len(data.names):
        return literal(data.names[one.rank])
    return [literal(data.names[label]) for label in data.labels[one.rows]]


def _centers(data: ScenesData, side: str, scheme: str) -> dict[str, Any]:
    pair, classes = list(data.pair), range(len(data.names))
    beside = dict(zip(pair, BESIDE * len(pair), strict=False))
    sizes = [MEAN["of the pair" if label in pair else "other"] for label in classes]
    line = {"width": 2, "color": "#ffffff"}
    return {
        "mode": "markers+text",
        "name": "centers",
        "legendgroup": "centers",
        "legendrank": len(data.names) + 1,
        "showlegend": side == "before",
        "marker": {"opacity": 1, "size": sizes, "color": list(data.colors), "line": line},
        "text": [in_scene(short(data.names[label])) if label in pair else "" for label in classes],
        "textposition": [beside.get(label, BESIDE[0]) for label in classes],
        "textfont": {"size": 14, "color": TEXT[scheme]},
        "hovertext": [f"center of {literal(name)}" for name in data.names],
        "hovertemplate": f"%{{hovertext}}<extra>{side}</extra>",
    }


def in_scene(name: str) -> str:
    """Write a name so that a scene shows it as it is: tags are read there, and no entities."""
    return name.replace("<", f"<{NOTHING}")


def _moved(data: ScenesData, sets: list[_Set], places: np.ndarray) -> list[dict[str, Any]]:
    """Return what a frame moves: coordinates, in the order of the traces."""
    rows = (*(places[one.rows] for one in sets), _means(data, places))
    return [{"type": "scatter3d", **columns(points)} for points in rows]


def _means(data: ScenesData, places: np.ndarray) -> np.ndarray:
    return places[len(data.indices) :]


def _layout(data: ScenesData, scheme: str) -> dict[str, Any]:
    scene = scene_layout()["scene"]
    halves = ([0, 0.5], [0.5, 1])
    # A slider that is moved leaves the scenes turned as they are.
    scenes = {
        key: {**scene, "domain": {"x": half, "y": [0, 1]}, "uirevision": "kept"}
        for key, half in zip(SCENES, halves, strict=True)
    }
    drawn = f"{len(data.indices):,} of {data.samples:,}"
    foot = f"{drawn} test samples; axes: {', '.join(data.axes)}"
    return {
        **scenes,
        "template": template(scheme),
        "paper_bgcolor": SURFACE[scheme],
        "height": 620,
        "title": {
            "text": "<br>".join(map(literal, data.title)),
            **{"x": 0.01, "xanchor": "left", "y": 0.97, "yanchor": "top", "font": {"size": 15}},
        },
        "margin": {"l": 8, "r": 8, "t": 48 + 20 * len(data.title), "b": 120},
        "legend": {
            "orientation": "v",
            "x": 1.01,
            "y": 1,
            "yanchor": "top",
            "itemsizing": "constant",
        },
        "annotations": [
            *(_words(side, sum(half) / 2, 1) for side, half in zip(SIDES, halves, strict=True)),
            {**_words(foot, 0, 0), "xanchor": "left", "font": {"size": 12, "color": NEUTRAL}},
        ],
        "sliders": [_slider(data)],
    }


def _words(words: str, x: float, y: float) -> dict[str, Any]:
    place = {"xref": "paper", "yref": "paper", "x": x, "y": y, "yanchor": "bottom"}
    return {"text": words, "showarrow": False, "font": {"size": 14}, **place}


def _slider(data: ScenesData) -> dict[str, Any]:
    steps = [
        {"label": strength_text(damping), "method": "animate", "args": [[f"{at}"], AT_ONCE]}
        for at, damping in enumerate(data.dampings)
    ]
    return {
        "active": data.current,
        "currentvalue": {"prefix": "edit strength (1 − damping): ", "font": {"size": 14}},
        "pad": {"t": 12, "b": 8},
        "len": 0.96,
        "x": 0.02,
        "steps": steps,
    }
