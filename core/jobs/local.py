"""Jobs on this machine: a process each, and an eye on it."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.record import Record

logger = logging.getLogger(__name__)

# A process that beats every 0.3 s and has not been heard of for so long is gone, or its machine
# sleeps; one that has only been started may take longer on a busy machine.
LOST_SECONDS, START_SECONDS = 15.0, 60.0
LOST = "the process that did it ended before it was done; start it again"


@dataclass(frozen=True)
class LocalRunner:
    """Start a process for each job; at most `places` of them work at a time, the others wait."""

    folder: JobFolder
    uploads: Path
    places: int = 1

    def start(self, id: str) -> None:
        """Start a job. Raises OSError where no process can be started."""
        module = "weight_surgery.core.jobs.run"
        given = (str(self.folder.path), str(self.uploads), id, str(self.places))
        # Ctrl+C is for the server; that it is gone is heard of, as its end of the pipe closes then.
        process = subprocess.Popen(
            [sys.executable, "-m", module, *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        Thread(target=self._watch, args=(process, id), daemon=True).start()

    def _watch(self, process: subprocess.Popen, id: str) -> None:
        """Say of a process that ended without a word that it did; it writes no more."""
        code = process.wait()
        try:
            record = self.folder.read(id)
            if record.is_live:
                logger.error("the process of a job ended with %d", code)
                self.folder.drop(id)
                self.folder.write(replace(record, state="failed", sentence=LOST))
        except (ValueError, OSError):
            logger.warning("a job that ended could not be looked at", exc_info=True)

    def seen(self, record: Record) -> Record:
        """Return a live record as it is to be shown: failed, where its process is gone."""
        silent = time.time() - record.heartbeat
        begun = record.heartbeat > record.created
        if silent <= (LOST_SECONDS if begun else START_SECONDS):
            return record
        return replace(record, state="failed", sentence=LOST)

    def remind(self, record: Record) -> None:
        """Do nothing: a job here has its process, or has none and failed."""
