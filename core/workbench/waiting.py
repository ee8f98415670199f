"""How many may wait at a time for what somebody else computes."""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Lock
from typing import TypeVar

Value = TypeVar("Value")
BUSY = "the server is busy with {}, and as many wait for it as may; try again in a moment"
# So long anybody may wait: when a class opens one link at once, nobody is to be turned away.
MOMENT = 0.5


class Busy(ValueError):  # noqa: N818 - nothing went wrong
    """Nothing is wrong with what was asked, but it cannot be answered just now."""


class Waiting:
    """Those who wait for an answer; a server has few threads, and some have to stay free."""

    def __init__(self, most: int | None = None, moment: float = MOMENT) -> None:
        """most: so many may wait as long as it takes, at least 0, None is any number; moment: so
        many seconds the others may.
        """
        self._most, self._moment, self._now = most, moment, 0
        self._lock = Lock()

    def result(self, answer: Future[Value], what: str) -> Value:
        """Wait for an answer and return it, or raise what it raises.

        what: what is waited for, in words. Raises Busy where too many wait.
        """
        if self._begin():
            try:
                return answer.result()
            finally:
                self._end()
        wait([answer], self._moment)
        if not answer.done():
            raise Busy(BUSY.format(what))
        return answer.result()

    def _begin(self) -> bool:
        with self._lock:
            if self._most is not None and self._now >= self._most:
                return False
            self._now += 1
            return True

    def _end(self) -> None:
        with self._lock:
            self._now -= 1
