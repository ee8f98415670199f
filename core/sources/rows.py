"""Which row of a network's classifier a person's own label means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from weight_surgery.core.checks import shown
from weight_surgery.core.sources.arrays import each_of
from weight_surgery.core.sources.labels import names_of, own_labels, positions_of


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of a network: labels (C,), a person's own, in the order of rows; their names."""

    labels: np.ndarray
    names: tuple[str, ...]

    def positions(self, labels: Any, samples: int, argument: str) -> np.ndarray:
        """Return the class (N,) of each label. Raises ValueError for one that is none."""
        own = own_labels(labels, argument, samples)
        if own.dtype.kind == "b":
            own = own.astype(int)
        return positions_of(own, self.labels, argument)


def classes_of_rows(
    rows: int, labels: np.ndarray, given: Sequence[Any] | Mapping[Any, str] | None
) -> Classes:
    """Return the classes of a classifier with that many rows, two of one row.

    labels (N,): some samples' own; numbers of 0…rows-1 are rows. given: names in the order of rows,
    or by label; they are the labels themselves where those are no rows.
    Raises ValueError with what to do where it is not clear which row a label means.
    """
    rows = max(rows, 2)
    if labels.dtype.kind in "bif" and _are_rows(labels, rows):
        own = np.arange(rows)
        return Classes(own, names_of(own, given))
    listed = None if given is None or isinstance(given, Mapping) else each_of(given)
    own = np.unique(labels).tolist()
    unknown = [
        label for label in own if not (_is_row(label, rows) if listed is None else label in listed)
    ]
    if listed is None or unknown:
        raise ValueError(
            f"labels must be 0…{rows - 1}, the classifier's rows, or be listed in their order as "
            f"classes=[…]; got the label {shown(unknown[0])}"
        )
    if len(listed) != rows:
        raise ValueError(
            f"classes must be one a row of the classifier, {rows} in its order; got {len(listed)}"
        )
    return Classes(np.array(listed), names_of(np.array(listed), None))


class Seen:
    """The classes of a network that ends in its embedding: those that labels name, as they come."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def positions(self, labels: Any, samples: int, argument: str) -> np.ndarray:
        """Return the class (N,) of each label, a new one where it is new."""
        own = own_labels(labels, argument, samples)
        for label in own.tolist():
            self.places.setdefault(label, len(self.places))
        return positions_of(own, np.array(list(self.places)), argument)

    def sorted(self, given: Sequence[str] | Mapping[Any, str] | None) -> tuple[Classes, np.ndarray]:
        """Return the classes in the labels' order, and where (C,) each is that came so."""
        labels = np.array(list(self.places))
        order = np.argsort(labels, kind="stable")
        place = np.empty(len(order), int)
        place[order] = np.arange(len(order))
        return Classes(labels[order], names_of(labels[order], given)), place


def _is_row(label: Any, rows: int) -> bool:
    is_number = isinstance(label, (int, float))
    return is_number and float(label).is_integer() and 0 <= label < rows


def _are_rows(labels: np.ndarray, rows: int) -> bool:
    return bool(
        (labels == np.floor(labels.astype(float))).all()
        and labels.min() >= 0
        and labels.max() < rows
    )
