"""Worker processes: the same to the bit, replaced when they end, and gone with their server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from tests.same import differing
from weight_surgery.core.bundle import Bundle, save_bundle
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Busy, Workbench
from weight_surgery.core.workbench.waiting import Waiting
from weight_surgery.core.workbench.worker import NICE, Source
from weight_surgery.core.workbench.workers import Workers

ROOT = Path(__file__).parents[2]
BUNDLE = make_bundle(classes=5, samples=40, name="mine")


@dataclass(frozen=True)
class Odd(Source):
    """What a worker has instead of models: questions that tell of its process, or end it."""

    def open(self) -> Any:
        return self

    def bundle(self, model: str) -> Bundle:
        return BUNDLE

    def dear(self, kind: str, *key: Any) -> Any:
        return getattr(self, f"_{kind}")(*key)

    def _tell(self) -> tuple[int, int, int, bool]:
        from threadpoolctl import threadpool_info

        threads = max((one["num_threads"] for one in threadpool_info()), default=1)
        return os.getpid(), os.nice(0), threads, "torch" in sys.modules

    def _sleep(self, told: Path, seconds: float) -> int:
        """Say that it has begun; sleep the first time only."""
        first = not told.exists()
        told.write_text(str(os.getpid()))
        time.sleep(seconds if first else 0)
        return os.getpid()

    def _end(self) -> None:
        os._exit(3)

    def _refuse(self) -> None:
        raise ValueError("there is no such pair")


def here(*key: Any) -> str:
    return "here"


def ask(workers: Workers, kind: str, *key: Any, bundle: Bundle = BUNDLE) -> Any:
    return workers.ask(kind, key, bundle, "mine", here)


def until(condition: Any) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def one() -> Iterator[Workers]:
    workers = Workers(Odd(()), 1, Waiting())
    yield workers
    workers.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, Workbench]]:
    """The same models, without a worker and with two."""
    folder = tmp_path_factory.mktemp("models")
    save_bundle(folder / "mine.npz", BUNDLE)
    uploads = Uploads(folder / "own")
    there = Workbench.from_folder(folder, uploads=uploads, workers=2)
    yield Workbench.from_folder(folder, uploads=uploads), there
    there.close()


ASKED: dict[str, Any] = {
    "part": lambda bench, spec: bench.atlas_part(spec, 1),
    "part, trimmed": lambda bench, spec: bench.atlas_part(replace(spec, trim_outliers=True), 0),
    "curve": lambda bench, spec: bench.curve(spec),
    "chain": lambda bench, spec: bench.plan_step(spec.model, "paper", 0.1, 3),
    "examination": lambda bench, spec: bench.examination(spec),
    "recognition": lambda bench, spec: bench.recognition(spec),
    "a search": lambda bench, spec: bench.compare(spec.with_operation(method="fitted")),
    "outliers": lambda bench, spec: bench.compare(replace(spec, trim_outliers=True)),
}


@pytest.mark.parametrize("ask_of", ASKED.values(), ids=ASKED)
def test_a_worker_gives_the_same_to_the_bit(both: tuple[Workbench, Workbench], ask_of: Any) -> None:
    ours, theirs = (ask_of(bench, spec_of(0, 1, model="mine")) for bench in both)
    assert differing(ours, theirs) == []
    assert both[1]._workers is not None
    assert both[1]._workers.pids()
    # The negative: of the others.
    assert differing(ours, ask_of(both[0], spec_of(2, 3, 0.3, model="mine"))) or ask_of in (
        ASKED["part"],
        ASKED["part, trimmed"],
        ASKED["chain"],
    )


def test_ones_own_model_is_found_by_its_address(both: tuple[Workbench, Workbench]) -> None:
    assert both[0].uploads is not None
    address = both[0].uploads.keep(make_bundle(classes=4, samples=30, seed=3))
    ours, theirs = (bench.atlas_part(spec_of(0, 1, model=address), 0) for bench in both)
    assert differing(ours, theirs) == []
    gone = f"own-{'x' * 22}"
    with pytest.raises(ValueError, match="no longer here"):
        both[1].atlas_part(spec_of(0, 1, model=gone), 0)


def test_what_cannot_be_is_the_same_sentence(both: tuple[Workbench, Workbench]) -> None:
    said = []
    for bench in both:
        with pytest.raises(ValueError, match="has classes") as caught:
            bench.examination(spec_of(0, 9, model="mine"))
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_worker_leaves_room_for_those_who_click(one: Workers) -> None:
    pid, nice, threads, torch = ask(one, "tell")
    assert pid in one.pids()
    assert pid != os.getpid()
    assert (nice - os.nice(0), threads, torch) == (NICE, 1, False)


def test_what_it_raises_arrives_and_it_goes_on(one: Workers) -> None:
    pid = ask(one, "tell")[0]
    with pytest.raises(ValueError, match="no such pair"):
        ask(one, "refuse")
    # Ctrl+C is for whoever started it.
    os.kill(pid, signal.SIGINT)
    assert ask(one, "tell")[0] == pid


def test_another_content_under_the_name_is_answered_here(one: Workers) -> None:
    other = make_bundle(classes=5, samples=40, seed=1)
    assert ask(one, "tell", bundle=other) == "here"


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
    ask(workers, "tell")
    workers._seconds = 0.2
    with pytest.raises(ValueError, match=r"longer than 0\.2 seconds"):
        ask(workers, "sleep", tmp_path / "told", 600)
    pid = int((tmp_path / "told").read_text())
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
import os, sys, time
from tests.core.test_workers import Odd, Waiting, Workers, ask
if __name__ == "__main__":
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
        process.wait(60)
    until(lambda: not is_running(pid))


def test_a_server_that_forks_has_workers_of_its_own(script: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*script, "fork"], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    before, child, after = done.stdout.split()
    assert before == after != child


def test_none_are_started_before_they_are_asked(both: tuple[Workbench, Workbench]) -> None:
    assert Workers(Odd(()), 2, Waiting()).pids() == []
    assert both[0]._workers is None
    both[0].close()
    closed = Workers(Odd(()), 1, Waiting())
    closed.close()
    with pytest.raises(ValueError, match="about to stop"):
        ask(closed, "tell")
    with pytest.raises(ValueError, match="workers need folders"):
        Workbench({"mine": BUNDLE}, workers=1)
    for count in (0, 65, -1):
        with pytest.raises(ValueError, match="workers must lie in"):
            Workers(Odd(()), count, Waiting())
