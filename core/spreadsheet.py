"""Tables as CSV that a spreadsheet reads as they are meant.

One convention for every file (assets/lab/figures/csv.mjs has the same for those made on the page):
UTF-8 with a byte order mark, without which Excel reads another encoding; a comma between cells;
numbers with a point; and no text that would be run as a formula or read as a date.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
# The first characters of a formula, and texts such as 3-6 and 1/12/24.
MISREAD = re.compile(r"[=+\-@\t\r\n]|\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$")


def cell(value: object) -> object:
    """Return a value as it stands in a file: a text that would be misread after an apostrophe."""
    return f"'{value}" if isinstance(value, str) and MISREAD.match(value) else value


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV. Raises ValueError where two columns have one name."""
    if len(set(columns)) < len(columns):
        raise ValueError(f"two columns have one name among {', '.join(columns)}")
    stream = io.StringIO()
    stream.write(MARK)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return stream.getvalue()
