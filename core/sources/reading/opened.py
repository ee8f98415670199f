"""What a file is, before it is opened: a model with what it reads right, or a table's guesses."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.bundle.archive import Archive
from weight_surgery.core.bundle.format import REQUIRED, bundle_in
from weight_surgery.core.checks import shown
from weight_surgery.core.instead import BEGINNING, instead_of
from weight_surgery.core.limits import CLASSES, DIMENSIONS, FILE_BYTES, SAMPLES
from weight_surgery.core.metrics import Rate
from weight_surgery.core.metrics.verdict import Network, is_near_chance
from weight_surgery.core.sources.reading.arrays import read_arrays
from weight_surgery.core.sources.reading.delimited import read_delimited
from weight_surgery.core.sources.reading.guesses import (
    Choices,
    column_notes,
    fit_rows,
    guess,
    label_columns,
    labels_of,
    left_out,
    number_columns,
    rows_left_out,
    split_columns,
)
from weight_surgery.core.sources.reading.parquet import read_parquet
from weight_surgery.core.sources.reading.table import Table
from weight_surgery.core.sources.table import from_embeddings
from weight_surgery.core.uploads import title_of

TABLES: dict[str, Callable[[bytes], Table]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".parquet": read_parquet,
}
ENDINGS = (".npz", ".csv", ".tsv", ".txt", ".parquet")
TEXTS = (".csv", ".tsv", ".txt")
LEAST_COLUMNS = 2


@dataclass(frozen=True)
class Way:
    """One way to read a table's samples: how many are right of those fitted on, and of the others.

    normalise: by cosine, else by distance.
    """

    normalise: bool
    fit: Rate
    test: Rate


@dataclass(frozen=True)
class Guesses:
    """What a table was taken for, and what else it could be.

    choices: with a normalisation; labels, splits: the columns that may be those; numbers: those
    that are the embedding; ways: by cosine and by distance, as far as each is possible.
    """

    choices: Choices
    labels: tuple[str, ...]
    splits: tuple[str, ...]
    numbers: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, eq=False)
class Opened:
    """A model that a file makes, and what is to be known before it is shown.

    network: how it reads its test samples; guesses: of a table, None for a bundle; notes:
    sentences.
    """

    title: str
    bundle: Bundle
    network: Network
    guesses: Guesses | None = None
    notes: tuple[str, ...] = ()

    @property
    def accuracy(self) -> Rate:
        """What is read right of its test samples."""
        return self.network.accuracy

    @property
    def near_chance(self) -> bool:
        """Whether no verdict will be given, because it reads too little or of too few samples."""
        return is_near_chance(self.network)


def open_file(name: str, content: bytes, choices: Choices | None = None) -> Opened:
    """Make a model of a file: a bundle, or a table with what its columns are taken for.

    name: the file's; choices: of a table's columns, None to guess. Nothing is written, nothing
    unpickled, and sizes are looked at before anything is unpacked.
    Raises ValueError with a sentence for anything else.
    """
    path = PurePath(name)
    ending = path.suffix.lower()
    title = title_of(path.stem)
    if ending not in ENDINGS:
        raise ValueError(
            f"a file that ends in {ending or 'nothing'} cannot be opened here; give a bundle "
            "(.npz), a table of vectors and labels (.csv, .parquet, .npz), a recipe (.json) or a "
            "checkpoint (.pth, .safetensors)"
        )
    if not content:
        raise ValueError("it is empty; save it again")
    if instead := instead_of(content[:BEGINNING], ending in TEXTS):
        raise ValueError(f"it is no {ending} but {instead}")
    if len(content) > FILE_BYTES:
        raise ValueError(
            f"it has {len(content) / 2**20:,.0f} MB, and at most {FILE_BYTES / 2**20:,.0f} MB are "
            "read; keep fewer samples"
        )
    if ending != ".npz":
        return _from_table(TABLES[ending](content), title, choices)
    with Archive(io.BytesIO(content)) as archive:
        if any(name in archive.headers for name in REQUIRED[4:]):
            return _measured(_limited(bundle_in(archive)), title)
        table = read_arrays(archive)
    return _from_table(table, title, choices)


def _limited(bundle: Bundle) -> Bundle:
    """Return a bundle that is not too large. Raises ValueError for one that is."""
    samples = max(len(bundle.labels_fit), len(bundle.labels_test))
    hidden = bundle.features_fit.shape[1]
    for what, has, most in (
        ("samples in a split", samples, SAMPLES),
        ("dimensions", max(bundle.dims, hidden), DIMENSIONS),
        ("classes", len(bundle.class_names), CLASSES),
    ):
        if has > most:
            raise ValueError(f"it has {has:,} {what}, and at most {most:,} are opened")
    return bundle


def _measured(bundle: Bundle, title: str) -> Opened:
    accuracy = _rate(bundle.predictions_test, bundle.labels_test)
    largest = int(np.bincount(bundle.labels_test).max())
    return Opened(title, bundle, Network(accuracy, largest))


def _rate(predictions: np.ndarray, labels: np.ndarray) -> Rate:
    return Rate.of(int((predictions == labels).sum()), len(labels))


def _from_table(table: Table, title: str, choices: Choices | None) -> Opened:
    asked = choices or Choices()
    if asked.label is None:
        guessed = guess(table)
        asked = guessed if choices is None else replace(asked, label=guessed.label)
    assert asked.label is not None
    columns = number_columns(table, asked)
    if not columns:
        raise ValueError("it has no columns of numbers beside the labels; there is nothing to edit")
    labels, known = labels_of(table, asked.label)
    vectors = table.numbers[:, [table.columns.index(name) for name in columns]]
    whole = known & np.isfinite(vectors).all(axis=1)
    notes = [*table.notes, *left_out(table, columns, asked), *rows_left_out(whole)]
    if len(columns) < LEAST_COLUMNS:
        raise ValueError(
            " ".join(
                (
                    f"beside the labels it has one column of numbers, {shown(columns[0])}, and two "
                    "are needed.",
                    *notes,
                )
            ).removesuffix(".")
        )
    notes += column_notes(columns, vectors[whole])
    split = None if asked.split is None else fit_rows(table, asked.split)[whole]
    ways = _ways(vectors[whole], labels[whole].tolist(), split, title)
    found = [bundle for bundle in ways if isinstance(bundle, Bundle)]
    if not found:
        raise next(error for error in ways if isinstance(error, ValueError))
    chosen = _chosen(found, asked.normalise)
    guesses = Guesses(
        choices=replace(asked, normalise=chosen.normalise),
        labels=tuple(dict.fromkeys((asked.label, *label_columns(table)))),
        splits=tuple(split_columns(table)),
        numbers=tuple(columns),
        ways=tuple(map(_way, found)),
    )
    return replace(_measured(_limited(chosen), title), guesses=guesses, notes=tuple(notes))


def _ways(
    vectors: np.ndarray, labels: list[object], split: np.ndarray | None, title: str
) -> list[Bundle | ValueError]:
    """Return the model by cosine and by distance, each or the reason why it cannot be."""
    found: list[Bundle | ValueError] = []
    for normalise in (True, False):
        try:
            given = None if split is None else split.tolist()
            found.append(
                from_embeddings(vectors, labels, split=given, normalise=normalise, name=title)
            )
        except ValueError as error:
            found.append(error)
    return found


def _chosen(ways: list[Bundle], normalise: bool | None) -> Bundle:
    """Return the way that is asked for, else what reads more of the fitted samples right."""
    for bundle in ways:
        if bundle.normalise is normalise:
            return bundle
    if normalise is not None:
        raise ValueError(
            "it cannot be read by cosine, because the mean of a class is the origin; choose "
            "distance"
        )
    return max(ways, key=lambda bundle: _way(bundle).fit.successes)


def _way(bundle: Bundle) -> Way:
    return Way(
        bundle.normalise,
        _rate(bundle.predictions_fit, bundle.labels_fit),
        _rate(bundle.predictions_test, bundle.labels_test),
    )
