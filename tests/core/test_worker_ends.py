"""Worker processes that end: replaced, refused with a sentence, and gone with their server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.core.odd_worker import Odd, ask, is_running, until
from weight_surgery.core.workbench import Busy
from weight_surgery.core.workbench.waiting import Waiting
from weight_surgery.core.workbench.workers import Workers

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    workers = Workers(Odd(()), 1, Waiting())
    yield workers
    workers.close()


def test_an_idle_worker_that_was_killed_is_replaced(one: Workers) -> None:
    pid = ask(one, "tell")[0]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not is_running(pid))
    assert ask(one, "tell")[0] != pid


def test_what_a_killed_worker_was_at_is_asked_once_more(one: Workers, tmp_path: Path) -> None:
    told = tmp_path / "told"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, one, "sleep", told, 600)
        until(lambda: told.exists() and told.read_text())
        first = int(told.read_text())
        os.kill(first, signal.SIGKILL)
        assert answer.result() not in (first, os.getpid())


def test_what_ends_its_worker_twice_is_refused_and_the_next_is_answered(one: Workers) -> None:
    with pytest.raises(ValueError, match=r"ended twice.*ask for less"):
        ask(one, "end")
    assert ask(one, "tell")[0] in one.pids()


def test_where_no_process_can_be_started_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError("no room for another process")

    workers = Workers(Odd(()), 1, Waiting())
    with monkeypatch.context() as patch:
        patch.setattr("multiprocessing.context.SpawnProcess.start", full)
        with pytest.raises(ValueError, match="ended twice"):
            ask(workers, "tell")
    assert ask(workers, "tell")
    workers.close()


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    workers = Workers(Odd(()), 1, Waiting(), seconds=20)
    pid = ask(workers, "tell")[0]
    workers._seconds = 0.2
    with pytest.raises(ValueError, match=r"longer than 0\.2 seconds"):
        ask(workers, "sleep", tmp_path / "told", 600)
    until(lambda: not is_running(pid))
    workers._seconds = 60
    assert ask(workers, "tell")[0] != pid
    workers.close()


def test_not_all_threads_wait_for_a_worker(tmp_path: Path) -> None:
    workers = Workers(Odd(()), 1, Waiting(1, moment=0.05))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, workers, "sleep", tmp_path / "told", 600)
        until((tmp_path / "told").exists)
        with pytest.raises(Busy, match="try again in a moment"):
            ask(workers, "tell")
        workers.close()
        with pytest.raises(ValueError, match="about to stop"):
            answer.result()


def test_to_close_ends_the_processes_and_those_who_wait(tmp_path: Path) -> None:
    workers = Workers(Odd(()), 1, Waiting())
    told = tmp_path / "told"
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(ask, workers, "sleep", told, 600) for _ in range(2)]
        until(lambda: told.exists() and told.read_text())
        workers.close()
        workers.close()
        for answer in answers:
            with pytest.raises(ValueError, match="about to stop"):
                answer.result()
    until(lambda: not is_running(int(told.read_text())))
    assert workers.pids() == []
    with pytest.raises(ValueError, match="about to stop"):
        ask(workers, "tell")


CODE = """
import os, signal, sys, time
from tests.core.odd_worker import Odd, Workers, ask
from weight_surgery.core.workbench.waiting import Waiting
if __name__ == "__main__":
    # Whoever runs the tests may leave it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    workers = Workers(Odd(()), 1, Waiting())
    print(ask(workers, "tell")[0], flush=True)
    if sys.argv[1] == "fork":
        if not os.fork():
            print(ask(workers, "tell")[0], flush=True)
            workers.close()
            os._exit(0)
        os.wait()
        print(ask(workers, "tell")[0], flush=True)
    else:
        time.sleep(600)
"""


@pytest.fixture
def script(tmp_path: Path) -> list[str]:
    (tmp_path / "script.py").write_text(CODE)
    return [sys.executable, str(tmp_path / "script.py")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_they_end_with_whoever_started_them(script: list[str], number: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*script, "wait"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        assert is_running(pid)
        process.send_signal(number)
        try:
            process.wait(60)
        finally:
            process.kill()
    until(lambda: not is_running(pid))


def test_a_server_that_forks_has_workers_of_its_own(script: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*script, "fork"], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    before, child, after = done.stdout.split()
    assert before == after != child
