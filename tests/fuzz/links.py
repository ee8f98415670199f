"""Addresses: of samples, images and the page itself, and such as nobody asks for."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from tests.fuzz.ask import SAME, Ask
from tests.fuzz.posts import recorded
from tests.fuzz.values import hostile, spoiled

# Servers take no address that is much longer.
LONGEST_ADDRESS = 20_000


def _escaped(value: Any) -> str:
    return quote(str(value)[:LONGEST_ADDRESS].encode(errors="surrogatepass"), safe=":-")


def joined(parts: list[tuple[str, Any]]) -> str:
    return "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in parts)


def link(draw: Random) -> Ask:
    """Return a recorded address with something in it hostile, or the page at a hostile link."""
    at = urlsplit(draw.choice(recorded()[1]))
    parts: list[tuple[str, Any]] = list(parse_qsl(at.query, keep_blank_values=True))
    asked = dict(parts).get("asked")
    path = at.path
    if asked and draw.random() < 0.6:
        question = spoiled(draw, json.loads(asked))
        parts = [(name, json.dumps(question) if name == "asked" else one) for name, one in parts]
    elif parts and draw.random() < 0.7:
        name = draw.choice(parts)[0]
        parts = [(key, hostile(draw) if key == name else one) for key, one in parts]
    elif path.startswith("/lab/"):
        path, parts = "/", [("model", "digits-3d"), (draw.choice(("op", "sample")), hostile(draw))]
    else:
        pieces = path.split("/")
        pieces[draw.randrange(1, len(pieces))] = _escaped(hostile(draw))[:2000]
        path = "/".join(pieces)
    return Ask(f"{path}?{joined(parts)}"[:LONGEST_ADDRESS])


def address(draw: Random) -> Ask:
    """Return an address, or a way to ask it, that nobody uses."""
    known = (
        *("", "lab/own", "lab/jobs", "lab/samples", "assets/all.css", "assets/lab/main.mjs"),
        *("_dash-layout", "_dash-dependencies", "_dash-update-component", "_reload-hash", "health"),
        *("_dash-component-suites/dash/", "_favicon.ico", "static/", "thumbnails/", "texts/"),
    )
    odd = (
        *("", "%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "../../etc/passwd", "%2e%2e/", "//", "\\"),
        *("%252e%252e", "a" * 9000, "%", "%zz", ";x", "?%00=%ff", "?=&=&", ".pyc", "/__pycache__"),
    )
    method = draw.choice(("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "X"))
    headers = draw.choice(({}, SAME, {"If-None-Match": "\x01"}, {"Range": "bytes=-9-"}))
    more = draw.choice(({}, {"Accept-Encoding": "x;q=9"}, {"Cookie": "a=\x01;;="}, {"Host": "a b"}))
    length = {"Content-Length": draw.choice(("-1", "x", "9" * 30))} if method == "POST" else {}
    return Ask(f"/{draw.choice(known)}{draw.choice(odd)}", method, b"", headers | more | length)
