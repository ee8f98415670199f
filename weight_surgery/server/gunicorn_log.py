"""What gunicorn writes, without who asks and what: `deploy/gunicorn.conf.py` names it."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger


class Log(Logger):
    """Gunicorn's log of its processes; of requests `logs.log_requests` writes."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: its line has the address, the query and where one came from."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Warn; of a request that is none, not from where it came and how it reads."""
        if str(msg).startswith("Invalid request"):
            msg, args = "a request that is no HTTP was refused", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an exception, without the request that it befell."""
        super().exception(str(msg).partition(" %")[0], **kwargs)
