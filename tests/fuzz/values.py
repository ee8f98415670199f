"""Values that no page sends, drawn by kind; and a value of JSON with one thing in it replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from math import inf, nan
from random import Random
from typing import Any

Path = tuple[str | int, ...]

PLAIN: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 7, -0.0, 0.5, 1.5, 1e-320, 1e308, -1e308, inf, -inf, nan),
    *(10**9, -(10**9), 2**31, 2**53 + 1, 2**63, 10**400, -(10**4000)),
    *("", " ", "0", "1", "-0", "7", "0.5", "1e999", "nan", "Infinity", "0x10", "1_000", "٣", "½"),
    *("true", "null", "none", "much", "9" * 400, "9" * 5000, "1e" + "9" * 300, "x" * 10**5),
    *("__proto__", "constructor", "__class__", "__init__.__globals__", "{0.__class__}", "%s%n"),
    *("../../../etc/passwd", "/etc/passwd", "C:\\windows", "file:///etc/passwd", "~root", "a/../b"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script>", "&lt;", "{{7*7}}"),
    *("=1+1", "'; drop table x; --", "${jndi:x}", "`id`", "$(id)", "|id", "\r\nSet-Cookie: a=b"),
    *(
        "\x00",
        "a\x00b",
        "\x1b[31m",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\udfff\ud800",
        "é\u0301",
    ),
    *(
        "merge:3-6:0.5",
        "merge:3-6:nan",
        "merge:--:",
        "shatter:3:1e999",
        "merge:0-1:0.5:" + "a" * 99,
    ),
    *(
        "model=none",
        "op=merge:3-6:0.5&sample=99999",
        "model=digits-3d&hand=9",
        "points=1e9",
        "&" * 999,
    ),
    *([], [[]], [None], ["a"], [0] * 5, [1, 1], [inf], [10**400, -1], [{}], ["x" * 999] * 9),
    *({}, {"": ""}, {"__proto__": {"x": 1}}, {"query": {}, "key": []}, {"toString": 1}, {"0": 0}),
)


def _known(draw: Random) -> Any:
    return deepcopy(draw.choice(PLAIN))


def _nested(draw: Random) -> Any:
    """Return lists or objects within each other, some deeper than any reader goes."""
    value: Any = None
    in_lists = draw.random() < 0.5
    for _ in range(draw.choice((5, 19, 60, 400))):
        value = [value] if in_lists else {"a": value}
    return value


def _many(draw: Random) -> Any:
    """Return a long list, object or text."""
    count = draw.choice((50, 1000, 30_000))
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: [draw.choice((0, "a", -1, None, 10**30))] * count,
        lambda: list(range(count)),
        lambda: {str(at): at for at in range(count)},
        lambda: draw.choice("aé<9\u202e&=:-") * (8 * count),
    )
    return draw.choice(kinds)()


def _number(draw: Random) -> Any:
    """Return a number of any size, or its text."""
    number = draw.choice(
        (draw.randint(-50, 50), draw.uniform(-2, 2), 10.0 ** draw.randint(-30, 30))
    )
    return draw.choice((number, str(number), int(number)))


def _text(draw: Random) -> str:
    """Return a text of characters from anywhere."""
    return "".join(chr(draw.randrange(draw.choice((128, 0x3000, 0x11000)))) for _ in range(12))


def hostile(draw: Random) -> Any:
    """Draw a value that may stand anywhere and should stand nowhere."""
    return draw.choices((_known, _nested, _many, _number, _text), (12, 1, 1, 3, 2))[0](draw)


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """Yield where a value of JSON has values, itself first."""
    yield at
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, one in inside:
        yield from places(one, (*at, key))


def found(value: Any, at: Path) -> Any:
    """Return what a value has at a place."""
    for key in at:
        value = value[key]
    return value


def replaced(value: Any, at: Path, by: Any) -> Any:
    """Return a copy of a value with another one at a place."""
    if not at:
        return by
    copy = deepcopy(value)
    found(copy, at[:-1])[at[-1]] = by
    return copy


def spoiled(draw: Random, value: Any, within: Path = ()) -> Any:
    """Return a copy of a value with one thing in it hostile, or changed a little."""
    at = draw.choice([(*within, *one) for one in places(found(value, within))])
    old = found(value, at)
    if isinstance(old, str) and draw.random() < 0.3:
        return replaced(value, at, _nudged(draw, old))
    if isinstance(old, list) and draw.random() < 0.4:
        longer = draw.choice(([*old, *old], [*old, hostile(draw)], old[1:], old[::-1]))
        return replaced(value, at, longer)
    if draw.random() < 0.15:
        return replaced(value, at, found(value, draw.choice(list(places(value)))))
    return replaced(value, at, hostile(draw))


def _nudged(draw: Random, text: str) -> str:
    """Return a text with something in its middle replaced."""
    start = draw.randrange(len(text) + 1)
    end = min(len(text), start + draw.choice((0, 1, 1, 4)))
    return text[:start] + str(hostile(draw))[:2000] + text[end:]
