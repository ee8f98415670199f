"""Jobs by a queue (Celery with Redis), for a page of several processes or machines.

Records stay in the shared folder; the queue only says whose turn it is. A message is kept until its
job has ended, and given out again when its worker is gone, so a job may be taken up twice: a lock
sees to it that one process at a time does it, and its record that it ends once. A Redis that comes
back without its memory is told again of every job that somebody looks at.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging
from filelock import Timeout
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from weight_surgery.core import log
from weight_surgery.core.jobs.folder import JobFolder
from weight_surgery.core.jobs.record import Record
from weight_surgery.core.jobs.reporter import Reporter
from weight_surgery.core.uploads import Uploads

logger = logging.getLogger(__name__)

TASK = "weight_surgery.job"
# A message that nobody has confirmed for so long is given out again. Whoever gets it while its job
# runs waits, so this may be shorter than a job.
VISIBLE_SECONDS = 60
LOST_SECONDS = 15.0
# What says in Redis that a job was put into the queue, for longer than its record is kept.
SENT, SENT_SECONDS = "weight_surgery:sent:{}", 7 * 24 * 3600
MOST_ATTEMPTS = 3
LOST = "Its worker is gone; the next one that is free takes it up again"
GIVEN_UP = (
    f"its process was killed {MOST_ATTEMPTS} times; perhaps there is too little memory for it"
)


class _WithoutId(logging.Filter):
    """Take from a record the id of its job, which opens it and what came of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        # What Celery says of a message besides its words: its arguments among it.
        record.__dict__.pop("data", None)
        return True


@setup_logging.connect
def _log(**_: Any) -> None:
    """Have a worker write its log as the pages do."""
    log.begin(_WithoutId())


def queue_of(
    address: str, folder: JobFolder, uploads: Uploads, visible: int = VISIBLE_SECONDS
) -> Celery:
    """Return the queue at a Redis address, for those who ask and for its workers."""
    queue = Celery("weight_surgery", broker=address, set_as_current=False)
    queue.conf.update(
        task_default_queue="weight_surgery",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_publish_retry=False,
        worker_prefetch_multiplier=1,
        # torch's memory goes with the process that needed it.
        worker_max_tasks_per_child=1,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": visible,
            "unacked_restore_interval": max(1, visible // 4),
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 5,
        },
    )

    @queue.task(name=TASK, bind=True, max_retries=None)
    def job(self: Task, id: str) -> None:
        if not do(folder, uploads, id):
            raise self.retry(countdown=visible / 2)

    return queue


def do(folder: JobFolder, uploads: Uploads, id: str) -> bool:
    """Do a job unless it has ended; false where another process is at it."""
    lock = folder.lock(id)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    try:
        _do(folder, uploads, id)
    except ValueError:
        # It was swept before anybody took it up.
        pass
    finally:
        lock.release()
    return True


def _do(folder: JobFolder, uploads: Uploads, id: str) -> None:
    from weight_surgery.core.jobs.work import perform

    with Reporter(folder, id) as reporter:
        record = reporter.record
        if not record.is_live:
            return
        if folder.is_cancelled(id):
            reporter.end("cancelled")
        elif record.attempts >= MOST_ATTEMPTS:
            reporter.end("failed", sentence=GIVEN_UP)
        else:
            perform(reporter, uploads, lambda: folder.content(id))


@dataclass(frozen=True)
class QueueRunner:
    """Put jobs into a queue; its workers, wherever they are, take them up."""

    queue: Any

    def start(self, id: str) -> None:
        """Put a job into the queue unless it is there. Raises OSError where none answers."""
        try:
            with self.queue.connection_for_write() as connection:
                redis = connection.default_channel.client
                # As lasting as the message: if one is lost, so is the other.
                if not redis.set(SENT.format(id), 1, nx=True, ex=SENT_SECONDS):
                    return
                try:
                    self.queue.send_task(TASK, [id], connection=connection)
                except BaseException:
                    redis.delete(SENT.format(id))
                    raise
        except (OperationalError, RedisError) as error:
            raise OSError("the queue does not answer") from error

    def seen(self, record: Record) -> Record:
        """Return a live record as it is to be shown: waiting, where its worker is gone."""
        if record.state == "waiting" or not _is_silent(record):
            return record
        return replace(record, state="waiting", stage=LOST, left=None)

    def remind(self, record: Record) -> None:
        """Put a job of which nothing is heard into the queue again, if that has forgotten it."""
        if not _is_silent(record):
            return
        try:
            self.start(record.id)
        except OSError:
            logger.warning("the queue of jobs does not answer")


def _is_silent(record: Record) -> bool:
    return time.time() - record.heartbeat > LOST_SECONDS
