"""Where the jobs of a page are: beside the models that people bring."""

from __future__ import annotations

from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.jobs import Jobs
from weight_surgery.core.jobs.local import LocalRunner
from weight_surgery.core.uploads import Uploads

QUEUE_VARIABLE = "REDIS_URL"


def folder_of(uploads: Uploads) -> JobFolder:
    """Return the folder of jobs whose models are kept among these."""
    return JobFolder(uploads.folder / "jobs", uploads.hours)


def jobs_of(uploads: Uploads, address: str | None) -> Jobs:
    """Return the jobs of a page.

    address: of the Redis whose workers do them; without it this machine does, one at a time.
    Raises ValueError where Celery is not installed and is needed.
    """
    folder = folder_of(uploads)
    if not address:
        return Jobs(folder, LocalRunner(folder, uploads.folder))
    try:
        from weight_surgery.core.jobs.queue import QueueRunner, queue_of
    except ModuleNotFoundError as error:
        raise ValueError(
            f"jobs are to go through Redis, but {error.name} is not installed; "
            f"pip install 'weight-surgery-lab[jobs]', or leave {QUEUE_VARIABLE} unset"
        ) from error
    return Jobs(folder, QueueRunner(queue_of(address, folder, uploads)))
