"""Jobs are started once, looked at by who knows them, and gone after their time."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.core.jobs.conftest import Noted
from weight_surgery.core.jobs import JobFolder, Jobs, LocalRunner, Record
from weight_surgery.core.jobs.jobs import MOST_LIVE, NOT_STARTED
from weight_surgery.core.jobs.local import LOST_SECONDS, START_SECONDS

ASKED = {"dims": 4, "epochs": 3}


def started(jobs: Jobs) -> list[str]:
    assert isinstance(jobs.runner, Noted)
    return jobs.runner.started


def test_the_same_asked_twice_is_one_job_however_close_the_clicks(noted: Jobs) -> None:
    with ThreadPoolExecutor(6) as pool:
        asked = pool.map(lambda _: noted.start("browser", "train", ASKED), range(6))
    ids = {record.id for record in asked}
    assert started(noted) == list(ids)
    # Another browser's, and another network, are jobs of their own.
    assert noted.start("another", "train", ASKED).id not in ids
    assert noted.start("browser", "train", {**ASKED, "seed": 1}).id not in ids


def test_what_has_ended_is_begun_anew(noted: Jobs) -> None:
    first = noted.start("browser", "train", ASKED)
    noted.folder.write(replace(first, state="done"))
    assert noted.start("browser", "train", ASKED).id != first.id


def test_bytes_that_differ_are_jobs_that_differ(noted: Jobs) -> None:
    asked = {"dataset": "digits", "name": "net.pth"}
    one, two, again = (
        noted.start("b", "capture", asked, content).id for content in (b"1", b"2", b"1")
    )
    assert one == again != two
    assert noted.folder.content(two).read_bytes() == b"2"


def test_ids_cannot_be_guessed_and_records_are_their_accounts_alone(noted: Jobs) -> None:
    record = noted.start("browser", "train", ASKED)
    assert len(record.id) == 22
    for path in (noted.folder.path, *noted.folder.path.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    assert "browser" not in (noted.folder.path / f"{record.id}.json").read_text()


@pytest.mark.parametrize("id", ["../../etc/passwd", "", None, 7, "a" * 22, "a" * 400])
def test_a_job_that_is_not_there_is_a_sentence(noted: Jobs, id: object) -> None:
    for ask in (noted.look, noted.cancel):
        with pytest.raises(ValueError, match="job"):
            ask(id)


@pytest.mark.parametrize(
    ("kind", "asked", "words"),
    [
        ("train", {"dims": 1}, "dimensions must be a whole number from 2 to 128, got 1$"),
        ("train", {"epochs": 10**400}, "epochs must be a whole number from 1 to 500, got a number"),
        ("train", {"epochs": "many"}, "epochs must be a whole number from 1 to 500, got 'many'"),
        ("train", {"epochs": "7.5"}, "epochs must be a whole number from 1 to 500, got 7.5$"),
        ("train", {"seed": "0,5"}, "the seed must be a whole number from 0 to .*, got 0,5$"),
        ("train", {"dataset": "faces"}, "data set must be one of"),
        ("train", {"network": "resnet"}, "network must be one of"),
        ("train", {"rate": 1}, "there is no 'rate'"),
        ("train", [], "must be an object"),
        ("capture", {"dataset": "digits"}, "must have dataset, name"),
        ("download", {}, "kind of job must be one of"),
    ],
)
def test_what_cannot_be_done_is_refused_before_it_begins(
    noted: Jobs, kind: str, asked: dict, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        noted.start("browser", kind, asked)
    assert started(noted) == []


def test_no_more_are_taken_than_wait_bearably(noted: Jobs) -> None:
    for seed in range(MOST_LIVE):
        noted.start("browser", "train", {"seed": seed})
    with pytest.raises(ValueError, match="try again"):
        noted.start("browser", "train", {"seed": MOST_LIVE})
    # Who has one is still let in.
    noted.start("browser", "train", {"seed": 0})


def test_what_waits_is_cancelled_at_once_and_what_has_ended_is_not(noted: Jobs) -> None:
    waiting = noted.start("browser", "train", ASKED)
    assert noted.cancel(waiting.id).state == "cancelled"
    done = noted.start("another", "train", ASKED)
    noted.folder.write(replace(done, state="done"))
    assert noted.cancel(done.id).state == "done"
    assert not noted.folder.is_cancelled(done.id)


def test_a_job_that_nobody_can_start_has_failed(folder: JobFolder) -> None:
    class Broken(Noted):
        def start(self, id: str) -> None:
            raise OSError("no process")

    record = Jobs(folder, Broken()).start("browser", "train", ASKED)
    assert (record.state, record.sentence) == ("failed", NOT_STARTED)


def test_a_process_that_is_silent_too_long_is_lost(local: Jobs) -> None:
    now = time.time()
    runner = local.runner
    assert isinstance(runner, LocalRunner)
    beaten = Record("a" * 22, "train", ASKED, "", now - 300, now - LOST_SECONDS - 1, "running")
    assert runner.seen(beaten).state == "failed"
    assert runner.seen(replace(beaten, heartbeat=now)).state == "running"
    # One that has only just been started has longer.
    fresh = replace(beaten, state="waiting", created=beaten.heartbeat)
    assert runner.seen(fresh).state == "waiting"
    old = now - START_SECONDS - 1
    assert runner.seen(replace(fresh, created=old, heartbeat=old)).state == "failed"


def test_all_of_a_job_is_gone_after_its_time(noted: Jobs) -> None:
    asked = {"dataset": "digits", "name": "net.pth"}
    old, kept = (noted.start("b", "capture", asked, content) for content in (b"1", b"2"))
    noted.cancel(old.id)
    long_ago = time.time() - 3600 * noted.folder.hours - 1
    noted.folder.write(replace(old, state="failed", heartbeat=long_ago))
    rest = noted.folder.path / "rest.part"
    rest.touch()
    os.utime(rest, (long_ago, long_ago))
    noted.folder.sweep()
    names = {path.name for path in noted.folder.path.iterdir()}
    assert names == {f"{kept.id}.json", f"{kept.id}.bytes", "start.lock"}
    with pytest.raises(ValueError, match="kept for 24 hours"):
        noted.look(old.id)


def test_only_data_sets_that_are_here_are_offered(
    noted: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEIGHT_SURGERY_DATA", "/nowhere")
    monkeypatch.chdir("/")
    assert noted.datasets == ("digits",)
