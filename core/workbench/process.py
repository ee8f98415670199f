"""One worker process, which is there again when it is needed again."""

from __future__ import annotations

import os
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context

from weight_surgery.core.workbench.worker import Source, answer, begin

# To import NumPy on a busy machine takes seconds.
START_SECONDS = 120.0


class WorkerProcess:
    """A process of its own for one question at a time, started with the first.

    It is a pool of one, so that its end is the end of its own question alone.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pool: ProcessPoolExecutor | None = None
        self.pid: int | None = None

    def answer(self, model: str, content: str, question: bytes, seconds: float) -> bytes | None:
        """Return what `core.workbench.worker.answer` does.

        Raises what that raises, TimeoutError after so many seconds, and BrokenProcessPool where the
        process ends at this question; the next one has another process.
        """
        try:
            if self._pool is None or not self._is_alive():
                self._start()
            assert self._pool is not None
            asked: Future[bytes | None] = self._pool.submit(answer, model, content, question)
            return asked.result(seconds)
        except BrokenProcessPool:
            self.end()
            raise

    def end(self) -> None:
        """End the process, whatever it is at."""
        pool, self._pool = self._pool, None
        for child in active_children():
            if child.pid == self.pid:
                child.kill()
        self.pid = None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _is_alive(self) -> bool:
        return any(child.pid == self.pid for child in active_children())

    def _start(self) -> None:
        self.end()
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, initializer=begin, initargs=(self._source,))
        try:
            self.pid = self._pool.submit(os.getpid).result(START_SECONDS)
        except OSError as error:
            # Of the system, which has no room for another process.
            raise BrokenProcessPool("no process could be started") from error
