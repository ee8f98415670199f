"""A .csv as a table: its letters, its separator and its header are found out, not asked for."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from weight_surgery.core.limits import CELLS, SAMPLES
from weight_surgery.core.sources.reading.table import Table, check_names, check_size, table_of

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = (",", ";", "\t", "|")
# Of the beginning so much is looked at; a line of 5,000 numbers is a tenth of it.
BEGINNING = 2**20
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LINE = re.compile(r"[^\n]*\n|[^\n]+")
NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?|nan|[+-]?inf", re.IGNORECASE)
# 1,5 where fields end at a semicolon.
COMMA = re.compile(r"[;\t|]\s*[+-]?\d+,\d+\s*(?=[;\t|\r\n])")


def read_delimited(content: bytes) -> Table:
    """Read a table with a line a sample and, where its first line holds no number, a header.

    Raises ValueError with what to do for what is none, or is too large.
    """
    text = _decoded(content)
    beginning = text[:BEGINNING]
    separator = max(SEPARATORS, key=_first_line(beginning).count)
    first = _fields(beginning, separator)
    headed = not any(NUMBER.fullmatch(field.strip()) for field in first)
    check_size(_rows(text, separator, headed, len(first)), len(first))
    if headed:
        check_names(first)
    table = table_of(_frame(text, separator, headed, len(first)))
    if headed:
        return table
    note = "Its first line holds numbers, so it is read as one without names for its columns."
    return Table(table.columns, table.numbers, table.texts, (note, *table.notes))


def _decoded(content: bytes) -> str:
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in content:
        raise ValueError("it is no text, whatever its name says; save the table as CSV")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise ValueError("it is no text in UTF-16, as it says; save it as UTF-8") from None
        # What spreadsheets in western countries write; every byte is a letter there.
        text = content.decode("latin-1")
    if not text.strip():
        raise ValueError("it is empty; a table needs a line a sample")
    return text


def _first_line(text: str) -> str:
    return next(line for line in text.splitlines() if line.strip())


def _fields(text: str, separator: str) -> list[str]:
    """Return the fields of the first line that is not empty."""
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True):
            if any(field.strip() for field in row):
                return [field.strip() for field in row]
    except csv.Error as error:
        raise ValueError(f"its first line cannot be read: {error}") from None
    raise ValueError("it is empty; a table needs a line a sample")


def _rows(text: str, separator: str, headed: bool, columns: int) -> int:
    """Return how many rows a table has at most; exactly where that may be too many."""
    lines = text.count("\n") + 1
    if lines <= SAMPLES and lines * columns <= CELLS:
        return lines
    each = (line.group() for line in LINE.finditer(text))
    try:
        rows = csv.reader(each, delimiter=separator, skipinitialspace=True)
        return sum(any(map(str.strip, row)) for row in rows) - headed
    except csv.Error as error:
        raise ValueError(f"one of its lines cannot be read: {error}") from None


def _frame(text: str, separator: str, headed: bool, columns: int) -> pd.DataFrame:
    import pandas as pd

    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=0 if headed else None,
            names=None if headed else [f"column {at}" for at in range(1, columns + 1)],
            decimal="," if separator != "," and COMMA.search(text[:BEGINNING]) else ".",
            skipinitialspace=True,
            low_memory=False,
        )
    except pd.errors.ParserError as error:
        raise ValueError(
            f"its lines have different numbers of fields: {str(error).strip().splitlines()[-1]}"
        ) from None
    except (ValueError, OverflowError) as error:
        raise ValueError(f"it cannot be read as a table: {error}") from None
    # pandas takes the first field of lines that are longer than the header for names of rows.
    if not isinstance(frame.index, pd.RangeIndex):
        raise ValueError(
            f"its lines have more fields than the {columns:,} of its header; give every column "
            "a name"
        )
    return frame
