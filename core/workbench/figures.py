"""What caches say of themselves, for whoever watches a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class KindFigures:
    """One kind of answer.

    bytes, entries: what is kept just now, memory that several kinds share with the first of them;
    since the start: hits: answered from what is kept; misses: computed; joined: waited for somebody
    who computed the same; evictions: let go for want of room; too_large: more than all of the room.
    """

    bytes: int = 0
    entries: int = 0
    hits: int = 0
    misses: int = 0
    joined: int = 0
    evictions: int = 0
    too_large: int = 0


@dataclass(frozen=True)
class CacheFigures:
    """All caches of a workbench: how many bytes they may keep, what they do, and kind by kind."""

    most_bytes: int
    bytes: int
    kinds: Mapping[str, KindFigures]

    @property
    def entries(self) -> int:
        """How many answers are kept."""
        return sum(one.entries for one in self.kinds.values())
