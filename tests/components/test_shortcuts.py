"""The list of keys is the list of what the page listens to."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from weight_surgery.components.shortcuts import SHORTCUTS

LAB = Path(__file__).parents[2] / "assets" / "lab"
ADDED = re.compile(r'labKeys\.add\(\s*"([^"]+)"')
# As they are written on the keyboard.
NAMES = {" ": "Space"}


def test_each_single_key_that_does_something_stands_in_the_list_once() -> None:
    added = [key for path in LAB.rglob("*.mjs") for key in ADDED.findall(path.read_text("utf-8"))]
    listed = Counter(key for keys, _ in SHORTCUTS for key in keys)
    assert {"?", " ", "k", "p", "f"} <= set(added)
    assert {key: listed[NAMES.get(key, key)] for key in added} == dict.fromkeys(added, 1)


def test_no_line_of_the_list_is_said_twice() -> None:
    words = [words for _, words in SHORTCUTS]
    assert len(set(words)) == len(words)
