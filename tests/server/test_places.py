"""Requests that compute take turns, and others pass."""

from __future__ import annotations

from threading import Event, Lock, Thread

import pytest
from flask import Flask

from weight_surgery.core.workbench.computing import Computing
from weight_surgery.server.places import take_turns

PATIENCE = 20.0


class Served:
    """A server whose two addresses say how many requests are at each, at most."""

    def __init__(self, computing: Computing | None) -> None:
        self.server, self.computing = Flask(__name__), computing
        self.most, self._now, self._lock = 0, 0, Lock()
        self.hold = Event()
        if computing is not None:
            take_turns(self.server, computing)
        self.server.add_url_rule("/samples", "samples", self._samples)
        self.server.add_url_rule("/health", "health", lambda: "here")
        self.server.add_url_rule("/fault", "texts", self._fault)

    def _samples(self) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.hold.wait(0.02)
        with self._lock:
            self._now -= 1
        return "samples"

    def _fault(self) -> str:
        raise RuntimeError("a fault of its own")

    def ask(self, path: str, times: int) -> list[int]:
        """Ask so many times at once; return the statuses."""
        found: list[int] = []

        def one() -> None:
            found.append(self.server.test_client().get(path).status_code)

        threads = [Thread(target=one) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return found


@pytest.mark.parametrize(("computing", "alone"), [(Computing(PATIENCE), True), (None, False)])
def test_what_computes_is_answered_one_at_a_time(computing: Computing | None, alone: bool) -> None:
    served = Served(computing)
    assert served.ask("/samples", 8) == [200] * 8
    assert (served.most == 1) is alone


def test_whether_it_is_alive_is_told_while_another_computes() -> None:
    computing = Computing(PATIENCE)
    served = Served(computing)
    computing.enter()
    assert served.ask("/health", 4) == [200] * 4
    computing.leave()


def test_a_fault_gives_its_place_back() -> None:
    computing = Computing(PATIENCE)
    served = Served(computing)
    assert served.ask("/fault", 3) == [500] * 3
    assert served.ask("/samples", 3) == [200] * 3
    computing.enter()
    assert computing.has_place
    computing.leave()
