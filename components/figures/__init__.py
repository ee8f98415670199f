"""Pure functions from arrays to plotly figures: no metric, file or model inside."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import plotly.graph_objects as go
from dash import Patch

from weight_surgery.components.theme import template

# So many letters of a name have room on an axis; as many of its first and last, where others begin
# alike.
LONGEST, ENDS = 11, 5
# How many names of a length have room beside each other.
ROOM = ((3, 40), (6, 24), (10**6, 12))


def typed(values: np.ndarray, kind: str) -> dict[str, str]:
    """Return an array the way plotly.js reads one without going through numbers as text.

    kind is NumPy's, such as "f4".
    """
    return {"dtype": kind, "bdata": b64encode(little_endian(values, kind).tobytes()).decode()}


def little_endian(values: np.ndarray, kind: str) -> np.ndarray:
    """Return an array in the order of bytes that browsers read."""
    return np.ascontiguousarray(values, dtype=np.dtype(kind).newbyteorder("<"))


def data_patch(figure: go.Figure) -> Patch:
    """Return a Patch that puts the figure's traces into a graph and leaves its layout alone.

    A graph that is given a whole figure loses its zoom. Arrays go out of the figure's own
    dictionary because there they are base64, which a bare array in a Patch is not.
    """
    patch = Patch()
    patch["data"] = _traces(figure)
    return patch


def named_patch(figure: go.Figure, names: Sequence[str], axes: Sequence[str] = ("xaxis",)) -> Patch:
    """Return a data patch that also writes the names of classes, as far as there is room.

    axes: those of classes, "xaxis" below and "yaxis" beside.
    """
    patch = data_patch(figure)
    places, words = tick_names(names)
    for axis in axes:
        patch["layout"][axis]["tickvals"] = places
        patch["layout"][axis]["ticktext"] = words
    return patch


def tick_names(names: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return where names stand on an axis of classes, and the names, cut short where long."""
    longest = max(map(room_of, names))
    most = next(most for length, most in ROOM if longest <= length)
    places = list(range(0, len(names), -(-len(names) // most)))
    words = shortened(names)
    return places, [literal(words[place]) for place in places]


def literal(text: str) -> str:
    """Write a text so that plotly shows it as it is: a name is never markup."""
    return escape(text, quote=False)


def shortened(names: Sequence[str]) -> list[str]:
    """Cut long names short, and tell apart those that begin alike: by their end, or by number."""
    cut = [short(name) for name in names]
    alike = Counter(cut)
    cut = [
        f"{first_of(name, ENDS)}…{last_of(name, ENDS)}" if alike[words] > 1 else words
        for name, words in zip(names, cut, strict=True)
    ]
    alike = Counter(cut)
    return [
        f"{first_of(words, ENDS)}… {at}" if alike[words] > 1 else words
        for at, words in enumerate(cut, start=1)
    ]


def short(name: str) -> str:
    """Cut a long name short."""
    return name if room_of(name) <= LONGEST else f"{first_of(name, LONGEST - 1)}…"


def first_of(name: str, room: int) -> str:
    """Return as much of a name's beginning as has room."""
    return next(
        name[:end].rstrip() for end in range(len(name), -1, -1) if room_of(name[:end]) <= room
    )


def last_of(name: str, room: int) -> str:
    """Return as much of a name's end as has room."""
    return next(name[at:].lstrip() for at in range(len(name) + 1) if room_of(name[at:]) <= room)


def room_of(name: str) -> int:
    """Return how many letters' room a name takes; a Chinese one takes that of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)


def template_patch(scheme: str) -> Patch:
    """Return a Patch that gives a graph the template of "light" or "dark", and nothing else."""
    patch = Patch()
    patch["layout"]["template"] = template(scheme)
    return patch


def _traces(figure: go.Figure) -> list[dict[str, Any]]:
    return list(figure.to_dict()["data"])
