"""The folder that jobs are kept in: a record each, and what goes with it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock, FileLock

from weight_surgery.core.jobs.record import Record, check_id

RECORD, CANCEL, CONTENT, LOCK, UNFINISHED = ".json", ".cancel", ".bytes", ".lock", ".part"
KEPT_HOURS = 24.0


@dataclass(frozen=True)
class JobFolder:
    """Records by id, readable by the folder's account alone, each for so many hours.

    Several processes, and machines that share the folder, may use it at once. Of a record one
    process at a time is the writer: who starts the job, then who does it.
    """

    path: Path
    hours: float = KEPT_HOURS

    def make(self) -> None:
        """Make the folder where it is not there, for its account alone."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)

    def write(self, record: Record) -> None:
        """Write a record, whole or not at all."""
        self._write(self._of(record.id, RECORD), record.to_json().encode())

    def read(self, id: str) -> Record:
        """Return a record. Raises ValueError where there is none, or none any more."""
        try:
            return Record.from_json(self._of(id, RECORD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ValueError(
                f"this job is no longer known: jobs are kept for {self.hours:g} hours; start it "
                "again"
            ) from None

    def records(self) -> Iterator[Record]:
        """Return all records, in no order."""
        for path in self.path.glob(f"*{RECORD}"):
            # Another process may have swept it meanwhile.
            with suppress(ValueError):
                yield self.read(path.stem)

    def cancel(self, id: str) -> None:
        """Leave word that a job is to end."""
        self._of(id, CANCEL).touch(mode=0o600)

    def is_cancelled(self, id: str) -> bool:
        """Tell whether somebody asked a job to end; quick enough for every step."""
        return self._of(id, CANCEL).exists()

    def put(self, id: str, content: bytes) -> None:
        """Keep the bytes that a job is to work on."""
        self._write(self._of(id, CONTENT), content)

    def content(self, id: str) -> Path:
        """Return where the bytes lie that a job is to work on."""
        return self._of(id, CONTENT)

    def drop(self, id: str) -> None:
        """Delete what a job worked on."""
        self._of(id, CONTENT).unlink(missing_ok=True)

    def lock(self, name: str) -> BaseFileLock:
        """Return a lock that the system frees when its process ends, however it ends.

        name: a job's id, for who does it, or any other word.
        """
        return FileLock(self.path / f"{name}{LOCK}", mode=0o600)

    def sweep(self) -> None:
        """Delete what nobody has written to for longer than jobs are kept."""
        over = time.time() - 3600 * self.hours
        for record in self.records():
            if record.heartbeat < over:
                for ending in (RECORD, CANCEL, CONTENT, LOCK):
                    self._of(record.id, ending).unlink(missing_ok=True)
        for path in (*self.path.glob(f"*{UNFINISHED}"), *self.path.glob(f"*{CONTENT}")):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < over:
                    path.unlink()

    def _of(self, id: str, ending: str) -> Path:
        return self.path / f"{check_id(id)}{ending}"

    def _write(self, path: Path, content: bytes) -> None:
        number, name = tempfile.mkstemp(suffix=UNFINISHED, dir=self.path)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
