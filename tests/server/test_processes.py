"""One process, and several behind a proxy, hold against those who are slow, many, or gone."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.browser.server import answers
from tests.core.odd_worker import until
from tests.server.processes import PATIENCE, gunicorn, nginx, waitress

# Half of a request, which a server has to wait for.
HALF = b"POST /_dash-update-component HTTP/1.1\r\nHost: lab\r\nContent-Length: 100000\r\n\r\n{"
HEAD = b"GET / HTTP/1.1\r\nHost: lab\r\nX-Slow: "
# Within this an answer has to come; alone it takes hundredths of a second.
SOON = 10.0


@pytest.fixture(scope="module", params=["waitress", "gunicorn behind nginx"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    folder = tmp_path_factory.mktemp("server")
    with ExitStack() as stack:
        if request.param == "waitress":
            found, _ = stack.enter_context(waitress(folder))
        else:
            behind, _ = stack.enter_context(gunicorn(folder))
            found = stack.enter_context(nginx(folder, behind))
        yield found


@contextmanager
def held(address: str, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """Hold many connections open, from many addresses of this machine, each having sent so much."""
    there = urlsplit(address)
    assert there.hostname
    assert there.port
    with ExitStack() as stack:
        found = []
        for number in range(count):
            one = socket.socket()
            stack.enter_context(one)
            one.bind((f"127.0.{1 + number // 50}.{1 + number % 50}", 0))
            one.settimeout(SOON)
            one.connect((there.hostname, there.port))
            if sent:
                one.sendall(sent)
            found.append(one)
        yield found


def expect_answers(address: str, count: int = 10, timeout: float = SOON) -> None:
    """Expect the page, each time from another connection, soon."""
    for _ in range(count):
        answer = requests.get(f"{address}/", timeout=timeout)
        assert answer.status_code == 200
        assert "Weight Surgery Lab" in answer.text


@pytest.mark.parametrize(
    ("count", "sent"),
    [(900, b""), (1000, HEAD), (300, HALF)],
    ids=["idle", "half of a head", "half of a body"],
)
def test_who_is_silent_keeps_nobody_waiting(address: str, count: int, sent: bytes) -> None:
    with held(address, count, sent):
        expect_answers(address)
    expect_answers(address, 2)


def test_who_reads_slowly_keeps_nobody_waiting(address: str) -> None:
    path = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    asked = f"GET {path} HTTP/1.1\r\nHost: lab\r\n\r\n".encode()
    with held(address, 40, asked) as readers:
        for one in readers:
            one.recv(100)
        expect_answers(address)


def test_figures_are_those_of_all_processes(address: str) -> None:
    # Behind the proxy figures are for who runs it.
    if requests.get(f"{address}/metrics", timeout=SOON).status_code == 403:
        return
    before = pages(address)
    expect_answers(address, 12)
    assert pages(address) == before + 12


def pages(address: str) -> float:
    name = 'lab_requests_total{callback="",endpoint="page",status="200"}'
    text = requests.get(f"{address}/metrics", timeout=SOON).text
    lines = [line for line in text.splitlines() if line.startswith(name)]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def test_figures_of_several_processes_are_summed(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as (behind, _):
        assert requests.get(f"{behind}/ready", timeout=SOON).json()["ready"] is True
        threads = [threading.Thread(target=expect_answers, args=(behind, 5)) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert {pages(behind) for _ in range(6)} == {40}


def in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.mark.parametrize("kind", [waitress, gunicorn])
def test_a_stop_finishes_what_runs_and_takes_nobody_more(kind: Callable, tmp_path: Path) -> None:
    got, held = [], tmp_path / "held"

    with kind(tmp_path) as (address, pid):

        def ask() -> None:
            asked = {"seconds": "25", "held": str(held)}
            answer = requests.get(f"{address}/slow", params=asked, timeout=PATIENCE)
            got.append((answer.status_code, answer.text))

        thread = in_background(ask)
        until(held.exists)
        os.kill(pid, signal.SIGTERM)
        until(lambda: not answers(f"{address}/health"))
        assert got == []
        held.unlink()
        # Gunicorn leaves newcomers waiting until its last request has ended.
        with pytest.raises(requests.ConnectionError):
            requests.get(f"{address}/health", timeout=SOON)
        thread.join(PATIENCE)
    assert got == [(200, "done")]


def test_of_a_worker_that_is_killed_another_takes_the_place(tmp_path: Path) -> None:
    with gunicorn(tmp_path) as (behind, master), nginx(tmp_path, behind) as address:
        expect_answers(address)
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        assert len(children) == 2
        for child in children:
            os.kill(int(child), signal.SIGKILL)
            # The one that takes its place has to begin first.
            expect_answers(address, 4, PATIENCE)
        assert requests.get(f"{address}/ready", timeout=SOON).status_code == 200


def test_the_start_is_logged_with_every_setting(tmp_path: Path) -> None:
    with waitress(tmp_path, "--redis", "redis://me:secret@127.0.0.1:1/0"):
        pass
    lines = [json.loads(line) for line in (tmp_path / "serve.log").read_text().splitlines()]
    told = next(one["settings"] for one in lines if one["message"] == "settings")
    assert told["connections"] == 2000
    assert told["redis"] == "redis://127.0.0.1:1/0"
    assert lines[-1]["message"] == "ended"
