"""Posts to the callbacks: a value that is hostile, another shape, bytes that no page writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.fuzz.ask import JSON, Ask, written
from tests.fuzz.links import joined
from tests.fuzz.posts import CALLBACKS, recorded
from tests.fuzz.values import hostile, places, replaced, spoiled
from weight_surgery.components import ids


def _post(body: bytes, kind: str = JSON, address: str = CALLBACKS) -> Ask:
    return Ask(address, "POST", body, {"Content-Type": kind})


def one_value(draw: Random) -> Ask:
    """Return a recorded post with one value hostile that a callback reads."""
    post = draw.choice(recorded()[0])
    kind = draw.choice([key for key in ("inputs", "state") if post.get(key)])
    at = (kind, draw.randrange(len(post[kind])), "value")
    if "value" not in post[kind][at[1]]:
        return _post(written(replaced(post, at, hostile(draw))))
    return _post(written(spoiled(draw, post, at)))


def structure(draw: Random) -> Ask:
    """Return a recorded post that is of another shape: of other outputs, ids, keys or counts."""
    post, other = (draw.choice(recorded()[0]) for _ in range(2))
    key = draw.choice(list(post))
    ways: tuple[Callable[[], Any], ...] = (
        lambda: {name: one for name, one in post.items() if name != key},
        lambda: {**post, key: hostile(draw)},
        lambda: {**post, key: other.get(key)},
        lambda: {**post, str(hostile(draw))[:50]: hostile(draw)},
        lambda: {**post, "changedPropIds": [one["id"] + ".data" for one in other["inputs"]]},
        lambda: replaced(post, draw.choice([at for at in places(post) if at]), hostile(draw)),
        lambda: spoiled(draw, post, ("inputs",)),
        lambda: draw.choice(([post], hostile(draw), {"body": post})),
    )
    return _post(written(draw.choice(ways)()))


def raw(draw: Random) -> Ask:
    """Return a recorded post whose bytes are no longer what a page writes."""
    text = json.dumps(draw.choice(recorded()[0]))
    whole, middle = text.encode(), draw.randrange(len(text))
    ways: tuple[Callable[[], Ask], ...] = (
        lambda: _post(whole[:middle]),
        lambda: _post(whole[:middle] + draw.randbytes(3) + whole[middle:]),
        lambda: _post(b"\xef\xbb\xbf" + whole),
        lambda: _post(text.encode(draw.choice(("utf-16", "utf-32", "utf-16-be", "utf-7")))),
        lambda: _post(whole, draw.choice(("", "text/plain", "application/x-www-form-urlencoded"))),
        lambda: _post(whole, draw.choice(("application/json; charset=x", "a/b+json", "\x01"))),
        lambda: _post(draw.choice((b"[", b'{"a":', b'["')) * draw.choice((30, 9_000, 200_000))),
        lambda: _post(b'"' + b'\\"' * draw.choice((1000, 400_000))),
        lambda: _post(b" " * draw.choice((10, 2_000_000)) + whole),
        lambda: _post(text.replace('"value":', '"value": NaN, "value":').encode()),
        lambda: _post(
            text.replace(": ", f": {draw.choice(('01', '1e999', '9' * 5000))}, ").encode()
        ),
        lambda: _post(whole, address=f"{CALLBACKS}?{joined([('endId', hostile(draw))])}"),
        lambda: Ask(CALLBACKS, "POST", whole, {"Content-Type": JSON, "Content-Encoding": "gzip"}),
    )
    return draw.choice(ways)()


def looks(model: str) -> list[Ask]:
    """Return what a page asks of a model that it has just opened."""
    posts = recorded()[0]
    post = next(one for one in posts if one["inputs"][0]["id"] == ids.ASK_STORE)
    question = {"query": urlencode({"model": model}), "over": {}, "id": 1}
    body = replaced(post, ("inputs", 0, "value"), question)
    edit = next(one for one in posts if one["inputs"][0]["id"] == ids.CURVE_ASK)
    return [
        _post(written(body)),
        _post(
            written(replaced(edit, ("inputs", 0, "value"), question["query"] + "&op=merge:0-1:0.5"))
        ),
        Ask(f"/lab/samples?{urlencode({'asked': json.dumps(question)})}"),
    ]
