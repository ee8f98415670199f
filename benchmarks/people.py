"""People who click: what each asks, what has to come back, and how long it takes.

A click asks three things, as the page does: what is said, the samples, and the tab that is open.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any
from urllib.parse import quote, urlsplit

from dash._utils import to_json

from weight_surgery.components import accuracy, answers, ids, samples
from weight_surgery.components.view import View
from weight_surgery.core.bundle import load_bundle
from weight_surgery.core.comparison import compare
from weight_surgery.core.metrics import Rate
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Workbench

MODELS = ("digits-16d", "mnist-16d", "mnist-3d", "fashion-16d")
DAMPINGS = (0.0, 1e-5, 0.1, 0.3)
Counts = tuple[int, int, int]
Posts = dict[str, dict[str, Any]]
CLICKED = (ids.ASK_STORE, ids.CLASSES_ASK)
PATIENCE = 60.0


@dataclass(frozen=True)
class Question:
    """A click: its edit, and what has to come back.

    counts: those that `compare` has for the pair, before, after and of all; recalls: those of each
    class; samples: the hash of their bytes.
    """

    query: str
    counts: tuple[Counts, ...]
    recalls: tuple[Counts, ...]
    samples: str

    def is_right(self, said: bytes, tab: bytes, body: bytes) -> bool:
        """Whether the answer says these counts, the tab the classes', and the samples are these."""
        words, rows = (json.dumps(json.loads(one), ensure_ascii=False) for one in (said, tab))
        return (
            all(
                re.search(rf"{before:,} [^ ]+ {after:,} of {total:,}", words)
                for before, after, total in self.counts
            )
            and all(
                f"{one:,} of {total:,}" in rows
                for before, after, total in self.recalls
                for one in (before, after)
            )
            and hashlib.sha256(body).hexdigest() == self.samples
        )


def questions(seed: int, count: int) -> list[Question]:
    """Return so many different clicks, each with what has to come back."""
    views = [
        View(SurgerySpec(model).with_operation(classes=pair, damping=damping), points=1000)
        for model in MODELS
        for pair in combinations(range(10), 2)
        for damping in DAMPINGS
    ]
    bundles = {name: load_bundle(PRETRAINED / f"{name}.npz") for name in MODELS}
    page = Workbench(bundles)
    found = []
    for view in random.Random(seed).sample(views, count):
        # By the core alone, as a person would check it.
        comparison = compare(bundles[view.surgery.model], view.surgery)
        before, after = comparison.before, comparison.after
        names = ("merged_recall", "bystander_accuracy", "merged_accuracy", "strict_accuracy")
        counts = tuple(_counts(getattr(before, name), getattr(after, name)) for name in names)
        recalls = map(_counts, before.per_class_recall, after.per_class_recall)
        body = hashlib.sha256(samples.body(page, view, "")).hexdigest()
        found.append(Question(view.to_query(), counts, tuple(recalls), body))
    return found


def _counts(before: Rate, after: Rate) -> Counts:
    return before.successes, after.successes, after.total


def seconds_of(asked: Sequence[Question], clicks: int) -> float:
    """Return the processor's seconds that the callbacks themselves take for a click, the mean.

    Of so many clicks in a row, of which some are answered by what is kept, as in a server.
    """
    page = Workbench.from_folder(PRETRAINED)
    start = time.process_time()
    for click in clicks_of(page, asked, clicks, 0):
        click()
    return (time.process_time() - start) / clicks


def clicks_of(
    page: Workbench, asked: Sequence[Question], count: int, seed: int
) -> Iterator[Callable[[], object]]:
    """Return so many clicks as a server's callbacks answer them, each to be called."""
    chosen = random.Random(seed)
    for number in range(count):
        yield partial(_answered, page, number, chosen.choice(asked).query)


def _answered(page: Workbench, number: int, query: str) -> None:
    # As Dash writes them.
    to_json(answers.answer(page, {"id": number, "query": query}))
    to_json(accuracy.update(page, query))
    samples.body(page, View.from_query(query), "")


@dataclass
class Person(threading.Thread):
    """Somebody who clicks without pause until a time is over."""

    address: str
    asked: Sequence[Question]
    number: int
    until: float
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Click, and keep how long each took and what was wrong."""
        there = urlsplit(self.address)
        # Each from an address of their own.
        own = (f"127.1.{self.number // 200}.{1 + self.number % 200}", 0)
        assert there.hostname
        chosen = random.Random(self.number)
        line = http.client.HTTPConnection(
            there.hostname, there.port, timeout=PATIENCE, source_address=own
        )
        posts = posts_of(line)
        while time.monotonic() < self.until:
            question = chosen.choice(self.asked)
            start = time.monotonic()
            try:
                right = click(line, posts, question)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                line.close()
                continue
            self.seconds.append(time.monotonic() - start)
            if not right:
                self.faults.append(f"wrong: {question.query}")


def posts_of(line: http.client.HTTPConnection, stores: Sequence[str] = CLICKED) -> Posts:
    """Return the posts by which the page asks, by the stores it asks in, as it learns of them."""
    known = json.loads(_ask(line, "GET", "/_dash-dependencies", None))
    return {store: _post_of(known, store) for store in stores}


def _post_of(known: list[dict[str, Any]], store: str) -> dict[str, Any]:
    found = next(one for one in known if store in [place["id"] for place in one["inputs"]])
    outputs = [one.rpartition(".") for one in found["output"].strip(".").split("...")]
    return {
        "output": found["output"],
        "outputs": [{"id": id, "property": name} for id, _, name in outputs],
        "inputs": [{"id": store, "property": "data", "value": None}],
        "changedPropIds": [f"{store}.data"],
        "state": [],
    }


def click(line: http.client.HTTPConnection, posts: Posts, question: Question) -> bool:
    """Ask as a click does, for what is said, for the tab and for the samples; tell if all is right.

    Raises ValueError for a status that is not 200.
    """
    asked = {"id": 1, "query": question.query}
    said = posted(line, posts[ids.ASK_STORE], asked)
    tab = posted(line, posts[ids.CLASSES_ASK], question.query)
    path = f"/lab/{samples.PLACE}?asked={quote(json.dumps(asked))}"
    return question.is_right(said, tab, _ask(line, "GET", path, None))


def posted(line: http.client.HTTPConnection, post: dict[str, Any], value: Any) -> bytes:
    """Ask for a value and return the answer. Raises ValueError for a status that is not 200."""
    body = {**post, "inputs": [{**post["inputs"][0], "value": value}]}
    return _ask(line, "POST", "/_dash-update-component", json.dumps(body))


def _ask(line: http.client.HTTPConnection, method: str, path: str, body: str | None) -> bytes:
    line.request(method, path, body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise ValueError(f"{answer.status} {content[:200]!r}")
    return content
