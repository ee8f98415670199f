"""How far a run is, as a small file beside its blocks that anybody may look at."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Self

from weight_surgery.core.atlas.block_files import write_whole

logger = logging.getLogger(__name__)

FILE = "progress.json"
# It is written so often, and a run that has been silent for so long is gone.
BEAT_SECONDS, LOST_SECONDS = 1.0, 15.0


@dataclass(frozen=True)
class Progress:
    """A run: how many of its pairs are measured, and when it was last heard of.

    Times are seconds since 1970. state: running, done, cancelled or failed; sentence: why it
    failed.
    """

    total: int
    done: int
    started: float
    heartbeat: float
    state: str = "running"
    sentence: str = ""

    def is_live(self, now: float | None = None) -> bool:
        """Tell whether it runs: said so, and not long ago; now: seconds since 1970."""
        now = time.time() if now is None else now
        # From a clock that goes ahead it may come from the future.
        return self.state == "running" and abs(now - self.heartbeat) <= LOST_SECONDS

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return what is known of the latest run in a folder; None where nothing is."""
        try:
            return cls(**json.loads((folder / FILE).read_text(encoding="utf-8")))
        except (OSError, TypeError, ValueError):
            return None


class Reporter:
    """Write a run's progress from its begin to its end; within `with` a thread does it."""

    def __init__(self, folder: Path, total: int, done: int) -> None:
        now = time.time()
        self._folder = folder
        self._record = Progress(total, done, now, now)
        self._ended = Event()
        self._thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._write()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, _: object) -> None:
        self._ended.set()
        self._thread.join()
        if kind is None:
            self._record = replace(self._record, state="done")
        elif issubclass(kind, Exception):
            self._record = replace(self._record, state="failed", sentence=str(error))
        else:
            self._record = replace(self._record, state="cancelled")
        self._write()

    @property
    def done(self) -> int:
        """How many pairs are measured."""
        return self._record.done

    def add(self, pairs: int) -> None:
        """Say that so many more pairs are measured."""
        self._record = replace(self._record, done=self.done + pairs)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            self._write()

    def _write(self) -> None:
        """Write the record. That it cannot be, as on a full disk, ends no run by itself."""
        told = asdict(replace(self._record, heartbeat=time.time()))
        try:
            write_whole(self._folder / FILE, json.dumps(told).encode())
        except ValueError:
            logger.warning("a run's progress could not be written", exc_info=True)
