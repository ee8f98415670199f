"""Jobs by a real queue: one whose worker is killed half-way is taken up again, and ends once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from tests.browser.server import free_port
from tests.core.jobs.conftest import until
from tests.redis import redis_server, required_redis
from weight_surgery.core.jobs import JobFolder, Jobs, Record, jobs_of, queue
from weight_surgery.core.jobs.command import main as work_command
from weight_surgery.core.jobs.jobs import NOT_STARTED
from weight_surgery.core.jobs.queue import (
    GIVEN_UP,
    LOST,
    LOST_SECONDS,
    MOST_ATTEMPTS,
    QueueRunner,
    do,
)
from weight_surgery.core.uploads import Uploads

# A worker whose message is given out again after two seconds, not after a minute.
WORKER = """
import sys
from pathlib import Path
from weight_surgery.core.jobs.place import folder_of
from weight_surgery.core.jobs.queue import queue_of
from weight_surgery.core.uploads import Uploads
address, folder = sys.argv[1:]
uploads = Uploads(Path(folder))
queue_of(address, folder_of(uploads), uploads, visible=2).worker_main(
    ["worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
)
"""
LONG = {"epochs": 150}


@pytest.fixture
def program() -> str:
    return required_redis()


@pytest.fixture
def address(program: str, tmp_path: Path) -> Iterator[str]:
    with redis_server(program, tmp_path) as given:
        yield given


@contextmanager
def worker(address: str, uploads: Path) -> Iterator[subprocess.Popen]:
    """Start a worker and its process for jobs; whatever is left of both is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, address, str(uploads)], start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def test_a_worker_that_is_killed_half_way_is_followed_by_another_which_ends_it_once(
    address: str, tmp_path: Path
) -> None:
    uploads = Uploads(tmp_path / "uploads")
    jobs = jobs_of(uploads, address)
    id = jobs.start("browser", "train", LONG).id
    with worker(address, uploads.folder) as first:
        half = until(jobs, id, lambda record: record.epoch > 1)
        assert (half.state, half.attempts) == ("running", 1)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(10)
    with worker(address, uploads.folder):
        until(jobs, id, lambda record: record.attempts > 1)
        # It is given out again and again while it runs; nobody else begins it.
        done = until(jobs, id, lambda _: False)
        assert (done.state, done.attempts) == ("done", 2)
    models = list(uploads.folder.glob("*.npz"))
    assert [path.stem for path in models] == [done.result]


def test_a_job_that_another_process_does_is_left_to_it(folder: JobFolder, noted: Jobs) -> None:
    id = noted.start("browser", "train", {}).id
    uploads = Uploads(folder.path.parent / "uploads")
    with folder.lock(id):
        assert not do(folder, uploads, id)
    for state in ("done", "cancelled"):
        folder.write(replace(folder.read(id), state=state, result="own-kept"))
        assert do(folder, uploads, id)
        assert folder.read(id).result == "own-kept"


def test_what_is_asked_to_end_or_kills_its_process_is_not_begun(
    folder: JobFolder, noted: Jobs
) -> None:
    uploads = Uploads(folder.path.parent / "uploads")
    one, other = (noted.start(name, "train", {}).id for name in ("one", "other"))
    folder.cancel(one)
    folder.write(replace(folder.read(other), attempts=MOST_ATTEMPTS))
    assert do(folder, uploads, one)
    assert do(folder, uploads, other)
    assert folder.read(one).state == "cancelled"
    assert folder.read(other).sentence == GIVEN_UP
    # Swept meanwhile.
    assert do(folder, uploads, "a" * 22)


def test_whose_worker_is_gone_waits_for_the_next() -> None:
    now = time.time()
    record = Record("a" * 22, "train", {}, "", now - 99, now - LOST_SECONDS - 1, "running")
    seen = QueueRunner(None).seen(record)
    assert (seen.state, seen.stage) == ("waiting", LOST)
    assert QueueRunner(None).seen(replace(record, heartbeat=now)).state == "running"


def test_a_queue_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    jobs = jobs_of(Uploads(tmp_path / "uploads"), "redis://127.0.0.1:1/0")
    record = jobs.start("browser", "train", {})
    assert (record.state, record.sentence) == ("failed", NOT_STARTED)


def test_a_job_outlives_a_redis_that_forgets_it(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOST_SECONDS", 0.0)
    port, uploads = free_port(), Uploads(tmp_path / "uploads")
    address = f"redis://127.0.0.1:{port}/0"
    jobs = jobs_of(uploads, address)
    with worker(address, uploads.folder):
        with redis_server(program, tmp_path, port):
            busy = jobs.start("browser", "train", LONG).id
            until(jobs, busy, lambda record: record.epoch > 1)
            waits = jobs.start("another", "train", {"epochs": 1}).id
            # However often somebody looks, it waits in one place.
            assert {jobs.look(waits).state for _ in range(3)} == {"waiting"}
            with Redis(port=port) as redis:
                assert redis.llen("weight_surgery") + redis.hlen("unacked") == 2
        # While it is away: what runs goes on, what waits waits, and nothing new is begun.
        assert (jobs.look(waits).state, jobs.look(waits).sentence) == ("waiting", "")
        assert jobs.start("a third", "train", {}).sentence == NOT_STARTED
        with redis_server(program, tmp_path, port):
            assert until(jobs, waits, lambda _: False).state == "done"
            done = until(jobs, busy, lambda _: False)
            assert (done.state, done.attempts) == ("done", 1)


def test_a_worker_without_a_queue_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert work_command([]) == 2
    assert "set REDIS_URL" in capsys.readouterr().err
