"""JSON from anybody: plain UTF-8, nested a little, of numbers that are numbers.

Python's own reader goes a call deeper with every bracket, guesses at UTF-16 and UTF-32, and takes
NaN, Infinity and 1e999, none of which a page ever sends.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

# A page's own bodies are nested a third as deep (tests/fuzz/test_fuzz.py).
DEEPEST = 24
# A text whole, so that no bracket in it counts, to the end of all where it has none of its own;
# nothing here is looked at twice.
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


class StrictJson:
    """What a request reads its body with, in the place of Flask's own."""

    dumps = staticmethod(json.dumps)

    @staticmethod
    def loads(content: bytes | str) -> Any:
        """Read a text, or bytes as UTF-8. Raises ValueError for anything that no page sends."""
        text = content if isinstance(content, str) else content.decode("utf-8")
        check_depth(text)
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)


def check_depth(text: str, most: int = DEEPEST) -> None:
    """Raise ValueError where a JSON text is nested deeper, without reading it."""
    depth = 0
    for found in TOKEN.finditer(text):
        bracket = found[0][0]
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(bracket, 0)
        if depth > most:
            raise ValueError(f"it is nested deeper than {most} levels")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number is larger than any that can be computed with")
    return number
