"""Worker processes for what is dear, so that nobody's click waits behind it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import Any

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import integer
from weight_surgery.core.workbench.lent import dumped, loaded
from weight_surgery.core.workbench.process import WorkerProcess
from weight_surgery.core.workbench.turns import Turns
from weight_surgery.core.workbench.waiting import Waiting
from weight_surgery.core.workbench.worker import Source

logger = logging.getLogger(__name__)

MOST_WORKERS = 64
SECONDS = 300.0
ATTEMPTS = 2
DEAR = "what others ask of it, which takes long"
LOST = "the process that computed this ended twice, perhaps for want of memory; ask for less"
LATE = "this took longer than {:g} seconds and was ended; ask for less at a time"
CLOSED = "the server is about to stop; ask again when it is back"


class Workers:
    """Processes that answer dear questions, each one at a time, to the bit as here.

    They start with the first question. Those who ask take turns, whoever of them asks how many; an
    atlas is asked for in small parts. One that ends is replaced, and what it was at is asked once
    more.
    """

    def __init__(
        self, source: Source, count: int, waiting: Waiting, seconds: float = SECONDS
    ) -> None:
        """source: the models; count: processes, 1…64; waiting: who may wait for them; seconds: one
        question may take. Raises ValueError for another number of processes.
        """
        self._source, self._count = source, integer("workers", count, 1, MOST_WORKERS)
        self._waiting, self._seconds = waiting, seconds
        self._lock, self._closed = Lock(), False
        self._owner = 0

    def ask(
        self, kind: str, key: tuple[Any, ...], bundle: Bundle, model: str, here: Callable[..., Any]
    ) -> Any:
        """Return the answer to a question about a model.

        here: answers it in this process, where a worker has other content under the model's name.
        Raises what the question does, Busy where too many wait, and ValueError where the process
        ends twice or takes too long.
        """
        self._begin()
        question = dumped((kind, key), bundle)
        try:
            turn = self._turns.ask(
                self._waiting.who(), partial(self._answer, model, bundle.hash, question)
            )
        except RuntimeError as error:
            raise ValueError(CLOSED) from error
        try:
            content = self._waiting.result(turn, DEAR)
        except CancelledError as error:
            raise ValueError(CLOSED) from error
        finally:
            # Nobody waits for it any more.
            turn.cancel()
        return here(*key) if content is None else loaded(content, bundle)

    def pids(self) -> list[int]:
        """Return the processes that run just now."""
        return [one.pid for one in self._processes if one.pid] if self._owner else []

    def close(self) -> None:
        """End the processes at once; what they were at is answered with a sentence."""
        with self._lock:
            self._closed = True
            if self._owner != os.getpid():
                return
        self._turns.close()
        for process in self._processes:
            process.end()

    def _begin(self) -> None:
        with self._lock:
            if self._closed:
                raise ValueError(CLOSED)
            # A server that forks after it was asked something leaves its own to its parent.
            if self._owner == os.getpid():
                return
            self._owner = os.getpid()
            self._processes = [WorkerProcess(self._source) for _ in range(self._count)]
            self._free: SimpleQueue[WorkerProcess] = SimpleQueue()
            for process in self._processes:
                self._free.put(process)
            self._turns: Turns[bytes | None] = Turns(self._count, "dear")

    def _answer(self, model: str, content: str, question: bytes) -> bytes | None:
        process = self._free.get()
        try:
            for _ in range(ATTEMPTS):
                if self._closed:
                    break
                try:
                    return process.answer(model, content, question, self._seconds)
                except TimeoutError as error:
                    process.end()
                    raise ValueError(LATE.format(self._seconds)) from error
                except BrokenProcessPool:
                    logger.warning("a worker process ended at its work")
            raise ValueError(CLOSED if self._closed else LOST)
        finally:
            self._free.put(process)
