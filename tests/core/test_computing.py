"""Threads that compute in turn: the place, who waits, and what takes long."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread

from weight_surgery.core.workbench.computing import Computing
from weight_surgery.core.workbench.waiting import Waiting

PATIENCE = 20.0


class Crowd:
    """Threads that compute, and how many of them at a time."""

    def __init__(self, computing: Computing) -> None:
        self.computing, self.most, self._now, self._lock = computing, 0, 0, Lock()
        self.go = Event()

    def one(self, work: Callable[[], object] = lambda: None) -> Thread:
        """Start a thread that computes in the place."""

        def run() -> None:
            self.go.wait(PATIENCE)
            self.computing.enter()
            try:
                with self._lock:
                    self._now += 1
                    self.most = max(self.most, self._now)
                work()
                Event().wait(0.002)
                with self._lock:
                    self._now -= 1
            finally:
                self.computing.leave()

        thread = Thread(target=run)
        thread.start()
        return thread


def test_one_computes_at_a_time() -> None:
    crowd = Crowd(Computing(PATIENCE))
    threads = [crowd.one() for _ in range(12)]
    crowd.go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert crowd.most == 1


def test_nobody_waits_for_longer_than_a_moment() -> None:
    computing, ended = Computing(0.01), Event()
    crowd = Crowd(computing)
    crowd.go.set()
    long = crowd.one(lambda: ended.wait(PATIENCE))
    while not crowd.most:
        Event().wait(0.001)
    other = crowd.one()
    other.join(PATIENCE)
    assert crowd.most == 2
    ended.set()
    long.join(PATIENCE)
    # The one that computed without a place gave none back.
    threads = [crowd.one() for _ in range(4)]
    for thread in threads:
        thread.join(PATIENCE)
    computing.enter()
    assert computing.has_place
    computing.leave()


def test_who_waits_leaves_the_place_to_others_and_takes_it_again() -> None:
    computing = Computing(PATIENCE)
    waiting = Waiting(computing=computing)
    answer: Future[str] = Future()
    found: list[object] = []

    def other() -> None:
        computing.enter()
        answer.set_result("done")
        computing.leave()

    computing.enter()
    thread = Thread(target=other)
    thread.start()
    found += [waiting.result(answer, "an answer"), computing.has_place]
    thread.join(PATIENCE)
    assert found == ["done", True]
    computing.leave()
    assert not computing.has_place


def test_who_has_no_place_has_none_after_it_waited() -> None:
    computing = Computing()
    answer: Future[str] = Future()
    answer.set_result("done")
    assert Waiting(computing=computing).result(answer, "an answer") == "done"
    assert not computing.has_place


def test_a_place_is_taken_once_and_given_back_once() -> None:
    computing = Computing(0.01)
    computing.enter()
    computing.enter()
    computing.leave()
    computing.leave()
    assert not computing.has_place
