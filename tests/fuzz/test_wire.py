"""Bytes that are no request, or lie of their length, sent to a server that really listens."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from tests.browser.server import serving
from tests.fuzz.posts import CALLBACKS, recorded
from tests.fuzz.runner import OWN, PLACES
from tests.hostile import small_workbench

SECONDS = 20
POST = f"POST {CALLBACKS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".encode()
JSON = b"Content-Type: application/json\r\n"
BODY = json.dumps(recorded()[0][0]).encode()


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[str, int]]:
    with serving(small_workbench()) as address:
        at = urlsplit(address)
        yield at.hostname or "", at.port or 0


def sent(place: tuple[str, int], *parts: bytes) -> str:
    """Send bytes and return all that is answered; what has not come whole is left there."""
    with socket.create_connection(place, timeout=SECONDS) as line:
        for part in parts:
            line.sendall(part)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while piece := line.recv(65_536):
            found += piece
    return found.decode("latin-1")


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (*pieces, b""))


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (POST + JSON + b"Content-Length: 2\r\n\r\n{}", {400}),
        (POST + JSON + b"Content-Length: 99999999999999\r\n\r\n{}", {400, 413}),
        (POST + JSON + b"Content-Length: -1\r\n\r\n{}", {400}),
        (POST + JSON + b"Content-Length: x\r\n\r\n{}", {400}),
        (POST + JSON + b"Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}", {400}),
        (POST + JSON + b"\r\n", {400}),
        (POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"{", b"}"), {400}),
        (POST + JSON + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", {400}),
        (POST + JSON + b"Transfer-Encoding: gzip\r\n\r\n{}", {400, 501}),
        (POST + JSON + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", {400}),
        (POST + b"Content-Type: \x00\xff\r\nContent-Length: 2\r\n\r\n{}", {400, 415}),
        (b"GET /\x00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
        (b"GET /%00%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {404}),
        (b"GET /assets/../../app.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {400, 404}),
        (b"GET //etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {404, 308}),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", {400}),
        (b"GET " + b"/a" * 50_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", {404}),
    ],
    ids=range(17),
)
def test_it_is_answered_with_a_status_and_no_more(
    place: tuple[str, int], request_: bytes, statuses: set[int]
) -> None:
    answer = sent(place, request_)
    assert int(answer.split(" ")[1]) in statuses, answer[:300]
    assert not [one for one in PLACES if one in answer]
    assert not OWN.search(answer)


def test_a_sound_post_in_pieces_is_answered(place: tuple[str, int]) -> None:
    body = BODY.replace(b"digits-3d", b"small").replace(b"3-6", b"0-1")
    head = POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = sent(place, head, chunked(body[:100], body[100:]))
    assert answer.startswith("HTTP/1.1 200"), answer[:300]


def test_too_much_in_pieces_is_refused(place: tuple[str, int]) -> None:
    head = POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = sent(place, head, chunked(*[b" " * 100_000] * 30))
    assert answer.startswith("HTTP/1.1 413"), answer[:300]


def test_a_request_that_never_ends_leaves_the_others_alone(place: tuple[str, int]) -> None:
    halves = [socket.create_connection(place, timeout=SECONDS) for _ in range(20)]
    try:
        for line in halves:
            line.sendall(POST + JSON + b"Content-Length: 1000\r\n\r\n{")
        address = f"http://{place[0]}:{place[1]}/health"
        assert requests.get(address, timeout=SECONDS).status_code == 200
    finally:
        for line in halves:
            line.close()
