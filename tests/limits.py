"""What may not take for ever."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

SECONDS = 10


@contextmanager
def limit(seconds: float = SECONDS) -> Iterator[None]:
    """Fail what takes longer. A thread would not do: a power of whole numbers yields to nobody."""

    def stop(number: int, frame: FrameType | None) -> None:
        pytest.fail(f"no answer within {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
