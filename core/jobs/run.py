"""`python -m weight_surgery.core.jobs.run FOLDER UPLOADS ID`: one job, in a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

from filelock import BaseFileLock, Timeout

from weight_surgery.core import log
from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.reporter import Cancelled, Reporter
from weight_surgery.core.uploads import Uploads

LOOK_SECONDS = 0.25
# Whoever looks at the page comes first.
NICE = 5


def main(arguments: list[str] | None = None) -> int:
    """Wait for a place, do the job, and write what came of it."""
    path, uploads, id, places = sys.argv[1:] if arguments is None else arguments
    log.begin()
    folder = JobFolder(Path(path))
    Thread(target=_end_with_server, args=(folder, id), daemon=True).start()
    run(folder, Uploads(Path(uploads)), id, int(places))
    return 0


def _end_with_server(folder: JobFolder, id: str) -> None:
    """Cancel the job when who started it is gone: nobody would know what keeps the machine busy."""
    # Not through sys.stdin, whose lock a thread may not hold when Python ends.
    os.read(0, 1)
    folder.cancel(id)


def run(folder: JobFolder, uploads: Uploads, id: str, places: int) -> None:
    """Do a job as soon as fewer than `places` run on this folder."""
    with Reporter(folder, id) as reporter:
        try:
            place = _place(folder, reporter, places)
        except Cancelled:
            reporter.end("cancelled")
            return
        try:
            _leave_room()
            from weight_surgery.core.jobs.work import perform

            perform(reporter, uploads, lambda: folder.content(id))
        finally:
            place.release()


def _place(folder: JobFolder, reporter: Reporter, places: int) -> BaseFileLock:
    """Return a place that is held; the system frees it when this process ends, however it ends."""
    locks = [folder.lock(f"place-{number}") for number in range(places)]
    while True:
        for lock in locks:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                continue
            return lock
        reporter.begin("Waiting until another one has ended")
        reporter.wait(LOOK_SECONDS)


def _leave_room() -> None:
    """Leave the page a core, and what it needs of the others."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    import torch

    torch.set_num_threads(max(1, (os.cpu_count() or 1) - 1))


if __name__ == "__main__":
    sys.exit(main())
