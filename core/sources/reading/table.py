"""A table as it was read: columns of numbers beside each other, and columns of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weight_surgery.core.checks import shown
from weight_surgery.core.limits import CELLS, COLUMNS, SAMPLES

if TYPE_CHECKING:
    import pandas as pd

# Of a column with texts that is this far numbers, one would want to know which are none.
MOSTLY = 0.5


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of numbers (N, d), NaN where one is missing, and texts (N,), "" where one is missing.

    columns: the names of the d columns of numbers; texts: other columns by name; notes: sentences
    about what was left out.
    """

    columns: tuple[str, ...]
    numbers: np.ndarray
    texts: Mapping[str, np.ndarray]
    notes: tuple[str, ...] = ()

    def values(self, column: str) -> np.ndarray:
        """Return a column (N,), of numbers or of texts. Raises ValueError for an unknown one."""
        if column in self.texts:
            return self.texts[column]
        if column not in self.columns:
            raise ValueError(f"there is no column {shown(column)}; choose one that is there")
        return self.numbers[:, self.columns.index(column)]


def check_size(rows: int, columns: int) -> None:
    """Raise ValueError for a table that is empty, or larger than is read."""
    if rows < 1 or columns < 1:
        raise ValueError("it is empty; a table needs a line a sample")
    if columns > COLUMNS:
        raise ValueError(
            f"it has {columns:,} columns, and at most {COLUMNS:,} are read; leave some out, or "
            "reduce them with scikit-learn's TruncatedSVD"
        )
    if rows > SAMPLES:
        raise ValueError(
            f"it has {rows:,} rows, and at most {SAMPLES:,} are read; take a sample of them"
        )
    if rows * columns > CELLS:
        raise ValueError(
            f"it has {rows:,} × {columns:,} values, and at most {CELLS:,} are read; take fewer "
            "rows or columns"
        )


def check_names(names: Iterable[str]) -> None:
    """Raise ValueError where two columns have one name."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two columns are called {shown(name)}; rename one of them")
        seen.add(name)


def table_of(frame: pd.DataFrame) -> Table:
    """Return what a frame holds; what is neither numbers nor texts is left out and noted.

    A column whose cells are lists of one length becomes as many columns of numbers.
    Raises ValueError for a frame that is too large, or without names of its own for its columns.
    """
    check_size(*frame.shape)
    names = [str(name) for name in frame.columns]
    check_names(names)
    numbers: list[tuple[str, np.ndarray]] = []
    texts: dict[str, np.ndarray] = {}
    notes: list[str] = []
    for at, name in enumerate(names):
        column = frame.iloc[:, at]
        kind = column.dtype.kind
        if kind in "fiu":
            numbers.append((name, column.to_numpy(np.float64, na_value=np.nan)))
        elif vectors := _vectors(column):
            check_size(len(frame), len(vectors))
            numbers += [(f"{name} {place}", values) for place, values in enumerate(vectors, 1)]
        elif kind in "OUbT" and not isinstance(column.iloc[0], (list, dict, bytes, np.ndarray)):
            texts[name] = _texts(column)
            if note := _mixed(name, texts[name]):
                notes.append(note)
        else:
            notes.append(f"The column {shown(name)} holds {column.dtype}, and is left out.")
    rows = np.column_stack([values for _, values in numbers]) if numbers else _none(frame)
    return Table(tuple(name for name, _ in numbers), rows, texts, tuple(notes))


def _none(frame: pd.DataFrame) -> np.ndarray:
    return np.zeros((len(frame), 0))


def _texts(column: pd.Series) -> np.ndarray:
    plain = column.astype(object).where(column.notna(), "")
    return np.array([str(value).strip() for value in plain], object)


def _vectors(column: pd.Series) -> list[np.ndarray]:
    """Return the columns that cells of lists make; none where they are no lists of one length."""
    if column.dtype != object or not isinstance(column.iloc[0], (list, np.ndarray)):
        return []
    try:
        stacked = np.array([np.asarray(value, np.float64) for value in column])
    except (TypeError, ValueError):
        return []
    return list(stacked.T) if stacked.ndim == 2 else []


def _mixed(name: str, values: np.ndarray) -> str:
    """Say of a column of texts that most of it is numbers, if so."""
    import pandas as pd

    known = values != ""
    wrong = pd.to_numeric(pd.Series(values[known]), errors="coerce").isna().to_numpy()
    if not known.any() or not 0 < wrong.sum() < MOSTLY * known.sum():
        return ""
    example = values[known][wrong][0]
    return (
        f"The column {shown(name)} is left out: {int(wrong.sum()):,} of its values are no numbers, "
        f"such as {shown(example)}."
    )
