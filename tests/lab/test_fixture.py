"""The numbers that the page's own tests are held to are the ones that Python has today."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import numpy as np

from tests.bodies import unpacked
from tests.lab import addresses, fixture


def assert_alike(kept: Any, now: Any, name: str = "") -> None:
    """Numbers may differ in their last digits from machine to machine, nothing else may."""
    assert type(kept) is type(now), name
    if isinstance(now, dict):
        assert kept.keys() == now.keys(), name
        for key in now:
            assert_alike(kept[key], now[key], key)
    elif name == "body" and isinstance(now, str):
        (old, columns), (new, expected) = unpacked(b64decode(kept)), unpacked(b64decode(now))
        assert_alike(old, new)
        for column, values in expected.items():
            near = 1 if column.startswith("sure") else 1e-5 if values.dtype.kind == "f" else 0
            difference = columns[column].astype(float) - values
            assert np.nanmax(np.abs(difference)) <= near, column
            np.testing.assert_array_equal(np.isnan(columns[column]), np.isnan(values), column)
    elif isinstance(now, list):
        assert len(kept) == len(now), name
        for one, other in zip(kept, now, strict=True):
            assert_alike(one, other, name)
    elif isinstance(now, float):
        np.testing.assert_allclose(kept, now, atol=2e-6, err_msg=name)
    else:
        assert kept == now, name


def test_the_kept_numbers_are_current() -> None:
    assert_alike(json.loads(fixture.PATH.read_text()), fixture.build())


def test_the_kept_links_are_those_of_today() -> None:
    assert json.loads(addresses.PATH.read_text()) == json.loads(json.dumps(addresses.build()))
