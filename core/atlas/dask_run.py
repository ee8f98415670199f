"""Blocks of an atlas measured by the workers of a Dask cluster."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic, sleep

from distributed import CancelledError, Client, Future, KilledWorker

from weight_surgery.core.atlas.blocks import Pairs
from weight_surgery.core.atlas.build import Choices
from weight_surgery.core.atlas.local import MOST_ENDS, too_often
from weight_surgery.core.atlas.opened import Opened, measure_block
from weight_surgery.core.atlas.run import Executor, Measured
from weight_surgery.core.atlas.table import PairAtlas
from weight_surgery.core.bundle import Bundle

# So many blocks are with the cluster at a time: enough to keep it busy, few to take back.
BLOCKS_EACH, LEAST_BLOCKS = 4, 64
LOOK_SECONDS, ALONE_SECONDS, SEND_SECONDS = 1.0, 60.0, 60.0
GONE = (
    "the Dask scheduler is gone; start it again, and then the same command, which measures what is "
    "left"
)
ALONE = (
    "the Dask scheduler has no workers; start some with `dask worker ADDRESS`, and then the same "
    "command"
)


def by_dask(client: Client) -> Executor:
    """Return what measures blocks by the workers of a client's cluster.

    The bundle is sent to each of them once. A block whose worker is killed is given to another one.
    Raises ValueError, when it measures, where the scheduler is gone, there has been no worker for a
    minute, or a block's workers ended too often.
    """

    def measure(bundle: Bundle, choices: Choices, blocks: Mapping[str, Pairs]) -> Measured:
        if blocks:
            yield from _Run(client, Opened(bundle), choices, blocks).results()

    return measure


class _Run:
    """The blocks while they are measured.

    waiting: keys of those that nobody has; running: of those that the cluster has, by their future,
    each with the bundle that it was given; sent: the bundle, where the cluster has it.
    """

    def __init__(
        self, client: Client, opened: Opened, choices: Choices, blocks: Mapping[str, Pairs]
    ) -> None:
        self.client, self.opened, self.choices, self.blocks = client, opened, choices, blocks
        self.waiting, self.running = deque(blocks), dict[Future, tuple[str, Future]]()
        self.ended: SimpleQueue[Future] = SimpleQueue()
        self.losses = Counter[str]()
        self.sent: Future | None = None
        self.alone_since: float | None = None

    def results(self) -> Iterator[tuple[str, PairAtlas]]:
        """Give each block's atlas; whatever ends this takes back what is not measured."""
        try:
            while self.waiting or self.running:
                self._fill()
                for future in self._some():
                    key, sent = self.running.pop(future, ("", future))
                    atlas = self._result(future, key, sent) if key else None
                    if atlas is not None:
                        yield key, atlas
        except (OSError, CancelledError) as error:
            # Of a connection: what is wrong with a block is a ValueError by now.
            raise ValueError(GONE) from error
        finally:
            # A scheduler that is gone has forgotten them.
            with suppress(OSError, CancelledError, RuntimeError):
                self.client.cancel(list(self.running), force=True)

    def _fill(self) -> None:
        """Give the cluster blocks, and the bundle where it does not have it."""
        if self.sent is None:
            self.sent = self._send()
            self.most = max(LEAST_BLOCKS, BLOCKS_EACH * sum(self.client.nthreads().values()))
        while self.waiting and len(self.running) < self.most:
            key = self.waiting.popleft()
            future = self.client.submit(
                measure_block, self.sent, self.choices, self.blocks[key], pure=False
            )
            self.running[future] = key, self.sent
            future.add_done_callback(self.ended.put)

    def _send(self) -> Future:
        """Send the bundle to every worker; again where one of them ends meanwhile."""
        until = monotonic() + SEND_SECONDS
        while True:
            try:
                sent: Future = self.client.scatter(
                    self.opened, broadcast=True, hash=False, timeout=SEND_SECONDS
                )
                return sent
            except TimeoutError as error:
                raise ValueError(ALONE) from error
            except OSError:
                if self.client.status != "running" or monotonic() > until:
                    raise
                sleep(LOOK_SECONDS)

    def _some(self) -> list[Future]:
        """Wait for futures that ended, of whatever kind. Raises ValueError where nobody is left."""
        try:
            return [self.ended.get(timeout=LOOK_SECONDS)]
        except Empty:
            if self.client.status != "running":
                raise ValueError(GONE) from None
            self._look_for_workers()
            # Of one whose data are lost no callback tells.
            return [future for future in self.running if future.status in ("lost", "cancelled")]

    def _look_for_workers(self) -> None:
        now = monotonic()
        if self.client.nthreads():
            self.alone_since = None
        elif self.alone_since is None:
            self.alone_since = now
        elif now - self.alone_since > ALONE_SECONDS:
            raise ValueError(ALONE)

    def _result(self, future: Future, key: str, sent: Future) -> PairAtlas | None:
        """Return a block's atlas; None where it is to be measured again.

        Raises ValueError where it cannot be measured.
        """
        try:
            if future.status == "finished":
                atlas: PairAtlas = future.result()
                return atlas
            error = future.exception() if future.status == "error" else None
        except CancelledError:
            error = None
        if isinstance(error, KilledWorker):
            ends = error.allowed_failures + 1
            raise ValueError(too_often(self.blocks[key], ends)) from error
        if isinstance(error, ModuleNotFoundError):
            raise ValueError(
                f"a Dask worker has no {error.name}; install the same version of weight-surgery-lab"
                " where the workers are"
            ) from error
        if error is not None:
            raise error
        if self.client.status != "running":
            raise ValueError(GONE)
        # All who had the bundle ended: it is sent again.
        self.losses[key] += 1
        if self.losses[key] > MOST_ENDS:
            raise ValueError(too_often(self.blocks[key], self.losses[key]))
        self.waiting.append(key)
        if self.sent is sent:
            self.sent = None
        return None
