"""`weight-surgery work`: do the jobs of pages that share a queue and a folder."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from weight_surgery.core.jobs.place import QUEUE_VARIABLE, folder_of
from weight_surgery.core.uploads import Uploads

# As weight_surgery.app has it.
UPLOADS_VARIABLE = "WEIGHT_SURGERY_UPLOADS"


def main(arguments: list[str] | None = None) -> int:
    """Work until interrupted; exit code 2 with a sentence where there is nothing to work for."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery work",
        description="Train and capture for pages, from the queue at "
        f"{QUEUE_VARIABLE} and in the folder that {UPLOADS_VARIABLE} names.",
    )
    parser.add_argument("--processes", type=int, default=1, help="jobs at a time (1)")
    options = parser.parse_args(arguments)
    try:
        address, folder = (_named(name) for name in (QUEUE_VARIABLE, UPLOADS_VARIABLE))
        if options.processes < 1:
            raise ValueError(f"--processes must be at least 1, got {options.processes}")
        work(address, Uploads(Path(folder)), options.processes)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def work(address: str, uploads: Uploads, processes: int) -> None:
    """Do jobs until interrupted. Raises ValueError where Celery is not installed."""
    try:
        from weight_surgery.core.jobs.queue import queue_of
    except ModuleNotFoundError as error:
        raise ValueError(
            f"{error.name} is not installed; pip install 'weight-surgery-lab[jobs]'"
        ) from error
    folder = folder_of(uploads)
    folder.make()
    queue = queue_of(address, folder, uploads)
    queue.worker_main(["worker", "--loglevel", "INFO", "--concurrency", str(processes)])


def _named(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise ValueError(f"set {variable}, as the pages have it")
    return value
