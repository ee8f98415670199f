"""Names of classes where there is little room: cut short, apart from each other, never markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

# So many letters of a name have room on an axis, and so many in a sentence.
LONGEST, IN_SENTENCE = 11, 24


def literal(text: str) -> str:
    """Write a text so that plotly shows it as it is: a name is never markup."""
    return escape(text, quote=False)


def shortened(names: Sequence[str], longest: int = LONGEST) -> list[str]:
    """Cut long names short, and tell apart those that begin alike: by their end, or by number."""
    ends = longest // 2
    cut = [short(name, longest) for name in names]
    alike = Counter(cut)
    cut = [
        f"{first_of(name, ends)}…{last_of(name, ends)}" if alike[words] > 1 else words
        for name, words in zip(names, cut, strict=True)
    ]
    alike = Counter(cut)
    return [
        f"{first_of(words, ends)}… {at}" if alike[words] > 1 else words
        for at, words in enumerate(cut, start=1)
    ]


def short(name: str, longest: int = LONGEST) -> str:
    """Cut a long name short."""
    return name if room_of(name) <= longest else f"{first_of(name, longest - 1)}…"


def first_of(name: str, room: int) -> str:
    """Return as much of a name's beginning as has room."""
    # Letter by letter: a name may have a million.
    rooms = accumulate(map(room_of, name))
    end = next((at for at, taken in enumerate(rooms) if taken > room), len(name))
    return name[:end].rstrip()


def last_of(name: str, room: int) -> str:
    """Return as much of a name's end as has room."""
    rooms = accumulate(map(room_of, reversed(name)))
    end = next((at for at, taken in enumerate(rooms) if taken > room), len(name))
    return name[len(name) - end :].lstrip()


def room_of(name: str) -> int:
    """Return how many letters' room a name takes; a Chinese one takes that of two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name)
