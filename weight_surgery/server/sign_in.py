"""Who may come in: whoever a trusted proxy names, or whose name and password are in a file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from cachetools import TTLCache
from flask import Flask, Response, g, jsonify, request
from werkzeug.security import check_password_hash

from weight_surgery.server.endpoints import OPEN, endpoint

# A password's hash takes a twentieth of a second, and a browser sends it with every request.
KNOWN, SECONDS = 1000, 600.0
LONGEST_NAME = 200
REALM = 'Basic realm="Weight Surgery Lab", charset="UTF-8"'


def by_header(server: Flask, header: str) -> None:
    """Let in whom a trusted proxy names; `server.proxies` drops the header of anybody else."""

    def check() -> Response | None:
        name = request.headers.get(header, "")
        if not name or len(name) > LONGEST_NAME:
            return _refused("Sign in where this server's address was given to you.")
        g.user = name
        return None

    _guard(server, check)


def by_password(server: Flask, users: Mapping[str, str], slow_down: Callable[[], None]) -> None:
    """Let in who sends a name and its password.

    users: hashes as `werkzeug.security` makes them, by name; slow_down: raises ValueError where
    somebody tries too often.
    """
    key = secrets.token_bytes(32)
    known: TTLCache[bytes, bool] = TTLCache(KNOWN, SECONDS)
    lock = Lock()
    # Who has no such name waits as long as who has.
    nobody = next(iter(users.values()))

    def is_right(name: str, password: str) -> bool:
        told = hmac.digest(key, f"{name}\0{password}".encode(), hashlib.sha256)
        with lock:
            if told in known:
                return True
        slow_down()
        if not (check_password_hash(users.get(name, nobody), password) and name in users):
            return False
        with lock:
            known[told] = True
        return True

    def check() -> Response | None:
        given = request.authorization
        name, password = (given.username, given.password) if given else (None, None)
        try:
            if name and password and len(name) <= LONGEST_NAME and is_right(name, password):
                g.user = name
                return None
        except ValueError as error:
            return _refused(str(error), 429)
        answer = _refused("This page asks for a name and a password.")
        answer.headers["WWW-Authenticate"] = REALM
        return answer

    _guard(server, check)


def read_users(path: Path) -> dict[str, str]:
    """Return password hashes by name, of lines name:hash. Raises ValueError for other files."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"--users: {path} cannot be read; give a text file") from error
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, hashed = line.strip().partition(":")
        if not name or not colon or not hashed.startswith(("scrypt:", "pbkdf2:")):
            raise ValueError(
                f"--users: line {number} of {path} is not name:hash; "
                "weight-surgery password NAME writes one"
            )
        found[name] = hashed
    if not found:
        raise ValueError(
            f"--users: {path} names nobody; weight-surgery password NAME writes a line"
        )
    return found


def _guard(server: Flask, check: Callable[[], Response | None]) -> None:
    def before() -> Response | None:
        return None if endpoint() in OPEN else check()

    server.before_request(before)


def _refused(sentence: str, status: int = 401) -> Response:
    answer = jsonify({"refused": sentence})
    answer.status_code = status
    return answer
