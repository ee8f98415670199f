"""What comes from outside: numbers out of all bounds, texts without end, values of other kinds."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest

from tests.limits import limit
from weight_surgery.components import payload


@pytest.mark.parametrize("number", [10**9, -(10**9), 10**400, -1, 1.5, inf, nan, True, None, []])
def test_a_number_out_of_its_range_is_refused_before_it_is_computed_with(number: Any) -> None:
    with limit(), pytest.raises(ValueError, match="a share must be a number from 0 to 1"):
        payload.typed("a share", number, 0, 1, "0.5")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0,5", 0.5), ("1,000", 1.0), (",5", 0.5), (" 1e-5 ", 1e-5), (1, 1.0), (0.25, 0.25)],
)
def test_a_typed_number_is_read(text: Any, number: float) -> None:
    assert payload.typed("a share", text, 0, 1, "0.5") == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "much",
        "1,5",
        "0,5,5",
        "1.000,5",
        "0_1",
        "50 %",
        "2",
        "-1",
        "nan",
        "1e999",
        "9" * 10**6,
        10**400,
        True,
        None,
        ["0.5"],
        {},
    ],
)
def test_another_number_is_refused_with_its_range(text: Any) -> None:
    with pytest.raises(ValueError, match="a share must be a number from 0 to 1"):
        payload.typed("a share", text, 0, 1, "0.5")


@pytest.mark.parametrize("value", [None, 3, "query", ["query"], True])
def test_what_is_no_object_is_refused_and_holds_nothing(value: Any) -> None:
    assert payload.held(value, "query") is None
    with pytest.raises(ValueError, match="a request must be an object, got"):
        payload.entries("a request", value, "query")


def test_an_object_is_read_by_its_keys() -> None:
    assert payload.entries("a request", {"a": 1, "b": 2, "c": 3}, "b", "a") == [2, 1]
    with pytest.raises(ValueError, match="a request must have a, d; d is missing"):
        payload.entries("a request", {"a": 1}, "a", "d")


def test_a_list_has_an_end() -> None:
    assert payload.list_of("marks", [1, 2], 2) == [1, 2]
    with pytest.raises(ValueError, match="marks must have at most 2 entries, got 1,000,000"):
        payload.list_of("marks", [1] * 10**6, 2)
    with pytest.raises(ValueError, match="marks must be a list, got 'ab'"):
        payload.list_of("marks", "ab", 2)
