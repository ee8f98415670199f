"""`weight-surgery serve`: the page for others, in one process, until it is told to end."""

from __future__ import annotations

import logging

from weight_surgery.server import logs
from weight_surgery.server.command import ended
from weight_surgery.server.listening import Listener
from weight_surgery.server.reading import read_settings, told
from weight_surgery.server.settings import Settings
from weight_surgery.server.wiring import build, settle

logger = logging.getLogger(__name__)


def main(arguments: list[str] | None = None, prog: str = "weight-surgery serve") -> int:
    """Serve the page to others; exit code 2 with a sentence on bad input."""
    return ended(lambda: _serve(read_settings(Settings, arguments, prog)))


def _serve(settings: Settings) -> None:
    logs.begin()
    logger.info("settings", extra={"settings": told(settings)})
    server, workbench = build(settings)
    settle()
    listener = Listener(server, settings, settings.threads, settings.connections)
    logger.info("listening", extra={"address": f"{settings.address}{settings.prefix}"})
    listener.run(settings.grace)
    workbench.close()
    logger.info("ended")
