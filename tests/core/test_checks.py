"""What is refused is refused before it is computed with, and quoted briefly."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pytest

from weight_surgery.core.checks import brief, integer, real, shown, text_of

HUGE = 10**4000


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("umap", "'umap'"),
        ("x" * 10**6, "(1,000,000 characters)"),
        # Each is written as ten characters.
        ("\U000e0001" * 41, "… (41 characters)"),
        ("\u202e" * 30, "… (30 characters)"),
        ("x" * 40, "'" + "x" * 40 + "'"),
        (HUGE, "beyond ±2,147,483,647"),
        (-HUGE, "beyond ±2,147,483,647"),
        ([HUGE] * 10**5, "a list of 100,000"),
        ({"a": "x" * 10**6}, "an object"),
        (None, "None"),
        (True, "True"),
        (np.float64(2), "2.0"),
    ],
)
def test_any_value_is_quoted_briefly(value: Any, words: str) -> None:
    assert words in shown(value)
    assert len(shown(value)) < 80


def test_a_name_is_written_as_it_is_unless_it_is_long() -> None:
    assert brief("red\u00a0fox") == "red\u00a0fox"
    assert brief("x" * 41) == "x" * 40 + "…"


def test_a_number_of_more_digits_than_python_writes_is_quoted_too() -> None:
    assert shown(10**100_000) == shown(HUGE)
    with pytest.raises(ValueError, match="a place must lie in 0…9, got a number beyond"):
        integer("a place", 10**100_000, 0, 9)


@pytest.mark.parametrize(
    "value",
    [
        HUGE,
        -HUGE,
        -1,
        10,
        "9" * 10**5,
        "1e1",
        "1.5e0",
        "1e999",
        0.5,
        inf,
        nan,
        True,
        None,
        [],
        {},
        "",
        "x",
    ],
)
def test_a_whole_number_is_one_of_its_range(value: Any) -> None:
    with pytest.raises(ValueError, match=r"a place must (be a whole number|lie in 0…9), got"):
        integer("a place", value, 0, 9)


@pytest.mark.parametrize("value", ["1e12", "1e999", 1e12, inf, 10])
def test_a_number_that_is_whole_is_not_called_anything_else(value: Any) -> None:
    with pytest.raises(ValueError, match=r"a place must lie in 0…9, got"):
        integer("a place", value, 0, 9)


@pytest.mark.parametrize("value", [7, 7.0, "7", "7e0", "0.7e1", np.int64(7)])
def test_a_whole_number_is_read_as_one(value: Any) -> None:
    assert integer("a place", value, 0, 9) == 7
    assert type(integer("a place", value, 0, 9)) is int


@pytest.mark.parametrize("value", [HUGE, -HUGE, 2, -0.1, inf, nan, True, None, [], {}, "0.5", 1j])
def test_a_number_is_one_of_its_range(value: Any) -> None:
    with pytest.raises(ValueError, match="a share must be a number from 0 to 1, got"):
        real("a share", value, 0, 1)


def test_a_text_has_an_end() -> None:
    assert text_of("a name", "x" * 5, 5) == "x" * 5
    with pytest.raises(ValueError, match="at most 5 characters, got 6"):
        text_of("a name", "x" * 6, 5)
    with pytest.raises(ValueError, match="a name must be a text, got a list of 1"):
        text_of("a name", ["x"], 5)
