"""The form of a process's log: an object a line, in which nothing opens what somebody brought."""

from __future__ import annotations

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from weight_surgery.core.uploads import ADDRESS, PREFIX

FIELDS: dict[str, Any] = {
    "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
    "rename_fields": {"asctime": "time", "levelname": "level"},
}


class Form(JsonFormatter):
    """A record as an object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception's words may have the address of somebody's model."""
        return ADDRESS.sub(PREFIX, super().format(record))


def begin(*filters: logging.Filter) -> None:
    """Write this process's log to its standard error, what the filters leave and add."""
    handler = logging.StreamHandler()
    for one in filters:
        handler.addFilter(one)
    handler.setFormatter(Form(**FIELDS))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
