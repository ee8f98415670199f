"""What a process says of the job that it does, while it does it."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from threading import Event, Thread
from typing import Any, Self

from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.record import Record

logger = logging.getLogger(__name__)

# A record is written so often, so that it says where the job is, and that it is alive.
BEAT_SECONDS = 0.3


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked the job to end."""


class Reporter:
    """The one writer of a job's record from when a process takes it up until it ends.

    Within `with` a thread writes it every 0.3 s, whatever the job is busy with.
    """

    def __init__(self, folder: JobFolder, id: str) -> None:
        """Take up a job. Raises ValueError where there is none."""
        self._folder = folder
        self._record = folder.read(id)
        self._cancelled, self._ended = Event(), Event()
        self._thread = Thread(target=self._beat, daemon=True)
        self._first: tuple[int, float] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def record(self) -> Record:
        """The record as it stands."""
        return self._record

    def begin(self, stage: str) -> None:
        """Say that another part of the work begins, in words. Raises Cancelled."""
        self._first = None
        self._tell(stage=stage, step=0, steps=0, left=None)

    def step(self, step: int, steps: int, **found: Any) -> None:
        """Say how far this part is, and what is known by now. Raises Cancelled."""
        now = time.monotonic()
        # The first step is slow, because torch prepares itself.
        if self._first is None:
            self._first = (step, now)
        first, began = self._first
        left = (now - began) / (step - first) * (steps - step) if step > first else None
        self._tell(step=step, steps=steps, left=left, **found)

    def take_up(self) -> None:
        """Say that the job runs from now on. Raises Cancelled."""
        attempts = self._record.attempts + 1
        self._tell(state="running", started=time.time(), attempts=attempts)

    def wait(self, seconds: float) -> None:
        """Do nothing for a while. Raises Cancelled as soon as that is asked."""
        if self._cancelled.wait(seconds):
            raise Cancelled

    def end(self, state: str, **found: Any) -> None:
        """Delete what it worked on and write what came of it; nothing is written after that."""
        self._stop()
        self._folder.drop(self._record.id)
        self._record = replace(
            self._record, state=state, stage="", left=None, heartbeat=time.time(), **found
        )
        self._folder.write(self._record)

    def _tell(self, **changes: Any) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        self._record = replace(self._record, **changes)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                if self._folder.is_cancelled(self._record.id):
                    self._cancelled.set()
                self._folder.write(replace(self._record, heartbeat=time.time()))
            except OSError:
                logger.warning("a job's record could not be written", exc_info=True)

    def _stop(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
