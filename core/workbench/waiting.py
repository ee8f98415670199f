"""How many may wait at a time for what somebody else computes."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Condition
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
        many seconds the others may, for the answer or until one of these leaves.
        """
        self._most, self._moment, self._now = most, moment, 0
        self._change = Condition()

    def result(self, answer: Future[Value], what: str) -> Value:
        """Wait for an answer and return it, or raise what it raises.

        what: what is waited for, in words. Raises Busy where too many wait.
        """
        if not self._begin(answer):
            if answer.done():
                return answer.result()
            raise Busy(BUSY.format(what))
        try:
            return answer.result()
        finally:
            self._end()

    def _begin(self, answer: Future[Value]) -> bool:
        """Take a place among those who wait, within a moment; tell whether there was one."""
        with self._change:
            if not self._has_room():
                answer.add_done_callback(self._tell)
                self._change.wait_for(lambda: answer.done() or self._has_room(), self._moment)
                if answer.done() or not self._has_room():
                    return False
            self._now += 1
            return True

    def _has_room(self) -> bool:
        return self._most is None or self._now < self._most

    def _tell(self, _: Future[Value]) -> None:
        with self._change:
            self._change.notify_all()

    def _end(self) -> None:
        with self._change:
            self._now -= 1
            self._change.notify_all()
