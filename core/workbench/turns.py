"""Whose question is next: each who asks in turn, and of one the oldest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Turns(Generic[Answer]):
    """Threads that answer questions, so that who asks many keeps nobody waiting behind all."""

    def __init__(self, count: int, name: str) -> None:
        """count: questions answered at a time; name: what the threads are called."""
        self._threads = ThreadPoolExecutor(count, name)
        self._lock, self._closed = Lock(), False
        # Whose turn is next stands first.
        self._lines: dict[str, deque[tuple[Future[Answer], Callable[[], Answer]]]] = {}

    def ask(self, who: str, question: Callable[[], Answer]) -> Future[Answer]:
        """Return what will be the answer; one that is cancelled before its turn is never asked.

        Raises RuntimeError when this is closed.
        """
        answer: Future[Answer] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("no questions are taken any more")
            self._lines.setdefault(who, deque()).append((answer, question))
            # One thread's turn for each question, whichever it turns out to be.
            self._threads.submit(self._answer_next)
        return answer

    def close(self) -> None:
        """Take no more questions, and cancel those that wait for their turn."""
        with self._lock:
            self._closed = True
            waiting = [answer for line in self._lines.values() for answer, _ in line]
            self._lines.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for answer in waiting:
            answer.cancel()

    def _answer_next(self) -> None:
        with self._lock:
            if not self._lines:
                return
            who = next(iter(self._lines))
            line = self._lines.pop(who)
            answer, question = line.popleft()
            if line:
                self._lines[who] = line
        if not answer.set_running_or_notify_cancel():
            return
        try:
            found = question()
        except BaseException as error:
            answer.set_exception(error)
        else:
            answer.set_result(found)
