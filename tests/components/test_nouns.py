"""What samples are called: their data set's own noun, and never that of another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import make_bundle
from weight_surgery.components.nouns import things
from weight_surgery.core.workbench import Workbench


def test_what_ships_has_its_own_nouns(shipped: Workbench) -> None:
    nouns = {model.rsplit("-", 1)[0]: things(shipped.bundle(model)) for model in shipped.models}
    assert nouns == {
        "digits": "digits",
        "fashion": "garments",
        "lang": "paragraphs",
        "mnist": "digits",
    }


@pytest.mark.parametrize(
    ("dataset", "noun"), [("MNIST", "digits"), ("my garments", "samples"), (3, "samples")]
)
def test_other_data_are_samples(dataset: Any, noun: str) -> None:
    assert things(make_bundle().with_metadata(dataset=dataset)) == noun


def test_without_a_data_set_they_are_samples() -> None:
    assert things(replace(make_bundle(), metadata={"format": 1, "name": "x"})) == "samples"
