"""What all caches of a workbench keep, within one number of bytes."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from weight_surgery.core.checks import integer
from weight_surgery.core.workbench.figures import CacheFigures, KindFigures
from weight_surgery.core.workbench.sizes import Footprint, footprint_of

MOST_BYTES = 512 * 2**20
# Whoever was handed a value may make it grow for so long, as figures are made when they are asked.
LINGER_SECONDS = 2.0
# So many times as long as measuring took, nothing is measured.
REST = 49
MISSING = object()
Key = tuple[Hashable, ...]
Place = tuple[str, Key]


@dataclass(eq=False)
class _Kept:
    value: Any
    lent: tuple[object, ...]
    footprint: Footprint


class Store:
    """Values by kind and key; the one that nobody asked for longest goes first, of whatever kind.

    Memory that several share counts once. Values grow after they were kept: before anything is let
    go, those that were handed out meanwhile are measured again, and once more after two seconds.
    Where much is asked for, that waits a moment, so that it takes a fiftieth of the time at most.
    """

    def __init__(
        self, most_bytes: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """most_bytes: how much is kept, at least 0; clock: tells seconds."""
        self._most, self._clock = integer("most_bytes", most_bytes, 0), clock
        self._kept: OrderedDict[Place, _Kept] = OrderedDict()
        # Kept up with what changes, since every request tells them.
        self._sizes: Counter[str] = Counter()
        self._entries: Counter[str] = Counter()
        # How many of those kept hold a buffer, by kind; the first that did has its bytes.
        self._holders: dict[int, Counter[str]] = {}
        self._handed: set[Place] = set()
        self._lingering: dict[Place, float] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._rested = 0.0
        self._lock = Lock()

    def add_kind(self, kind: str) -> None:
        """Make a kind known, so that its figures are told before it is asked for."""
        self._counts.setdefault(kind, Counter())

    def get(self, kind: str, key: Key) -> Any:
        """Return a value that is kept, else MISSING."""
        with self._lock:
            kept = self._kept.get((kind, key))
            if kept is None:
                return MISSING
            self._counts[kind]["hits"] += 1
            self._kept.move_to_end((kind, key))
            self._hand_out((kind, key))
            return kept.value

    def has(self, kind: str, key: Key) -> bool:
        """Tell whether a value is kept, which is no use of it."""
        with self._lock:
            return (kind, key) in self._kept

    def count(self, kind: str, what: str) -> None:
        """Count something that befell a kind, by a name of KindFigures."""
        with self._lock:
            self._counts[kind][what] += 1

    def put(self, kind: str, key: Key, value: Any, lent: tuple[object, ...] = ()) -> None:
        """Keep a value, and let go what there is no room for; one that is too large is not kept.

        lent: what it refers to and is kept anyway, which is not counted.
        """
        footprint = footprint_of((key, value), lent)
        with self._lock:
            self._measure_again()
            if footprint.bytes > self._most:
                self._counts[kind]["too_large"] += 1
                return
            self._drop((kind, key))
            self._kept[kind, key] = _Kept(value, lent, footprint)
            self._entries[kind] += 1
            self._add(kind, footprint)
            self._hand_out((kind, key))
            while self._sizes.total() > self._most:
                self._evict(next(iter(self._kept)))

    def figures(self) -> CacheFigures:
        """Return what is kept and what was done, kind by kind."""
        with self._lock:
            kinds = {
                kind: KindFigures(bytes=self._sizes[kind], entries=self._entries[kind], **counts)
                for kind, counts in self._counts.items()
            }
            return CacheFigures(self._most, self._sizes.total(), kinds)

    def _hand_out(self, place: Place) -> None:
        self._handed.add(place)
        self._lingering[place] = self._clock()

    def _measure_again(self) -> None:
        """Measure what may have grown, and let go what has outgrown all of the room."""
        start = self._clock()
        if start < self._rested:
            return
        for place in list(self._to_measure()):
            kept = self._kept[place]
            self._remove(place[0], kept.footprint)
            kept.footprint = footprint_of((place[1], kept.value), kept.lent)
            self._add(place[0], kept.footprint)
            if kept.footprint.bytes > self._most:
                self._evict(place)
        end = self._clock()
        self._rested = end + REST * (end - start)

    def _to_measure(self) -> Iterator[Place]:
        over = self._clock() - LINGER_SECONDS
        settled = {place for place, handed in self._lingering.items() if handed <= over}
        yield from self._handed | settled
        self._handed.clear()
        for place in settled:
            self._lingering.pop(place, None)

    def _evict(self, place: Place) -> None:
        self._counts[place[0]]["evictions"] += 1
        self._drop(place)

    def _drop(self, place: Place) -> None:
        kept = self._kept.pop(place, None)
        self._handed.discard(place)
        self._lingering.pop(place, None)
        if kept is not None:
            self._entries[place[0]] -= 1
            self._remove(place[0], kept.footprint)

    def _add(self, kind: str, footprint: Footprint) -> None:
        self._sizes[kind] += footprint.loose
        for one, (_, size) in footprint.buffers.items():
            self._hold(kind, one, size, 1)

    def _remove(self, kind: str, footprint: Footprint) -> None:
        self._sizes[kind] -= footprint.loose
        for one, (_, size) in footprint.buffers.items():
            self._hold(kind, one, size, -1)

    def _hold(self, kind: str, one: int, size: int, more: int) -> None:
        """Count a buffer's holders, and give its bytes to the kind that has held it longest."""
        holders = self._holders.setdefault(one, Counter())
        owner = next(iter(holders), None)
        holders[kind] += more
        if not holders[kind]:
            del holders[kind]
        new = next(iter(holders), None)
        if new != owner:
            if owner is not None:
                self._sizes[owner] -= size
            if new is not None:
                self._sizes[new] += size
        if not holders:
            del self._holders[one]
