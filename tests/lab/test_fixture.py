"""The numbers that the page's own tests are held to are the ones that Python has today."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tests.lab.fixture import PATH, build, unpacked

KINDS = {"along": "<f4", "length": "<f4", "across": "<f4", "indices": "<i4"}
READS = ("labels", "before", "after", "sure_before", "sure_after")


def assert_alike(kept: Any, now: Any, name: str = "") -> None:
    """Numbers may differ in their last digits from machine to machine, nothing else may."""
    if isinstance(now, dict):
        assert kept.keys() == now.keys(), name
        for key in now:
            assert_alike(kept[key], now[key], key)
    elif name in KINDS and isinstance(now, str):
        one, other = (unpacked(text, KINDS[name]) for text in (kept, now))
        np.testing.assert_allclose(one, other, atol=1e-5, err_msg=name)
    elif name in READS:
        one, other = (unpacked(text, "<u2").astype(int) for text in (kept, now))
        assert np.abs(one - other).max() <= (1 if name.startswith("sure") else 0), name
    elif isinstance(now, list):
        assert len(kept) == len(now), name
        for one, other in zip(kept, now, strict=True):
            assert_alike(one, other, name)
    elif isinstance(now, float):
        np.testing.assert_allclose(kept, now, atol=2e-6, err_msg=name)
    else:
        assert kept == now, name


def test_the_kept_numbers_are_current() -> None:
    assert_alike(json.loads(PATH.read_text()), build())
