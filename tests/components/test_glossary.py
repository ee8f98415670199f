"""Terms and what they mean: one source, of which the page's texts and docs/definitions.md speak."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from weight_surgery.components import cards, curve, method
from weight_surgery.components.atlas import layout
from weight_surgery.components.glossary import GLOSSARY, PATTERN, TERM_OF, explained, term
from weight_surgery.components.plain import PLAIN
from weight_surgery.components.view import View
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Workbench

DEFINITIONS = (Path(__file__).parents[2] / "docs" / "definitions.md").read_text().lower()
LONGEST = 140


@pytest.mark.parametrize("name", GLOSSARY)
def test_a_term_is_defined_and_its_meaning_is_one_short_sentence(name: str) -> None:
    meaning = GLOSSARY[name].meaning
    assert name.lower() in DEFINITIONS
    assert meaning.endswith((".", ")."))
    assert meaning[0].isupper()
    assert not re.search(r"\. [A-Z]", meaning)
    assert len(meaning) <= LONGEST


def test_a_figures_plain_words_are_explained_by_its_term() -> None:
    for figure, words in PLAIN.items():
        name = figure.replace("_", " ")
        if name in GLOSSARY:
            assert TERM_OF[words] == name


@pytest.mark.parametrize("place", [curve.layout(), layout(), cards.headline_view, method.update])
def test_figures_are_called_by_plain_words_and_only_then_by_their_term(
    place: Any, shipped: Workbench
) -> None:
    spec = SurgerySpec("digits-16d")
    if place is cards.headline_view:
        place = place(shipped.compare(spec))
    elif place is method.update:
        place = place(shipped, View(spec).to_query())[0]
    text = json.dumps(place, cls=PlotlyJSONEncoder, ensure_ascii=False).lower()
    text = re.sub(r'"data-term": "[^"]*"|"headertooltip": "[^"]*"', "", text)
    for name in (figure.replace("_", " ") for figure, words in PLAIN.items() if words != figure):
        if name in ("told apart", "cosine"):
            continue
        # "read as either of the two (merged recall)" is as it should be.
        assert not re.search(rf"(?<!\(){name}", text), name


def test_no_words_stand_for_two_terms() -> None:
    words = [one.lower() for name, entry in GLOSSARY.items() for one in (name, *entry.words)]
    assert len(words) == len(set(words)) == len(TERM_OF)


def test_a_term_is_a_button_that_says_which() -> None:
    one = term("damping", "Damping")
    assert isinstance(one, html.Button)
    assert (one.children, one.to_plotly_json()["props"]["data-term"]) == ("Damping", "damping")
    with pytest.raises(ValueError, match="no term 'dampness'"):
        term("dampness")


def shown(text: str) -> list[tuple[str, str | None]]:
    return [
        (part, None)
        if isinstance(part, str)
        else (part.children, part.to_plotly_json()["props"]["data-term"])
        for part in explained(text)
    ]


def test_a_text_explains_each_term_where_it_comes_first_and_keeps_its_words() -> None:
    text = "Merged recall at damping 0; bystanders, another damping. Bystander accuracy, unclean."
    assert shown(text) == [
        ("Merged recall", "merged recall"),
        (" at ", None),
        ("damping", "damping"),
        (" 0; ", None),
        ("bystanders", "bystanders"),
        (", another damping. ", None),
        ("Bystander accuracy", "bystander accuracy"),
        (", unclean.", None),
    ]
    assert explained("") == []
    assert shown("None of 45 pairs merges cleanly")[-1] == ("merges cleanly", "clean")


def test_the_longest_words_are_found_first() -> None:
    for words in TERM_OF:
        (found,) = re.findall(PATTERN, f"of {words}, then", re.IGNORECASE)
        assert found == words
