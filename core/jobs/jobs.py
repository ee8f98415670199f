"""What a page may do with jobs: start one or attach to it, look at it, end it."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from weight_surgery.core.checks import text_of
from weight_surgery.core.datasets import DATASETS
from weight_surgery.core.jobs.asked import TrainAsked, as_json, asked_of
from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.record import Record
from weight_surgery.core.raw_images import has_raw

LONGEST_TOKEN = 64
# Of everybody, waiting and running.
MOST_LIVE = 8
NOT_STARTED = "it could not be started; the server's log has the details. Try again later"


class Runner(Protocol):
    """Whatever has jobs done."""

    def start(self, id: str) -> None:
        """Have a job done. Raises OSError where that cannot be."""

    def seen(self, record: Record) -> Record:
        """Return a live record as it is to be shown, given when its process was last heard of."""

    def remind(self, record: Record) -> None:
        """Hear that somebody waits for a live record's job, in case it was forgotten."""


@dataclass(frozen=True)
class Jobs:
    """The jobs of a folder. Nothing here lists ids: who has one sees its job, and nobody else."""

    folder: JobFolder
    runner: Runner

    def start(
        self, token: Any, kind: Any, given: Mapping[str, Any], content: bytes | None = None
    ) -> Record:
        """Start a job, or attach to it where the same person's same job waits or runs.

        token: a secret of the browser that asks, in all of its tabs; content: the bytes to work on.
        Raises ValueError for what cannot be asked, and where too many wait.
        """
        asked = asked_of(kind, given)
        token = text_of("the browser's token", token, LONGEST_TOKEN)
        claim = _claim(token, kind, as_json(asked), content)
        self.folder.make()
        self.folder.sweep()
        with self.folder.lock("start"):
            live = [one for one in map(self._seen, self.folder.records()) if one.is_live]
            for one in live:
                if one.claim == claim:
                    return one
            if len(live) >= MOST_LIVE:
                raise ValueError(
                    f"{len(live)} jobs wait or run here already, and no more are taken; try again "
                    "in a few minutes"
                )
            now = time.time()
            id = secrets.token_urlsafe(16)
            record = Record(id, kind, as_json(asked), claim, created=now, heartbeat=now)
            if content is not None:
                self.folder.put(id, content)
            self.folder.write(record)
        return self._started(record)

    def look(self, id: Any) -> Record:
        """Return a job as it stands. Raises ValueError where there is none."""
        record = self._seen(self.folder.read(id))
        if record.is_live:
            self.runner.remind(record)
        return record

    def cancel(self, id: Any) -> Record:
        """Ask a job to end, which it does at its next step. Raises ValueError for none."""
        record = self.look(id)
        if record.is_live:
            self.folder.cancel(id)
        return self.look(id)

    def counts(self) -> dict[str, int]:
        """Return how many jobs are in each state, of all that are kept."""
        return dict(Counter(self._seen(one).state for one in self.folder.records()))

    @cached_property
    def datasets(self) -> tuple[str, ...]:
        """The data sets whose images are here, first the one that is always."""
        default = TrainAsked().dataset
        return (default, *(name for name in DATASETS if name != default and has_raw(name)))

    def _started(self, record: Record) -> Record:
        try:
            self.runner.start(record.id)
        except OSError:
            failed = replace(record, state="failed", sentence=NOT_STARTED)
            self.folder.write(failed)
            return failed
        return record

    def _seen(self, record: Record) -> Record:
        if not record.is_live:
            return record
        if self.folder.is_cancelled(record.id) and record.state == "waiting":
            return replace(record, state="cancelled")
        return self.runner.seen(record)


def _claim(token: str, kind: str, asked: dict[str, Any], content: bytes | None) -> str:
    """Return what two equal askings of one browser have in common, and nobody can tell it from."""
    digest = hashlib.sha256(json.dumps([token, kind, asked], sort_keys=True).encode())
    digest.update(content or b"")
    return digest.hexdigest()
