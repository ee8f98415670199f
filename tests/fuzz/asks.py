"""Requests of an attacker, by seed and place: each the same again, whatever came before it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.ask import Ask
from tests.fuzz.calls import one_value, raw, structure
from tests.fuzz.links import address, link
from tests.fuzz.uploads import job, made, recipe, upload

KINDS: dict[Callable[[Random], Ask], int] = {
    one_value: 38,
    structure: 18,
    raw: 8,
    link: 14,
    address: 6,
    upload: 5,
    made: 6,
    recipe: 5,
    job: 3,
}


def ask_at(seed: int, place: int) -> Ask:
    """Return one request of a seed, whatever came before it."""
    draw = Random(f"{seed} {place}")
    return draw.choices(tuple(KINDS), tuple(KINDS.values()))[0](draw)
