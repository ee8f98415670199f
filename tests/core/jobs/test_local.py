"""Jobs on this machine, each by a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.core.jobs.conftest import until
from weight_surgery.core.jobs import Jobs
from weight_surgery.core.jobs.local import LOST
from weight_surgery.core.uploads import Uploads

LONG = {"epochs": 500}


def test_a_network_is_trained_and_kept_while_another_waits_and_is_cancelled(
    local: Jobs, tmp_path: Path
) -> None:
    first = local.start("browser", "train", {"dims": 8, "epochs": 200})
    waiting = until(local, first.id, lambda record: record.state == "running")
    second = local.start("browser", "train", LONG)
    until(local, second.id, lambda record: "another" in record.stage)
    trained = until(local, first.id, lambda record: record.accuracy is not None)
    assert waiting.attempts == trained.attempts == 1
    assert 1 <= trained.epoch <= trained.epochs == 200
    done = until(local, first.id, lambda _: False)
    assert (done.state, done.sentence) == ("done", "")
    bundle = Uploads(tmp_path / "uploads").open(done.result)
    assert bundle.dims == 8
    assert done.accuracy == np.mean(bundle.predictions_test == bundle.labels_test) > 0.9
    assert Uploads(tmp_path / "uploads").network(done.result) is not None
    # The other one has its place by now, and ends at its next step.
    until(local, second.id, lambda record: record.epoch > 0)
    local.cancel(second.id)
    ended = until(local, second.id, lambda _: False)
    assert (ended.state, ended.result) == ("cancelled", "")


def test_a_process_that_is_killed_is_told_of_and_gives_up_its_place(local: Jobs) -> None:
    record = local.start("browser", "train", LONG)
    until(local, record.id, lambda one: one.epoch > 0)
    os.kill(_process_of(record.id), signal.SIGKILL)
    ended = until(local, record.id, lambda _: False)
    assert (ended.state, ended.sentence) == ("failed", LOST)
    other = local.start("browser", "capture", {"dataset": "digits", "name": "net.pth"}, b"nothing")
    failed = until(local, other.id, lambda _: False)
    assert failed.state == "failed"
    assert failed.sentence.startswith("net.pth cannot be read as a checkpoint")
    assert not local.folder.content(other.id).exists()


def _process_of(id: str) -> int:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if id.encode() in words:
            return int(path.parent.name)
    raise AssertionError(f"no process does {id}")


def test_a_job_ends_with_the_server_that_started_it(local: Jobs, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from weight_surgery.core.jobs import JobFolder, Jobs, LocalRunner\n"
        "folder, uploads = map(Path, sys.argv[1:])\nkept = JobFolder(folder)\n"
        "print(Jobs(kept, LocalRunner(kept, uploads)).start('b', 'train', {'epochs': 500}).id)\n"
    )
    given = (str(local.folder.path), str(tmp_path / "uploads"))
    server = [sys.executable, "-c", code, *given]
    id = subprocess.run(server, capture_output=True, text=True, check=True).stdout.strip()
    assert until(local, id, lambda _: False).state == "cancelled"
