"""Turns: who asks many questions keeps nobody waiting behind all of them."""

from __future__ import annotations

from concurrent.futures import CancelledError
from itertools import pairwise
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weight_surgery.core.workbench.turns import Turns

PATIENCE = 60


def order_of(asked: list[str], cancelled: frozenset[int] = frozenset()) -> list[int]:
    """Return in which order questions are answered that wait all at once, by who asked each."""
    turns: Turns[None] = Turns(1, "test")
    go, answered = Event(), []
    first = turns.ask("first", lambda: answered.append(-1) if go.wait(PATIENCE) else None)
    answers = [
        turns.ask(who, lambda number=number: answered.append(number))  # type: ignore[misc]
        for number, who in enumerate(asked)
    ]
    for number in cancelled:
        assert answers[number].cancel()
    go.set()
    first.result(PATIENCE)
    for number, answer in enumerate(answers):
        if number not in cancelled:
            answer.result(PATIENCE)
    turns.close()
    assert answered[0] == -1
    return answered[1:]


@given(st.lists(st.sampled_from("abcd"), max_size=20))
def test_between_two_of_ones_questions_everybody_who_waits_is_answered(asked: list[str]) -> None:
    order = order_of(asked)
    assert sorted(order) == list(range(len(asked)))
    for who in set(asked):
        mine = [number for number in order if asked[number] == who]
        assert mine == sorted(mine)
        for one, two in pairwise(mine):
            begin, end = order.index(one), order.index(two)
            others = [asked[number] for number in order[begin + 1 : end]]
            waiting = {asked[number] for number in order[begin + 1 :]} - {who}
            assert sorted(others) == sorted(waiting)


def test_of_one_alone_the_oldest_comes_first() -> None:
    assert order_of(["a"] * 5) == [0, 1, 2, 3, 4]
    # The negative: one who came last of all is not answered last.
    assert order_of(["a"] * 4 + ["b"]) == [0, 4, 1, 2, 3]


def test_what_nobody_waits_for_any_more_is_not_asked() -> None:
    assert order_of(["a", "a", "b"], frozenset({0, 2})) == [1]


def test_what_a_question_raises_is_for_who_asked_it() -> None:
    turns: Turns[float] = Turns(1, "test")
    with pytest.raises(ZeroDivisionError):
        turns.ask("a", lambda: 1 / 0).result(PATIENCE)
    assert turns.ask("a", lambda: 2.0).result(PATIENCE) == 2.0
    turns.close()


def test_those_who_wait_hear_of_the_end() -> None:
    turns: Turns[bool] = Turns(1, "test")
    begun, go = Event(), Event()

    def slow() -> bool:
        begun.set()
        return go.wait(PATIENCE)

    runs = turns.ask("a", slow)
    assert begun.wait(PATIENCE)
    waits = turns.ask("b", slow)
    turns.close()
    go.set()
    assert runs.result(PATIENCE)
    with pytest.raises(CancelledError):
        waits.result(PATIENCE)
    with pytest.raises(RuntimeError, match="no questions"):
        turns.ask("a", slow)
