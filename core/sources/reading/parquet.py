"""A .parquet as a table, where pyarrow is installed; its footer is looked at first."""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import Any

from weight_surgery.core.limits import UNPACKED_BYTES
from weight_surgery.core.sources.reading.table import Table, check_size, table_of

DAMAGED = "it is no readable .parquet, or is damaged; save it again"
# What pyarrow and pandas raise of bytes that are not theirs, beside what pyarrow calls its own.
FAULTS = (OSError, ValueError, KeyError, TypeError, OverflowError)
# What pandas calls the rows' own names where it keeps them.
INDEX = re.compile(r"__index_level_\d+__")


def read_parquet(content: bytes) -> Table:
    """Read a table. Raises ValueError for what is none, is too large, or without pyarrow."""
    parquet = _library()
    faults = (import_module("pyarrow").ArrowException, *FAULTS)
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        known = file.metadata
        groups = (known.row_group(at) for at in range(known.num_row_groups))
        unpacked = sum(group.total_byte_size for group in groups)
        names = file.schema_arrow.names
    except faults:
        raise ValueError(DAMAGED) from None
    check_size(known.num_rows, len(names))
    check_size(known.num_rows, known.num_columns)
    if unpacked > UNPACKED_BYTES:
        raise ValueError(
            f"it unpacks to {unpacked / 2**20:,.0f} MB, and at most "
            f"{UNPACKED_BYTES / 2**20:,.0f} MB are read; take fewer rows or columns"
        )
    try:
        # What pandas has noted of its own columns is of no use here, and may be anything.
        frame = file.read(use_threads=False).to_pandas(ignore_metadata=True)
    except faults:
        raise ValueError(DAMAGED) from None
    names = [name for name in frame.columns if not INDEX.fullmatch(str(name))]
    return table_of(frame[names])


def _library() -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise ValueError(
            "a .parquet is read by pyarrow, which is not installed here: "
            "pip install 'weight-surgery-lab[parquet]', or save the table as .csv"
        ) from None
