"""How many threads of a process compute at a time: in turn each is quicker than all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

# Nobody waits for longer behind what takes long, which is then computed beside it.
MOMENT = 0.25


class Computing:
    """Places for threads that compute.

    Python runs one thread at a time, and each that NumPy has run free has to wait for all the
    others; of eight threads that switch at every array, a click takes one and a half times as much
    of a processor as of one (`benchmarks.turns`).
    """

    def __init__(self, places: int = 1, moment: float = MOMENT) -> None:
        """places: threads that compute at a time, at least 1; moment: so many seconds are waited
        for one, after which a thread computes without.
        """
        self._places, self._moment = BoundedSemaphore(places), moment
        self._here = local()

    def enter(self) -> None:
        """Wait for a place, a moment at most. A thread that has one keeps it."""
        if not self.has_place:
            self._here.has_place = self._places.acquire(timeout=self._moment)

    def leave(self) -> None:
        """Give the place of this thread to another, if it has one."""
        if self.has_place:
            self._here.has_place = False
            self._places.release()

    @property
    def has_place(self) -> bool:
        """Whether this thread has a place."""
        return getattr(self._here, "has_place", False)

    @contextmanager
    def left(self) -> Iterator[None]:
        """Leave the place of this thread to others while it waits."""
        had = self.has_place
        self.leave()
        try:
            yield
        finally:
            if had:
                self.enter()
