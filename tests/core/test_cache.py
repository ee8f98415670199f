"""The cache: equal questions at the same time are computed once, and no more is kept than said."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.workbench import Workbench, measured
from weight_surgery.core.workbench.cache import Cache, Caching
from weight_surgery.core.workbench.figures import KindFigures
from weight_surgery.core.workbench.store import Store
from weight_surgery.core.workbench.waiting import Busy, Waiting

ASKED = 6
PATIENCE = 10
# Within this all have asked; a second computation of the same would begin.
MOMENT = 0.3


def cache_of(compute, waiting: Waiting | None = None) -> Cache:
    return Cache("answers", compute, Caching(Store(), waiting or Waiting()))


def figures_of(cache: Cache) -> KindFigures:
    return cache._store.figures().kinds["answers"]


class Slow:
    """A function that is held until the test lets it go, and counts its calls."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls: Counter[tuple[int, ...]] = Counter()
        self.begun, self.again, self.go = Event(), Event(), Event()
        self.error = error

    def __call__(self, *key: int) -> list[int]:
        self.calls[key] += 1
        (self.again if self.begun.is_set() else self.begun).set()
        assert self.go.wait(PATIENCE)
        if self.error:
            raise self.error
        return list(key)


def asked_together(slow: Slow, cache: Cache, keys: list[int]) -> list[Future]:
    """Ask for all keys at once, and let the function go when all have asked and only one began."""
    gate = Barrier(len(keys) + 1, timeout=PATIENCE)

    def ask(key: int) -> list[int]:
        gate.wait()
        return cache(key)

    with ThreadPoolExecutor(len(keys)) as pool:
        answers = [pool.submit(ask, key) for key in keys]
        gate.wait()
        assert slow.begun.wait(PATIENCE)
        assert not slow.again.wait(MOMENT)
        slow.go.set()
    return answers


def test_equal_questions_at_the_same_time_are_computed_once() -> None:
    slow = Slow()
    cache = cache_of(slow)
    values = [answer.result() for answer in asked_together(slow, cache, [7] * ASKED)]
    assert slow.calls == {(7,): 1}
    assert all(value is values[0] for value in values)
    assert cache(7) is values[0]


def test_another_question_does_not_wait_for_one_that_takes_long() -> None:
    slow = Slow()
    cache = cache_of(lambda key: slow(key) if key else "at once")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(cache, 1)
        assert slow.begun.wait(PATIENCE)
        assert cache(0) == "at once"
        assert not answer.done()
        slow.go.set()


def test_an_exception_reaches_all_who_wait_and_is_not_kept() -> None:
    slow = Slow(ValueError("there is none"))
    cache = cache_of(slow)
    for answer in asked_together(slow, cache, [7] * ASKED):
        with pytest.raises(ValueError, match="there is none"):
            answer.result()
    before = slow.calls[7,]
    slow.error = None
    assert cache(7) == [7]
    assert slow.calls[7,] == before + 1
    assert cache(7) == [7]
    assert slow.calls[7,] == before + 1


def test_no_more_than_so_many_wait_for_somebody_else() -> None:
    slow = Slow()
    cache = cache_of(slow, Waiting(1, moment=0.01))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache, 7)
        assert slow.begun.wait(PATIENCE)
        second = pool.submit(cache, 7)
        while figures_of(cache).joined < 1:
            assert not second.done()
        with pytest.raises(Busy, match=r"busy with the same question.*try again in a moment"):
            cache(7)
        slow.go.set()
        assert first.result() == second.result() == [7]
    assert slow.calls == {(7,): 1}
    # Who waited has left, and what is kept needs nobody to wait.
    assert cache(7) == [7]
    figures = figures_of(cache)
    assert (figures.misses, figures.joined, figures.hits) == (1, 2, 1)


def test_everybody_may_wait_a_moment() -> None:
    slow = Slow()
    cache = cache_of(slow, Waiting(0, moment=PATIENCE))
    values = [answer.result() for answer in asked_together(slow, cache, [7] * ASKED)]
    assert values == [[7]] * ASKED


def test_a_place_that_is_left_within_a_moment_is_taken() -> None:
    waiting = Waiting(1, moment=PATIENCE)
    short: Future[str] = Future()
    long: Future[str] = Future()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(waiting.result, short, "one")
        while waiting._now.total() < 1:
            assert not first.done()
        second = pool.submit(waiting.result, long, "another")
        short.set_result("short")
        assert first.result(PATIENCE) == "short"
        while waiting._now.total() < 1:
            assert not second.done()
        long.set_exception(OSError("no"))
        with pytest.raises(OSError, match="no"):
            second.result(PATIENCE)
    assert not waiting._now


def test_one_visitor_leaves_a_place_to_another() -> None:
    asking = threading.local()
    waiting = Waiting(2, moment=0.01, visitor=lambda: asking.name)
    answers: list[Future[str]] = [Future() for _ in range(3)]

    def wait(name: str, answer: Future[str]) -> str:
        asking.name = name
        return waiting.result(answer, "an answer")

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(wait, "one", answers[0])
        while not waiting._now["one"]:
            assert not first.done()
        with pytest.raises(Busy):
            wait("one", answers[1])
        second = pool.submit(wait, "another", answers[2])
        while not waiting._now["another"]:
            assert not second.done()
        # Now there is none for anybody.
        with pytest.raises(Busy):
            wait("a third", answers[1])
        for answer in (answers[0], answers[2]):
            answer.set_result("yes")
        assert first.result() == second.result() == "yes"
    assert not waiting._now


def test_nobody_waits_for_another_question() -> None:
    slow = Slow()
    cache = cache_of(lambda key: slow(key) if key else "at once", Waiting(0))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(cache, 1)
        assert slow.begun.wait(PATIENCE)
        assert cache(0) == "at once"
        slow.go.set()


@pytest.mark.parametrize("function", ["compare", "motion_of", "pair_atlas", "pair_curve"])
def test_a_workbench_measures_the_same_once(monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    workbench = Workbench({"synthetic": make_bundle(samples=12)})
    ask = {
        "compare": workbench.compare,
        "motion_of": lambda spec: workbench.motion(spec, SceneSpec()),
        "pair_atlas": lambda spec: workbench.atlas_part(spec, 0),
        "pair_curve": workbench.curve,
    }[function]
    compute, calls = getattr(measured, function), Counter[str]()
    gate = Barrier(ASKED, timeout=PATIENCE)

    def counted(*arguments, **options):
        calls.update([function])
        return compute(*arguments, **options)

    def together():
        gate.wait()
        return ask(spec_of())

    monkeypatch.setattr(measured, function, counted)
    with ThreadPoolExecutor(ASKED) as pool:
        answers = [pool.submit(together) for _ in range(ASKED)]
    assert len({id(answer.result()) for answer in answers}) == 1
    assert calls == {function: 1}
