"""An .npz that is no bundle: one array of vectors, one of labels, and perhaps which are to fit."""

from __future__ import annotations

import re

import numpy as np

from weight_surgery.core.bundle.archive import LONGEST, Archive, Header
from weight_surgery.core.checks import shown
from weight_surgery.core.sources.reading.table import Table, check_size

# x_train, X_test, train_labels: halves of one array each.
HALF = re.compile(r"(.*?)_?(train|fit|test|val)_?(.*)", re.IGNORECASE)
LABELS = ("label", "labels", "y", "target", "targets", "class", "classes")
HALVES = ("split", "fit", "test")
WAY_ON = (
    "give one array of vectors, one row a sample, and one of labels: "
    "numpy.savez(file, vectors=…, labels=…)"
)


def read_arrays(archive: Archive) -> Table:
    """Return the vectors and labels of an .npz as a table.

    Raises ValueError with what to do where it does not hold one array of vectors and labels.
    """
    headers = archive.headers
    halves = _halves(headers)
    if halves:
        return _joined(archive, *halves)
    name = _vectors(headers)
    rows, columns = headers[name].shape
    check_size(rows, columns)
    beside = [one for one, header in headers.items() if header.shape == (rows,) and one != name]
    if not beside:
        raise ValueError(f"it has no labels for the {rows:,} rows of {shown(name)}; {WAY_ON}")
    vectors = archive.read(name).astype(np.float64)
    whole = [one for one in beside if headers[one].dtype.kind in "iufb"]
    texts = {one: _text(archive.read(one)) for one in beside if one not in whole}
    # Labels that are numbers are columns to choose from as well.
    texts |= {one: _text(archive.read(one)) for one in whole}
    return Table(_names(name, columns), vectors, texts)


def _vectors(headers: dict[str, Header]) -> str:
    found = [
        name
        for name, header in headers.items()
        if len(header.shape) == 2 and header.dtype.kind in "fiu"
    ]
    if not found:
        shapes = ", ".join(f"{name} {header.shape}" for name, header in headers.items())
        raise ValueError(f"it has no array of vectors, only {shapes[:200]}; {WAY_ON}")
    if len(found) > 1:
        raise ValueError(
            f"it has {len(found)} arrays that may be the vectors: {', '.join(found)[:200]}; "
            f"{WAY_ON}"
        )
    return found[0]


def _halves(headers: dict[str, Header]) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the names of vectors and labels by half, where there are two of each."""
    vectors: dict[str, str] = {}
    labels: dict[str, str] = {}
    for name, header in headers.items():
        parts = HALF.fullmatch(name)
        if not parts:
            continue
        half = "test" if parts[2].lower() in ("test", "val") else "fit"
        if len(header.shape) == 2 and header.dtype.kind in "fiu":
            vectors[half] = name
        elif len(header.shape) == 1:
            labels[half] = name
    return (vectors, labels) if len(vectors) == len(labels) == 2 else None


def _joined(archive: Archive, vectors: dict[str, str], labels: dict[str, str]) -> Table:
    shapes = {half: archive.headers[name].shape for half, name in vectors.items()}
    if shapes["fit"][1] != shapes["test"][1]:
        raise ValueError(
            f"{shown(vectors['fit'])} has {shapes['fit'][1]:,} columns and "
            f"{shown(vectors['test'])} has "
            f"{shapes['test'][1]:,}; both need the same"
        )
    for half, name in labels.items():
        if archive.headers[name].shape != shapes[half][:1]:
            raise ValueError(
                f"{shown(name)} must hold one label for each of the {shapes[half][0]:,} rows of "
                f"{shown(vectors[half])}; it is {str(archive.headers[name].shape)[:LONGEST]}"
            )
    check_size(shapes["fit"][0] + shapes["test"][0], shapes["fit"][1])
    rows = [archive.read(vectors[half]).astype(np.float64) for half in ("fit", "test")]
    own = [_text(archive.read(labels[half])) for half in ("fit", "test")]
    split = np.repeat(np.array(["fit", "test"], object), [len(half) for half in rows])
    texts = {"labels": np.concatenate(own), "split": split}
    return Table(_names("vector", shapes["fit"][1]), np.concatenate(rows), texts)


def _names(name: str, columns: int) -> tuple[str, ...]:
    return tuple(f"{name} {at}" for at in range(1, columns + 1))


def _text(values: np.ndarray) -> np.ndarray:
    """Return labels as texts: 30, also where it is 30.0; "" where one is missing."""
    if values.dtype.kind == "S":
        return np.array([value.decode("utf-8", "replace") for value in values.tolist()], object)
    if values.dtype.kind == "f":
        return np.array([_number(value) for value in values.tolist()], object)
    return np.array([str(value) for value in values.tolist()], object)


def _number(value: float) -> str:
    if value != value:  # noqa: PLR0124 - NaN
        return ""
    return str(int(value)) if value.is_integer() else str(value)
