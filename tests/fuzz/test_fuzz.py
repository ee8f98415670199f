"""No request of an attacker's is answered with a fault, a path, or without an end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from dash import Dash

from tests.fuzz.apps import guarded
from tests.fuzz.ask import JSON, Ask, written
from tests.fuzz.asks import KINDS, ask_at
from tests.fuzz.posts import CALLBACKS, POSTS, recorded
from tests.fuzz.runner import ROOT, SECONDS, Runner
from weight_surgery.components import guard, ids, plan_steps
from weight_surgery.components.guard.reading import DEEPEST, check_depth

COUNT = 2_000
# Of two models' caches, and what is kept of uploads while they are read.
MOST_GROWN = 700
POST = {"Content-Type": JSON}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return guarded(tmp_path_factory.mktemp("fuzz"))


def test_no_request_is_a_fault(app: Dash) -> None:
    runner = Runner(app.server).seeded(seed=1, count=COUNT)
    assert not runner.faults, "\n".join(runner.faults[:5])
    assert sum(runner.statuses.values()) >= COUNT
    # Both what is answered and what is refused is among them.
    assert min(runner.statuses[200], runner.statuses[400]) > COUNT / 20
    assert runner.grown < MOST_GROWN


def test_what_a_page_really_asked_is_answered(app: Dash) -> None:
    posts, links = recorded()
    asks = [Ask(CALLBACKS, "POST", written(post), POST) for post in posts]
    for ask in (*asks, *(Ask(link) for link in links)):
        runner = Runner(app.server)
        assert runner.wrongs(ask) == []
        assert set(runner.statuses) <= {200, 204}, ask.to_text()


def test_every_callback_of_the_server_is_among_the_posts(app: Dash) -> None:
    app._setup_server()
    known = {name for name, one in app.callback_map.items() if "callback" in one}
    assert {post["output"] for post in recorded()[0]} == known
    assert POSTS.stat().st_size < 300_000


def test_posts_are_nested_a_third_as_deep_as_is_read() -> None:
    for post in recorded()[0]:
        check_depth(json.dumps(post), DEEPEST // 3 + 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_request_of_a_seed_is_the_same_again_and_can_be_told(kind: Callable) -> None:
    for seed in range(20):
        first, again = kind(Random(seed)), kind(Random(seed))
        assert first == again
        assert json.loads(first.to_text())["address"] == first.address
    assert ask_at(3, 5) == ask_at(3, 5) != ask_at(3, 6)


# Each as something of the server's own would show.
def _raises(_: Any) -> Any:
    raise KeyError("classes")


def _tells_where(_: Any) -> Any:
    raise ValueError(f"{ROOT}/core/bundle.npz cannot be opened")


def _speaks_python(_: Any) -> Any:
    raise ValueError("'NoneType' object is not subscriptable")


def _hangs(_: Any) -> Any:
    while True:
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        (_raises, "fault in the program"),
        (_tells_where, f"says '{ROOT}'"),
        (_speaks_python, "says 'NoneType'"),
        (_hangs, "no answer within 0.5 seconds"),
    ],
)
def test_a_planted_fault_is_found(
    tmp_path: Path, planted: Callable[[Any], Any], found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_steps, "update", lambda _, query: planted(query))
    post = next(one for one in recorded()[0] if one["output"] == f"{ids.PLAN_STEPS}.children")
    ask = Ask(CALLBACKS, "POST", written(post), POST)
    # Only what never ends is not waited for as long as anything else.
    seconds = 0.5 if planted is _hangs else SECONDS
    (fault,) = Runner(guarded(tmp_path).server, seconds).run([("planted", ask)]).faults
    assert found in fault
    # What was sent is told with it.
    assert ask.to_text() in fault


def test_what_raises_outside_of_a_callback_is_found(tmp_path: Path) -> None:
    app = guarded(tmp_path)
    app.server.add_url_rule("/lab/planted", "planted", lambda: 1 / 0)
    runner = Runner(app.server).run([("planted", Ask("/lab/planted"))])
    assert runner.statuses == {500: 1}
    assert "status 500" in runner.faults[0]
    assert "ZeroDivisionError" in runner.faults[0]


def test_without_the_check_dash_fails_at_many_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "register", lambda _: None)
    runner = Runner(guarded(tmp_path).server).seeded(seed=1, count=300)
    assert runner.statuses[500] > 10
