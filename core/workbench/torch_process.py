"""What needs torch, done by a short-lived process each time: a server that imports it grows."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore

import numpy as np

from weight_surgery.core.workbench.waiting import Busy

logger = logging.getLogger(__name__)

MODULE = "weight_surgery.core.state_dict"
# As `main` there ends where it has a sentence to say.
REFUSED = 2
BUSY = "other .pth files are being written just now; try again in a moment, or take .safetensors"
LATE = "writing the .pth file took longer than {:g} seconds and was ended; take .safetensors"
LOST = (
    "the process that writes .pth files ended before it was done, perhaps for want of memory; try "
    "again, or take .safetensors instead"
)


class TorchProcess:
    """Write .pth files by processes of their own, few at a time."""

    def __init__(
        self,
        most: int = 2,
        seconds: float = 120.0,
        patience: float = 5.0,
        command: tuple[str, ...] = (sys.executable, "-m", MODULE),
    ) -> None:
        """most: processes at a time; seconds: each may take; patience: seconds until somebody who
        waits for a place is sent away; command: what is run.
        """
        self._places = BoundedSemaphore(most)
        self._seconds, self._patience, self._command = seconds, patience, command

    def pth_bytes(self, state: Mapping[str, np.ndarray]) -> bytes:
        """Return what `core.state_dict.pth_bytes` does, to the byte.

        Raises ValueError where it does, and where the process ends or takes too long; Busy where
        too many want one.
        """
        if not self._places.acquire(timeout=self._patience):
            raise Busy(BUSY)
        try:
            return self._run(pickle.dumps(dict(state), protocol=5))
        finally:
            self._places.release()

    def _run(self, content: bytes) -> bytes:
        # Ctrl+C is for the server; a child whose server is gone cannot write and ends.
        try:
            done = subprocess.run(
                self._command,
                input=content,
                capture_output=True,
                timeout=self._seconds,
                start_new_session=True,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ValueError(LATE.format(self._seconds)) from error
        except OSError as error:
            logger.error("no process for a .pth file could be started", exc_info=error)
            raise ValueError(LOST) from error
        said = done.stderr.decode(errors="replace").strip()
        if done.returncode == REFUSED and said:
            raise ValueError(said.splitlines()[-1])
        if done.returncode:
            logger.error("the process of a .pth file ended with %d: %s", done.returncode, said)
            raise ValueError(LOST)
        return done.stdout
