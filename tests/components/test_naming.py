"""Names in figures: short where there is no room, apart from each other, and never markup."""

from __future__ import annotations

from html import unescape
from typing import Any

import numpy as np
import pytest

from tests.limits import limit
from tests.odd import LONG_NAMES
from weight_surgery.components.figures import named_patch, tick_names
from weight_surgery.components.figures.accuracy import confusion_figure, recall_figure
from weight_surgery.components.figures.planner import Level, planner_figure
from weight_surgery.components.naming import literal, shortened

WIDE = "一个用红色丝带包扎"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["thermometer", "3"], ["thermometer", "3"]),
        (["thermometers"], ["thermomete…"]),
        (["thermally insulated"], ["thermally…"]),
        ([WIDE], ["一个用红色…"]),
        (["parcel number one", "parcel number two"], ["parce…r one", "parce…r two"]),
        (["parcels in red of twelve", "parcels in blue of twelve"], ["parce… 1", "parce… 2"]),
    ],
)
def test_long_names_are_cut_and_stay_apart(names: list[str], words: list[str]) -> None:
    assert shortened(names) == words


def test_a_name_of_a_million_letters_takes_no_longer_than_it_is() -> None:
    with limit():
        (cut,) = shortened(["x" * 10**6])
        assert cut == "x" * 10 + "…"
        alike = shortened(["x" * 10**6 + "1", "x" * 10**6 + "2"])
    assert alike == ["xxxxx…xxxx1", "xxxxx…xxxx2"]


def texts_of(part: Any) -> list[str]:
    """Return every text that a figure holds, wherever."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, (list, tuple, np.ndarray)):
        return [text for one in part for text in texts_of(one)]
    return []


def test_a_name_is_markup_in_no_figure() -> None:
    names = LONG_NAMES
    count = len(names)
    rates, counts = np.full((count, 3), 0.5), np.ones((count, 3), int)
    levels = [Level([[0, 1], *[[label] for label in range(2, count)]], 90.0, 95.0, "said")]
    figures = [
        recall_figure(names, rates, rates, counts),
        confusion_figure(names, np.eye(count, dtype=int), difference=True),
        planner_figure(names, levels),
    ]
    for figure in figures:
        texts = texts_of(figure.to_dict())
        assert not [text for text in texts if "<b>" in text or "<i>" in text]
        assert any("&lt;b" in text for text in texts)
    # Where they are pointed at they are whole.
    assert figures[0].data[0].x[3] == literal(LONG_NAMES[3])


def test_names_are_written_on_every_axis_that_is_asked() -> None:
    figure = confusion_figure(LONG_NAMES, np.eye(len(LONG_NAMES), dtype=int), difference=False)
    patch = named_patch(figure, LONG_NAMES, ("xaxis", "yaxis"))
    written = {
        tuple(step["location"]): step["params"]["value"]
        for step in patch.to_plotly_json()["operations"]
    }
    places, words = tick_names(LONG_NAMES)
    for axis in ("xaxis", "yaxis"):
        assert written["layout", axis, "tickvals"] == places
        assert written["layout", axis, "ticktext"] == words
    assert max(len(unescape(word)) for word in words) <= 11
    assert not any("<" in word for word in words)
