"""One thread of a process computes at a time: in turn each is quicker than all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

# Nobody waits for longer behind what takes long, which is then computed beside it.
MOMENT = 0.25


class Computing:
    """The place in which a thread computes.

    Python runs one thread at a time, and each that NumPy has run free has to wait for all the
    others; of eight threads that switch at every array, a click takes one and a half times as much
    of a processor as of one (`benchmarks.turns`).
    """

    def __init__(self, moment: float = MOMENT) -> None:
        """moment: so many seconds are waited for the place, then a thread computes without it."""
        self._place, self._moment = Lock(), moment
        self._here = local()

    def enter(self) -> None:
        """Wait for the place, a moment at most. A thread that has it keeps it."""
        if not self.has_place:
            self._here.has_place = self._place.acquire(timeout=self._moment)

    def leave(self) -> None:
        """Give the place to another thread, if this one has it."""
        if self.has_place:
            self._here.has_place = False
            self._place.release()

    @property
    def has_place(self) -> bool:
        """Whether this thread has the place."""
        return getattr(self._here, "has_place", False)

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the place to others while this thread waits."""
        had = self.has_place
        self.leave()
        try:
            yield
        finally:
            if had:
                self.enter()
