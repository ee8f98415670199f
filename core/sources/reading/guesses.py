"""Which column of a table holds the labels, which says what to fit on, and which are no numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.checks import shown
from weight_surgery.core.limits import CLASSES
from weight_surgery.core.sources.reading.table import Table

LABELS = (
    *("label", "labels", "class", "classes", "target", "targets", "y", "category"),
    *("species", "variety", "diagnosis", "language", "digit", "type", "outcome"),
)
SPLITS = ("split", "set", "subset", "partition", "fold", "train", "is_train", "fit", "usage")
FIT = {"fit", "train", "training", "true", "1"}
TEST = {"test", "testing", "val", "valid", "validation", "dev", "eval", "false", "0"}
INDICES = ("id", "index", "row", "unnamed: 0", "")
# A column of whole numbers with no name that says so is labels only where they are so few.
FEW = 50
# Of the spread of all columns together.
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Choices:
    """What a table's columns are taken for.

    label, split: columns' names, None where there is none; normalise: whether samples are read by
    cosine (true) or by distance, None for whichever reads more of the fitted ones right.
    """

    label: str | None = None
    split: str | None = None
    normalise: bool | None = None


def label_columns(table: Table) -> list[str]:
    """Return the columns that may be labels, the likeliest first."""
    ends = (table.columns[-1:], table.columns[:1]) if table.columns else ()
    numbers = [name for name in table.columns if name.lower() in LABELS]
    numbers += [name for end in ends for name in end if name not in numbers]
    found = [name for name in table.texts if name not in split_columns(table)]
    found += [name for name in numbers if _is_whole(table.values(name))]
    counts = {name: _distinct(table.values(name)) for name in found}
    rows = len(table.numbers)
    fitting = [name for name in found if 2 <= counts[name] <= min(CLASSES, rows // 2)]
    named = [name for name in fitting if name.lower() in LABELS]
    rest = [name for name in fitting if name not in named]
    texts = sorted((name for name in rest if name in table.texts), key=counts.__getitem__)
    few = [name for name in rest if name not in table.texts and counts[name] <= FEW]
    return [*sorted(named, key=lambda name: LABELS.index(name.lower())), *texts, *few]


def split_columns(table: Table) -> list[str]:
    """Return the columns that may say which samples are to fit on."""
    names = (*table.texts, *(name for name in table.columns if name.lower() in SPLITS))
    return [name for name in names if _is_split(name, table.values(name))]


def guess(table: Table) -> Choices:
    """Return what the columns most likely are. Raises ValueError where none may be labels."""
    labels, splits = label_columns(table), split_columns(table)
    if not labels:
        raise ValueError(
            "it has no column of labels: one with a class for each row, of at least two classes, "
            f"at most {CLASSES:,}, and each more than once; name it label"
        )
    return Choices(labels[0], splits[0] if splits else None)


def number_columns(table: Table, choices: Choices) -> list[str]:
    """Return the columns that are the embedding: numbers that are no label, split or index."""
    taken = (choices.label, choices.split)
    found = [name for name in table.columns if name not in taken]
    return [name for name in found if not _is_index(name, table.values(name))]


def column_notes(columns: list[str], vectors: np.ndarray) -> list[str]:
    """Say where one column of vectors (N, d) has nearly all of the spread."""
    spread = vectors.var(axis=0) if len(vectors) else np.zeros(len(columns))
    largest = int(spread.argmax())
    if spread[largest] <= NEARLY_ALL * spread.sum():
        return []
    return [
        f"The column {shown(columns[largest])} has {100 * spread[largest] / spread.sum():.1f} % of "
        "the spread, so that the others hardly count; scale the columns first, to equal spreads."
    ]


def left_out(table: Table, columns: list[str], choices: Choices) -> list[str]:
    """Say which columns are taken for numbers of rows."""
    taken = {choices.label, choices.split}
    names = [name for name in table.columns if name not in columns and name not in taken]
    if not names:
        return []
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return [f"Left out as counting the rows: {', '.join(names[:3])}{more}."]


def rows_left_out(whole: np.ndarray) -> list[str]:
    """Say how many rows (N,) are not whole. Raises ValueError where most are not."""
    missing = int((~whole).sum())
    if not missing:
        return []
    if missing > len(whole) / 2:
        raise ValueError(
            f"{missing:,} of its {len(whole):,} rows lack a number or a label; fill them in, or "
            "leave out the columns that do"
        )
    return [f"{missing:,} of {len(whole):,} rows lack a number or a label, and are left out."]


def labels_of(table: Table, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a column as labels (N,), whole numbers where all are, and which rows have one."""
    values = table.values(column)
    if column in table.texts:
        known = values != ""
        if all(text.lstrip("-").isdecimal() and len(text) < 10 for text in values[known]):
            whole = [int(text) if text else 0 for text in values]
            return np.array(whole, object), known
        return values, known
    known = np.isfinite(values)
    if not _is_whole(values):
        raise ValueError(
            f"the column {shown(column)} has numbers that are not whole, which are no labels; "
            "choose another"
        )
    return np.array(
        [int(value) if fine else 0 for value, fine in zip(values, known, strict=True)], object
    ), known


def fit_rows(table: Table, column: str) -> np.ndarray:
    """Return which rows (N,) a column says are to fit on.

    Raises ValueError where it says anything but fit or test of a row.
    """
    words = _words(table.values(column))
    wrong = [word for word in words if word not in FIT | TEST]
    if wrong:
        raise ValueError(
            f"the column {shown(column)} says {shown(wrong[0])} of a row; it must say train or "
            "test of each, or 1 or 0"
        )
    return np.array([word in FIT for word in words])


def _words(values: np.ndarray) -> list[str]:
    if values.dtype.kind == "f":
        return [f"{value:g}" for value in values]
    return [str(value).lower() for value in values]


def _is_split(name: str, values: np.ndarray) -> bool:
    words = set(_words(values))
    # Two classes may be called 1 and 0 or true and false, but not train and test.
    plain = words <= {"0", "1", "true", "false"}
    named = name.lower() in SPLITS
    return len(words) > 1 and words <= FIT | TEST and bool(words & FIT) and (named or not plain)


def _is_whole(values: np.ndarray) -> bool:
    known = values[np.isfinite(values)]
    return (
        bool(len(known)) and bool((known == np.round(known)).all()) and np.abs(known).max() < 2**31
    )


def _distinct(values: np.ndarray) -> int:
    if values.dtype.kind == "f":
        return len(np.unique(values[np.isfinite(values)]))
    return len(set(values.tolist()) - {""})


def _is_index(name: str, values: np.ndarray) -> bool:
    counted = np.array_equal(values, np.arange(len(values)) + np.nan_to_num(values[0]))
    return counted and len(values) > 2 and (name.lower() in INDICES or values[0] in (0, 1))
