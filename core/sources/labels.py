"""A person's own labels, 30 or "setosa", as classes in sorted order, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import brief, shown
from weight_surgery.core.sources.arrays import array_of, each_of

MOST_LISTED = 12


def own_labels(values: Any, argument: str, samples: int) -> np.ndarray:
    """Return labels (N,), one a sample, as they were given.

    Raises ValueError for another shape, for missing ones, and for texts among numbers.
    """
    # As an array of its own a list of 1 and "x" would be two texts.
    listed = isinstance(values, (list, tuple))
    labels = array_of(values, argument, object if listed else None)
    if labels.ndim != 1:
        raise ValueError(
            f"{argument} must hold one label a sample, shape ({samples},); got {labels.shape}: "
            "a sample with several labels cannot be merged with another"
        )
    if len(labels) != samples:
        raise ValueError(
            f"{argument} must hold one label a sample, {samples:,}; got {len(labels):,}"
        )
    each = [_plain(label) for label in labels.tolist()]
    if missing := sum(map(_is_missing, each)):
        raise ValueError(f"{argument} has {missing:,} missing labels; leave those samples out")
    kinds = {_kind(label) for label in each}
    if len(kinds) > 1 or not kinds <= {"text", "number", "boolean"}:
        raise ValueError(
            f"{argument} must be all texts, all numbers or all booleans, got "
            f"{' and '.join(sorted(kinds))}; give every sample one of the same kind"
        )
    return np.array(each)


def positions_of(labels: np.ndarray, classes: np.ndarray, argument: str) -> np.ndarray:
    """Return the class (N,) of each label. Raises ValueError for one that is no class."""
    place = {label: at for at, label in enumerate(classes.tolist())}
    unknown = [label for label in dict.fromkeys(labels.tolist()) if label not in place]
    if unknown:
        raise ValueError(
            f"{argument} has the label {shown(unknown[0])}, which the model does not know; "
            f"it knows {_listed([text_of_label(label) for label in place])}"
        )
    return np.array([place[label] for label in labels.tolist()], int)


def names_of(
    classes: np.ndarray, names: Sequence[str] | Mapping[Any, str] | None
) -> tuple[str, ...]:
    """Return a name a class: the labels' own text, unless names say otherwise.

    names: one a class in the labels' sorted order, or a mapping from label to name.
    Raises ValueError where a class has none, or two have the same.
    """
    own = classes.tolist()
    if names is None:
        found = [text_of_label(label) for label in own]
    elif isinstance(names, Mapping):
        missing = [label for label in own if label not in names]
        if missing:
            raise ValueError(f"names has none for the label {shown(missing[0])}; add it")
        found = [str(names[label]) for label in own]
    else:
        found = [str(name) for name in each_of(names)]
        if len(found) != len(own):
            raise ValueError(
                f"names must be one a class in the order {_listed(list(map(text_of_label, own)))}, "
                f"which is {len(own)}; got {len(found)}"
            )
    if twice := [name for at, name in enumerate(found) if name in found[:at]]:
        raise ValueError(f"two classes are called {shown(twice[0])}; give each a name of its own")
    return tuple(found)


def text_of_label(label: Any) -> str:
    """Write a label as a name: 30, also where it is 30.0."""
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def class_of(bundle: Bundle, asked: Any) -> int:
    """Return the class that is called so, or has that label.

    A bundle that keeps no labels of a person's own has 0…C-1.
    Raises ValueError for what is no class, or might be two.
    """
    asked = _plain(asked)
    names = bundle.class_names
    kept = bundle.metadata.get("labels")
    labels = kept if isinstance(kept, list) else list(range(len(names)))
    found = {at for at, name in enumerate(names) if isinstance(asked, str) and asked == name}
    found |= {
        at
        for at, label in enumerate(labels[: len(names)])
        if _kind(label) == _kind(asked) and label == asked
    }
    if not found:
        raise ValueError(
            f"{bundle.name} has no class {shown(asked)}; choose from {_listed(list(names))}"
        )
    if len(found) > 1:
        raise ValueError(
            f"{shown(asked)} is the name of one class of {bundle.name} and the label of another; "
            "name the classes apart"
        )
    return found.pop()


def _plain(label: Any) -> Any:
    """Return NumPy's own numbers and texts as Python's."""
    return label.item() if isinstance(label, np.generic) else label


def _is_missing(label: Any) -> bool:
    if isinstance(label, float):
        return bool(np.isnan(label))
    return label is None or type(label).__name__ in ("NAType", "NaTType")


def _kind(label: Any) -> str:
    for kind, types in (("boolean", bool), ("text", str), ("number", (int, float))):
        if isinstance(label, types):
            return kind
    return type(label).__name__


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_LISTED
    return ", ".join(map(brief, names[:MOST_LISTED])) + (f" and {more} more" if more > 0 else "")
