"""What a worker process is: a workbench of the same models, which answers what is dear."""

from __future__ import annotations

import os
import signal
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench.lent import dumped, loaded
from weight_surgery.core.workbench.resources import Resources

if TYPE_CHECKING:
    from weight_surgery.core.workbench.facade import Workbench

# Whoever clicks comes first.
NICE = 5
# Most of what is dear is kept by the server itself.
WORKER_BYTES = 128 * 2**20
HELD: ContextVar[Workbench] = ContextVar("held")


@dataclass(frozen=True)
class Source:
    """Where a workbench's models come from, so that another process finds them too."""

    folders: tuple[Path, ...]
    uploads: Uploads | None = None

    def open(self) -> Workbench:
        """Return a workbench of these models, each read when it is asked for."""
        from weight_surgery.core.workbench.facade import Workbench

        return Workbench.from_folder(
            *self.folders, lazily=True, uploads=self.uploads, resources=Resources(WORKER_BYTES)
        )


def begin(source: Source) -> None:
    """Make this process a worker: one thread, behind those who click, as long as its parent."""
    from threadpoolctl import threadpool_limits

    # Whoever started it decides what an interrupt ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    threadpool_limits(1)
    Thread(target=_end_with_parent, daemon=True).start()
    HELD.set(source.open())


def answer(model: str, content: str, question: bytes) -> bytes | None:
    """Return the answer to a question of `core.workbench.measured`, None where the model differs.

    content: the hash of the model that is meant; question: its kind and key, `dumped`. Raises what
    the question does.
    """
    workbench = HELD.get()
    bundle = workbench.bundle(model)
    if bundle.hash != content:
        return None
    kind, key = loaded(question, bundle)
    return dumped(workbench.dear(kind, *key), bundle)


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        # It holds both ends of its own queue, so that nothing else would tell.
        parent.join()
    os._exit(0)
