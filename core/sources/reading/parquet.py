"""A .parquet as a table, where pyarrow is installed; its footer is looked at first."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from weight_surgery.core.limits import UNPACKED_BYTES
from weight_surgery.core.sources.reading.table import Table, check_size, table_of


def read_parquet(content: bytes) -> Table:
    """Read a table. Raises ValueError for what is none, is too large, or without pyarrow."""
    parquet = _library()
    arrow = import_module("pyarrow")
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        known = file.metadata
        groups = (known.row_group(at) for at in range(known.num_row_groups))
        unpacked = sum(group.total_byte_size for group in groups)
    except (arrow.ArrowException, OSError) as error:
        raise ValueError(f"it is no readable .parquet: {_short(error)}") from None
    check_size(known.num_rows, len(file.schema_arrow.names))
    check_size(known.num_rows, known.num_columns)
    if unpacked > UNPACKED_BYTES:
        raise ValueError(
            f"it unpacks to {unpacked / 2**20:,.0f} MB, and at most "
            f"{UNPACKED_BYTES / 2**20:,.0f} MB are read; take fewer rows or columns"
        )
    try:
        frame = file.read(use_threads=False).to_pandas()
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise ValueError(f"it is no readable .parquet: {_short(error)}") from None
    return table_of(frame.reset_index(drop=True))


def _library() -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise ValueError(
            "a .parquet is read by pyarrow, which is not installed here: "
            "pip install 'weight-surgery-lab[parquet]', or save the table as .csv"
        ) from None


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else "it is broken"
