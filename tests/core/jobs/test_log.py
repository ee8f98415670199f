"""What those who do jobs write of them: lines as the server's, in which nothing opens a model."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.jobs.conftest import SECONDS, until
from tests.redis import redis_server, required_redis
from weight_surgery.core.jobs import JobFolder, Jobs, jobs_of
from weight_surgery.core.uploads import PREFIX, Uploads

ADDRESS = PREFIX + "a" * 22
# A fault in the program, whose words have somebody's model.
FAULT = f"""
import sys
from weight_surgery.core.jobs import work
def fails(*_):
    raise RuntimeError("nothing to do with {ADDRESS}")
work._make = fails
"""
ALONE = "from weight_surgery.core.jobs.run import main; main()"
WORKER = "from weight_surgery.core.jobs.command import main; sys.exit(main([]))"


def expect_lines(written: str) -> None:
    lines = [json.loads(line) for line in written.splitlines()]
    (told,) = (line for line in lines if line["message"] == "job train failed")
    assert told["level"] == "ERROR"
    assert told["exc_info"].endswith(f"RuntimeError: nothing to do with {PREFIX}")
    assert ADDRESS not in written


def test_the_process_of_a_job(folder: JobFolder, noted: Jobs, tmp_path: Path) -> None:
    id = noted.start("browser", "train", {}).id
    process = subprocess.Popen(
        [sys.executable, "-c", FAULT + ALONE, str(folder.path), str(tmp_path), id, "1"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin
        # Its other end stays open as long as the server is there.
        assert process.wait(SECONDS) == 0
        assert process.stderr
        expect_lines(process.stderr.read())
    assert folder.read(id).state == "failed"


def test_a_worker_of_the_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(tmp_path / "uploads")
    with redis_server(required_redis(), tmp_path) as address:
        monkeypatch.setenv("REDIS_URL", address)
        monkeypatch.setenv("WEIGHT_SURGERY_UPLOADS", str(uploads.folder))
        jobs = jobs_of(uploads, address)
        id = jobs.start("browser", "train", {}).id
        with subprocess.Popen(
            [sys.executable, "-c", FAULT + WORKER],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as worker:
            try:
                ended = until(jobs, id, lambda _: False)
            finally:
                worker.send_signal(signal.SIGTERM)
            _, written = worker.communicate(timeout=SECONDS)
    assert ended.state == "failed"
    assert id not in written
    # Before its log begins, Celery warns who is root in its own words.
    expect_lines(written[written.index("{") :])
