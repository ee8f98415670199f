"""How many may wait at a time for what somebody else computes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from threading import Condition
from typing import TypeVar

from weight_surgery.core.workbench.computing import Computing

Value = TypeVar("Value")
BUSY = "the server is busy with {}, and as many wait for it as may; try again in a moment"
# So long anybody may wait: when a class opens one link at once, nobody is to be turned away.
MOMENT = 0.5


class Busy(Exception):  # noqa: N818 - nothing went wrong
    """Nothing is wrong with what was asked, but it cannot be answered just now.

    No ValueError, so that nobody takes it for the reason why something cannot be.
    """


class Waiting:
    """Those who wait for an answer; a server has few threads, and some have to stay free."""

    def __init__(
        self,
        most: int | None = None,
        moment: float = MOMENT,
        visitor: Callable[[], str] | None = None,
        computing: Computing | None = None,
    ) -> None:
        """most: so many may wait as long as it takes, at least 0, None is any number; moment: so
        many seconds the others may, for the answer or until one of these leaves; visitor: tells who
        asks just now, of whom none may take the last place beside places of their own;
        computing: the place of who computes, which who waits leaves to others.
        """
        self._most, self._moment, self._visitor = most, moment, visitor
        self._computing = computing
        self._now: Counter[str] = Counter()
        self._change = Condition()

    def who(self) -> str:
        """Return who asks just now; the same for all where that is not told."""
        return "" if self._visitor is None else self._visitor()

    def result(self, answer: Future[Value], what: str) -> Value:
        """Wait for an answer and return it, or raise what it raises.

        what: what is waited for, in words. Raises Busy where too many wait.
        """
        with nullcontext() if self._computing is None else self._computing.left():
            return self._result(answer, what, self.who())

    def _result(self, answer: Future[Value], what: str, who: str) -> Value:
        if not self._begin(answer, who):
            if answer.done():
                return answer.result()
            raise Busy(BUSY.format(what))
        try:
            return answer.result()
        finally:
            self._end(who)

    def _begin(self, answer: Future[Value], who: str) -> bool:
        """Take a place among those who wait, within a moment; tell whether there was one."""
        with self._change:
            if not self._has_room(who):
                answer.add_done_callback(self._tell)
                self._change.wait_for(lambda: answer.done() or self._has_room(who), self._moment)
                if answer.done() or not self._has_room(who):
                    return False
            self._now[who] += 1
            return True

    def _has_room(self, who: str) -> bool:
        if self._most is None:
            return True
        left = self._most - self._now.total()
        return left > 1 or (left == 1 and (self._visitor is None or not self._now[who]))

    def _tell(self, _: Future[Value]) -> None:
        with self._change:
            self._change.notify_all()

    def _end(self, who: str) -> None:
        with self._change:
            self._now[who] -= 1
            # An empty count goes, so that nothing is kept of those who have left.
            self._now += Counter()
            self._change.notify_all()
