"""Worker processes for the atlas: it is many small steps, so threads would wait for each other."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from weight_surgery.core.atlas.build import Choices, measure_pairs
from weight_surgery.core.atlas.table import PairAtlas, join_atlases
from weight_surgery.core.atlas.unedited import Unedited
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import integer
from weight_surgery.core.methods import Method

MOST_WORKERS = 64
# Pairs are handed out so many at a time, and fewer where a worker would get few such blocks.
MOST_PAIRS, LEAST_BLOCKS = 5, 16


class WorkerEnded(ValueError):  # noqa: N818 - whose end it is matters
    """A worker process ended at a block of pairs."""

    def __init__(self, block: int) -> None:
        super().__init__("a worker process ended at its work; start another pool")
        self.block = block


class AtlasPool:
    """Worker processes that measure pairs of one bundle, until they are closed.

    Each holds the bundle, and uses one thread. They end with whoever started them. A script starts
    them below `if __name__ == "__main__":`, since each of them reads the script too.
    """

    def __init__(self, bundle: Bundle, workers: int = 2) -> None:
        """Start the processes and wait until they are ready.

        Raises ValueError for a number of workers outside 1…64, and when one does not start.
        """
        workers = integer("workers", workers, 1, MOST_WORKERS)
        self._bundle = bundle
        context = get_context("spawn")
        arrays = {field.name: getattr(bundle, field.name) for field in fields(bundle)}
        self._processes = []
        self._connections: list[Connection] = []
        try:
            for _ in range(workers):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, arrays), daemon=True)
                self._connections.append(ours)
                self._processes.append(process)
                process.start()
                theirs.close()
            for connection in self._connections:
                connection.recv()
        except (EOFError, OSError, RuntimeError) as error:
            self.close()
            raise ValueError(
                "a worker process ended before it was ready; a script has to start them below "
                "`if __name__ == '__main__':`, and there must be memory for them"
            ) from error
        except BaseException:
            self.close()
            raise

    def measure(
        self,
        bundle: Bundle,
        choices: Choices,
        wanted: Sequence[tuple[int, int]],
        progress: Callable[[int, int], None],
    ) -> PairAtlas:
        """Measure some pairs as `core.atlas.build.measure_pairs` does, to the bit.

        Whatever ends it early, as what progress raises does, closes the pool. Raises ValueError for
        another bundle than the pool's, a closed pool, a method that no other process can be told,
        and a worker that ended.
        """
        if bundle is not self._bundle:
            raise ValueError("the pool was started for another bundle; start one for this")
        if not self._connections:
            raise ValueError("the pool is closed; start another")
        cut = dict(enumerate(_blocks(wanted, len(self._connections))))
        parts: dict[int, PairAtlas] = {}
        done = 0
        for at, part in self.each(choices, cut):
            parts[at] = part
            done += len(cut[at])
            try:
                progress(done, len(wanted))
            except BaseException:
                self.close()
                raise
        return join_atlases([parts[at] for at in cut])

    def each(
        self, choices: Choices, blocks: Mapping[int, Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, PairAtlas]]:
        """Measure blocks of pairs of the pool's bundle, and give each as it is measured.

        Whatever ends it early closes the pool. Raises ValueError for a method that no other process
        can be told, and WorkerEnded, which is one, with the block.
        """
        _check_sendable(choices.method)
        running: dict[Any, int] = {}
        waiting = list(blocks)[::-1]

        def hand_out(connection: Any) -> None:
            if waiting:
                running[connection] = waiting.pop()
                with _ended_at(running[connection]):
                    connection.send((choices, blocks[running[connection]]))

        try:
            for connection in self._connections:
                hand_out(connection)
            while running:
                found: list[Any] = wait(list(running))
                for ready in found:
                    with _ended_at(running[ready]):
                        answer = ready.recv()
                    if isinstance(answer, Exception):
                        raise answer
                    measured = running.pop(ready)
                    hand_out(ready)
                    yield measured, answer
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the processes, at once; closing twice does nothing."""
        for connection in self._connections:
            connection.close()
        started = [process for process in self._processes if process.pid is not None]
        for process in started:
            process.terminate()
        for process in started:
            process.join()
        self._connections, self._processes = [], []

    def __enter__(self) -> AtlasPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def _ended_at(block: int) -> Iterator[None]:
    """Say of a pipe that is closed which block its worker was at."""
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise WorkerEnded(block) from error


def _check_sendable(method: Method) -> None:
    try:
        pickle.dumps(method)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(
            f"the method {method.name} cannot be told to worker processes; define its functions at "
            "the top of a module, or measure without a pool"
        ) from error


def _blocks(wanted: Sequence[tuple[int, int]], workers: int) -> list[Sequence[tuple[int, int]]]:
    size = min(MOST_PAIRS, max(1, len(wanted) // (LEAST_BLOCKS * workers)))
    return [wanted[start : start + size] for start in range(0, max(1, len(wanted)), size)]


def _work(connection: Connection, arrays: dict[str, Any]) -> None:
    """Measure blocks of pairs until nobody asks any more."""
    from threadpoolctl import threadpool_limits

    # Whoever started it decides what an interrupt ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bundle = Bundle(**arrays)
    with threadpool_limits(1):
        unedited = Unedited(bundle)
        try:
            connection.send(None)
            while True:
                choices, block = connection.recv()
                try:
                    connection.send(measure_pairs(unedited, choices, block))
                except Exception as error:
                    connection.send(error)
        except (EOFError, OSError):
            return
