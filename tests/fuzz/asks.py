"""Requests of an attacker: recorded ones made hostile, links, uploads, recipes and jobs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from tests.bad_files import BAD
from tests.fuzz.posts import CALLBACKS, recorded, workbench_of
from tests.fuzz.values import hostile, places, replaced, spoiled
from tests.made_files import bundle, csv, npz
from weight_surgery.core.recipe import recipe_of
from weight_surgery.core.specs import Operation, SurgerySpec

JSON = "application/json"
SAME = {"Sec-Fetch-Site": "same-origin"}
# Servers take no address that is much longer.
LONGEST_ADDRESS = 20_000
LARGEST_FILE = 200_000


@dataclass(frozen=True)
class Ask:
    """One request, as it is sent."""

    address: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        """Return the request as JSON from which it can be sent again."""
        body = base64.b64encode(self.body).decode()
        try:
            body, coded = self.body.decode(), "text"
        except UnicodeDecodeError:
            coded = "base64"
        said = {"method": self.method, "address": self.address, "headers": self.headers}
        return json.dumps({**said, coded: body})


def written(value: Any) -> bytes:
    """Return a value as JSON, with whatever no page would write."""
    return json.dumps(value).encode()


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
        lambda: _post(text.replace(": ", f": {draw.choice(('01', '1e999', '9' * 5000))}, ").encode()),
        lambda: _post(whole, address=f"{CALLBACKS}?{_joined([('endId', hostile(draw))])}"),
        lambda: Ask(
            CALLBACKS, "POST", whole, {"Content-Type": JSON, "Content-Encoding": "gzip"}
        ),
    )
    return draw.choice(ways)()


def _escaped(value: Any) -> str:
    return quote(str(value)[:LONGEST_ADDRESS].encode(errors="surrogatepass"), safe=":-")


def _joined(parts: list[tuple[str, Any]]) -> str:
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
    return Ask(f"{path}?{_joined(parts)}"[:LONGEST_ADDRESS])


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


@lru_cache(1)
def _files() -> tuple[tuple[str, bytes], ...]:
    """Return files of every kind, small ones: good ones, bad ones, and other things altogether."""
    bad = [(name, make()) for name, make, _ in BAD.values()]
    table = csv("a,b,label", *(f"{at / 7},{at % 5},c{at % 3}" for at in range(60)))
    good = (("a.npz", bundle()), ("a.csv", table), ("a.npz", npz(x=[[1.0, 2.0]] * 8, y=[0, 1] * 4)))
    return tuple(one for one in (*good, *bad) if len(one[1]) < LARGEST_FILE)


def _form(address: str, parts: dict[str, str], file: tuple[str, bytes] | None) -> Ask:
    edge = b"--edge"
    pieces = [
        edge + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + value.encode(errors="surrogatepass")
        for name, value in parts.items()
    ]
    if file is not None:
        name = file[0].replace('"', "%22").encode(errors="surrogatepass")
        head = b'\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
        pieces.append(edge + head + file[1])
    body = b"\r\n".join([*pieces, edge + b"--\r\n"])
    return Ask(address, "POST", body, {"Content-Type": "multipart/form-data; boundary=edge", **SAME})


def _damaged(draw: Random, content: bytes) -> bytes:
    at = draw.randrange(len(content) + 1)
    ways = (content, content[:at], content[:at] + draw.randbytes(4) + content[at + 4 :])
    return draw.choice(ways)


def upload(draw: Random) -> Ask:
    """Return a file to be opened that may be none, with choices that may be none."""
    name, content = draw.choice(_files())
    if draw.random() < 0.3:
        name = str(hostile(draw))[:400] + draw.choice(("", ".csv", ".npz", ".parquet", ".json"))
    choices = {"label": "label", "split": "", "normalise": None}
    form = {"choices": json.dumps(spoiled(draw, choices))} if draw.random() < 0.5 else {}
    return _form("/lab/own", form, (name, _damaged(draw, content)))


@lru_cache(1)
def _recipes() -> tuple[Any, ...]:
    workbench, plan = workbench_of(), (Operation("merge", (3, 6), 0.0), Operation("shatter", (4,), 0.1))
    specs = (SurgerySpec("digits-3d"), SurgerySpec("digits-16d", plan))
    return tuple(json.loads(recipe_of(workbench.compare(spec)).to_json()) for spec in specs)


def recipe(draw: Random) -> Ask:
    """Return a recipe with something in it hostile, sent to be followed."""
    content = written(spoiled(draw, draw.choice(_recipes())))
    own = {"own": str(hostile(draw))[:2000]} if draw.random() < 0.3 else {}
    return _form("/lab/own", own, ("a.json", _damaged(draw, content)))


def job(draw: Random) -> Ask:
    """Return something that is asked of jobs, with one thing in it hostile."""
    train = {"dataset": "digits", "network": "compact", "dims": 4, "epochs": 2, "seed": 0}
    asked: tuple[dict[str, Any], ...] = (
        {"do": "start", "token": "t", "kind": "train", "asked": train},
        {"do": "start", "token": "t", "kind": "capture", "asked": {"dataset": "digits", "name": "n"}},
        {"do": "takes", "asked": train},
        {"do": "look", "job": "x" * 22},
        {"do": "cancel", "job": "x" * 22},
    )
    file = draw.choice((None, ("a.pth", b"\x80\x02}q\x00.")))
    return _form("/lab/jobs", {"asked": json.dumps(spoiled(draw, draw.choice(asked)))}, file)


KINDS: dict[Callable[[Random], Ask], int] = {
    one_value: 40,
    structure: 18,
    raw: 8,
    link: 14,
    address: 6,
    upload: 6,
    recipe: 5,
    job: 3,
}


def ask_at(seed: int, place: int) -> Ask:
    """Return one request of a seed, whatever came before it."""
    draw = Random(f"{seed} {place}")
    return draw.choices(tuple(KINDS), tuple(KINDS.values()))[0](draw)


def asks(seed: int, count: int) -> Iterator[tuple[int, Ask]]:
    """Yield so many requests of a seed, each with its place."""
    for place in range(count):
        yield place, ask_at(seed, place)

