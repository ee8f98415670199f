"""People who click: what each asks, what has to come back, and how long it takes."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from urllib.parse import quote, urlsplit

from weight_surgery.components import answers, ids, samples
from weight_surgery.components.view import View
from weight_surgery.core.bundle import load_bundle
from weight_surgery.core.comparison import compare
from weight_surgery.core.metrics import Rate
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import PRETRAINED, Workbench

MODELS = ("digits-16d", "mnist-16d", "mnist-3d", "fashion-16d")
DAMPINGS = (0.0, 1e-5, 0.1, 0.3)
PATIENCE = 60.0


@dataclass(frozen=True)
class Question:
    """A click: its edit, the counts that `compare` has for it, and the samples' bytes as a hash."""

    query: str
    counts: tuple[tuple[int, int, int], ...]
    samples: str

    def is_right(self, answer: bytes, body: bytes) -> bool:
        """Whether an answer says these counts, and the samples are these."""
        words = json.dumps(json.loads(answer), ensure_ascii=False)
        said = all(
            re.search(rf"{before:,} [^ ]+ {after:,} of {total:,}", words)
            for before, after, total in self.counts
        )
        return said and hashlib.sha256(body).hexdigest() == self.samples


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
        body = samples.body(page, view, "")
        found.append(Question(view.to_query(), counts, hashlib.sha256(body).hexdigest()))
    return found


def _counts(before: Rate, after: Rate) -> tuple[int, int, int]:
    return before.successes, after.successes, after.total


def seconds_of(asked: Sequence[Question], clicks: int) -> float:
    """Return the processor's seconds that the callbacks themselves take for a click, the mean.

    Of so many clicks in a row, of which some are answered by what is kept, as in a server.
    """
    page, chosen = Workbench.from_folder(PRETRAINED), random.Random(0)
    start = time.process_time()
    for number in range(clicks):
        one = chosen.choice(asked)
        found = answers.answer(page, {"id": number, "query": one.query})
        json.dumps(found, default=lambda part: part.to_plotly_json())
        samples.body(page, View.from_query(one.query), "")
    return (time.process_time() - start) / clicks


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
        body = callback(line)
        while time.monotonic() < self.until:
            question = chosen.choice(self.asked)
            start = time.monotonic()
            try:
                right = click(line, body, question)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                line.close()
                continue
            self.seconds.append(time.monotonic() - start)
            if not right:
                self.faults.append(f"wrong: {question.query}")


def callback(line: http.client.HTTPConnection) -> dict[str, Any]:
    """Return the post by which the page asks, as the page learns of it."""
    line.request("GET", "/_dash-dependencies")
    known = json.loads(line.getresponse().read())
    found = next(one for one in known if ids.ANSWER_STORE in one["output"])
    outputs = [one.rpartition(".") for one in found["output"].strip(".").split("...")]
    return {
        "output": found["output"],
        "outputs": [{"id": id, "property": name} for id, _, name in outputs],
        "inputs": [{"id": ids.ASK_STORE, "property": "data", "value": None}],
        "changedPropIds": [f"{ids.ASK_STORE}.data"],
        "state": [],
    }


def click(line: http.client.HTTPConnection, body: dict[str, Any], question: Question) -> bool:
    """Ask as a click does, for what is said and for the samples; return whether both are right.

    Raises ValueError for a status that is not 200.
    """
    asked = {"id": 1, "query": question.query}
    post = {**body, "inputs": [{**body["inputs"][0], "value": asked}]}
    said = _ask(line, "POST", "/_dash-update-component", json.dumps(post))
    query = quote(json.dumps(asked))
    return question.is_right(said, _ask(line, "GET", f"/lab/{samples.PLACE}?asked={query}", None))


def _ask(line: http.client.HTTPConnection, method: str, path: str, body: str | None) -> bytes:
    line.request(method, path, body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise ValueError(f"{answer.status} {content[:200]!r}")
    return content
