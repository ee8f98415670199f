"""The cache: equal questions at the same time are computed once, and no more is kept than said."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.workbench import Workbench, measured
from weight_surgery.core.workbench.cache import Cache

ASKED = 6
PATIENCE = 10
# Within this all have asked; a second computation of the same would begin.
MOMENT = 0.3


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
    cache = Cache(slow, 4)
    values = [answer.result() for answer in asked_together(slow, cache, [7] * ASKED)]
    assert slow.calls == {(7,): 1}
    assert all(value is values[0] for value in values)
    assert cache(7) is values[0]


def test_another_question_does_not_wait_for_one_that_takes_long() -> None:
    slow = Slow()
    cache = Cache(lambda key: slow(key) if key else "at once", 4)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(cache, 1)
        assert slow.begun.wait(PATIENCE)
        assert cache(0) == "at once"
        assert not answer.done()
        slow.go.set()


def test_an_exception_reaches_all_who_wait_and_is_not_kept() -> None:
    slow = Slow(ValueError("there is none"))
    cache = Cache(slow, 4)
    for answer in asked_together(slow, cache, [7] * ASKED):
        with pytest.raises(ValueError, match="there is none"):
            answer.result()
    before = slow.calls[7,]
    slow.error = None
    assert cache(7) == [7]
    assert slow.calls[7,] == before + 1
    assert cache(7) == [7]
    assert slow.calls[7,] == before + 1


def test_the_one_not_asked_for_longest_goes_first() -> None:
    calls: Counter[int] = Counter()
    cache = Cache(lambda key: calls.update([key]), 2)
    for key in (1, 2, 1, 3, 1, 2):
        cache(key)
    assert calls == {1: 1, 2: 2, 3: 1}


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
