"""Send requests to an app, and tell what no answer may be."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

import psutil
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from tests.bodies import WORD, unpacked
from tests.fuzz.ask import Ask
from tests.fuzz.asks import ask_at
from tests.fuzz.calls import looks
from tests.hostile import LONGEST, PYTHONS
from tests.limits import limit
from weight_surgery.components.samples import BINARY

# Generous: a loaded machine is slow, and what hangs hangs for hours.
SECONDS = 20
ROOT = Path(__file__).parents[2]
# Where things lie on the server, and how Python tells of its own.
PLACES = (str(ROOT), sys.prefix, "site-packages", "Traceback (most recent", 'File "/', '.py", line')
OWN = re.compile(
    r"\b[A-Z]\w*(Error|Exception|Warning)\b|NoneType|<class |object at 0x|ndarray|dtype\("
)
# A data set is called digits.
WORDS = (*(word for word in PYTHONS if word != "digits"), "4300 digits")
READ = ("application/json", "text/plain", "text/html")


class Faults(logging.Handler):
    """What the server logged as its own fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.seen.append(f"{record.getMessage()[:200]}: {error!r}"[:400])


@contextmanager
def logged() -> Iterator[Faults]:
    """Collect what is logged as an error, and let nothing of it be printed."""
    faults, root = Faults(), logging.getLogger()
    before = root.handlers
    root.handlers = [faults]
    try:
        yield faults
    finally:
        root.handlers = before


class Runner:
    """Send requests one after the other; `faults` has a text of each that was answered badly."""

    def __init__(self, server: Flask, seconds: float = SECONDS) -> None:
        self.server = server
        self.seconds = seconds
        self.faults: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.grown = 0.0
        self.slowest: tuple[float, str] = (0.0, "")

    def run(self, asks: Iterable[tuple[Any, Ask]]) -> Runner:
        """Send requests, each with a name of its own, and look at every answer."""
        process = psutil.Process()
        before = process.memory_info().rss
        with logged() as log:
            for name, ask in asks:
                log.seen.clear()
                start = monotonic()
                wrong = [*self.wrongs(ask), *log.seen]
                self.slowest = max(self.slowest, (monotonic() - start, str(name)))
                if wrong:
                    self.faults.append(f"{name}: {'; '.join(wrong)}\n    {ask.to_text()[:4000]}")
                self.grown = max(self.grown, (process.memory_info().rss - before) / 2**20)
        return self

    def seeded(self, seed: int, count: int) -> Runner:
        """Send so many requests of a seed, which gives the same ones again."""
        return self.run((f"seed {seed}, {place}", ask_at(seed, place)) for place in range(count))

    def wrongs(self, ask: Ask) -> list[str]:
        """Send one request; return what is wrong with its answer."""
        try:
            with limit(self.seconds):
                answer = self.sent(ask)
                content = answer.get_data()
        # What took too long ends a test, and is no Exception; here it is told with its payload.
        except (Exception, pytest.fail.Exception) as error:
            return [f"no answer: {error!r}"]
        self.statuses[answer.status_code] += 1
        wrong = faults_of(answer.status_code, answer.mimetype, content)
        # A file that could be opened is a model from then on.
        model = (answer.json or {}).get("model") if ask.address == "/lab/own" else None
        for look in looks(model) if model else ():
            wrong += [f"looked at, {one}" for one in self.wrongs(look)]
        return wrong

    def sent(self, ask: Ask) -> Response:
        """Return the answer to a request that is sent as it is, with its own length."""
        path, _, query = ask.address.partition("?")
        builder = EnvironBuilder("/", method=ask.method, data=ask.body, query_string=query)
        environ = builder.get_environ()
        named = dict(ask.headers)
        for variable, name in (
            ("CONTENT_TYPE", "Content-Type"),
            ("CONTENT_LENGTH", "Content-Length"),
        ):
            if name in named:
                environ[variable] = named.pop(name)
        for name, value in named.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        # As a server decodes a path: percent signs, then Latin-1.
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
        return Response(*run_wsgi_app(self.server, environ, buffered=True))


def faults_of(status: int, kind: str, content: bytes) -> list[str]:
    """Return what is wrong with an answer: a fault of the server, or words that are its own."""
    wrong = [f"status {status}"] if status >= 500 else []
    if kind == BINARY and content:
        said = unpacked(content)[0].get("refused", "")
        text = content[WORD : WORD + 20_000].decode("latin-1")
    else:
        text = content.decode(errors="replace") if kind in READ else ""
        said = "\n".join(words_of(text, kind, status))
    # Dash writes what could end a script by its number.
    plain = re.sub(r"\\u00(2f|3c|3e)", lambda one: chr(int(one[1], 16)), text, flags=re.I)
    wrong += [f"says {place!r}" for place in PLACES if place in plain]
    if found := OWN.search(said):
        wrong.append(f"says {found[0]!r}: {said[:200]}")
    wrong += [f"says {word!r}: {said[:200]}" for word in WORDS if word in said]
    if len(said) > 2 * LONGEST:
        wrong.append(f"says {len(said):,} characters: {said[:200]}")
    return wrong


def words_of(text: str, kind: str, status: int) -> Iterator[str]:
    """Yield what a person is told by an answer: its refusals and toasts."""
    if kind == "application/json" and text:
        try:
            # A browser reads no NaN.
            yield from _told(json.loads(text, parse_constant=_no_number))
        except ValueError as error:
            yield f"ValueError: {error}"
    elif kind == "text/plain" or status != 200:
        yield text


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _told(value: Any) -> Iterator[str]:
    """Yield the sentences within an answer."""
    if isinstance(value, list):
        for one in value:
            yield from _told(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in ("refused", "message", "stopped", "missing") and isinstance(one, str):
                yield one
            elif isinstance(one, (dict, list)):
                yield from _told(one)
