"""The server's log: one object a line, of requests without what they ask and who asks."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from weight_surgery.core import log
from weight_surgery.server.endpoints import OPEN, endpoint

logger = logging.getLogger(__name__)

ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
HEADER = "X-Request-ID"


class WithRequest(logging.Filter):
    """Give a record the id of the request that it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        if has_request_context() and "request_id" in g:
            record.request = g.request_id
        return True


def begin() -> None:
    """Write this process's log to its standard error, each line with its request."""
    log.begin(WithRequest())


def gunicorn_logging() -> dict[str, Any]:
    """Return what has gunicorn write its own log in the same form, as `logging.config` takes it."""
    form = {"()": log.Form, **log.FIELDS}
    handler = {"class": "logging.StreamHandler", "formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": form},
        "handlers": {"own": handler},
        "root": {"level": "INFO", "handlers": ["own"]},
        "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["own"], "propagate": False}},
    }


def log_requests(server: Flask) -> None:
    """Log every request's kind, status and time, and give it an id.

    Not its path and query, which name what somebody brought, nor an address or a name. An id that
    a proxy gave is kept.
    """

    def begun() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if ID.fullmatch(given) else uuid.uuid4().hex
        g.begun = time.perf_counter()

    def ended(response: Response) -> Response:
        response.headers[HEADER] = g.request_id
        if endpoint() not in OPEN:
            logger.info(
                "answered",
                extra={
                    "method": request.method,
                    "endpoint": endpoint(),
                    "callback": g.get("callback"),
                    "status": response.status_code,
                    "milliseconds": round(1000 * (time.perf_counter() - g.begun), 1),
                },
            )
        return response

    def failed(exc_info: Any) -> None:
        logger.error("a request failed", exc_info=exc_info, extra={"endpoint": endpoint()})

    server.before_request(begun)
    server.after_request(ended)
    # Flask's own way to write it otherwise; its words have the path.
    server.log_exception = failed  # type: ignore[method-assign]
