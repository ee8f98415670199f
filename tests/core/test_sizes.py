"""What a value weighs: each buffer once, and nothing that is somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.comparison import compare
from weight_surgery.core.workbench.sizes import footprint_of

MEGABYTE = 2**20
# Objects around arrays, in bytes.
AROUND = 2000


@dataclass(frozen=True, eq=False)
class Held:
    one: Any
    other: Any = None

    @cached_property
    def later(self) -> np.ndarray:
        return np.zeros(MEGABYTE, np.uint8)


def is_about(value: int, expected: int) -> bool:
    return expected <= value <= expected + AROUND


def test_an_array_counts_with_all_that_it_keeps_alive() -> None:
    whole = np.zeros((1024, 1024), np.uint8)
    for view in (whole, whole[:1], whole.T[5:6, ::3], np.broadcast_to(whole[0], (9, 1024))):
        assert is_about(footprint_of(view).bytes, MEGABYTE)
    # The negative: what is copied holds nothing of the whole.
    assert is_about(footprint_of(whole[:1].copy()).bytes, 1024)


def test_what_is_there_twice_counts_once() -> None:
    whole = np.zeros(MEGABYTE, np.uint8)
    assert is_about(footprint_of(Held(whole, [whole[3:], {"a": whole}])).bytes, MEGABYTE)
    assert is_about(footprint_of(Held(whole, whole.copy())).bytes, 2 * MEGABYTE)


def test_bytes_under_an_array_texts_and_objects_in_arrays_count() -> None:
    content = bytes(MEGABYTE)
    assert is_about(footprint_of(np.frombuffer(content, np.uint8)).bytes, MEGABYTE)
    assert is_about(footprint_of(Held(content, np.frombuffer(content, np.uint8))).bytes, MEGABYTE)
    assert is_about(footprint_of("x" * MEGABYTE).bytes, MEGABYTE)
    holder = np.empty(1, object)
    holder[0] = np.zeros(MEGABYTE, np.uint8)
    assert is_about(footprint_of(holder).bytes, MEGABYTE)


def test_what_a_function_closes_over_counts_and_its_module_does_not() -> None:
    whole = np.zeros(MEGABYTE, np.uint8)
    assert is_about(footprint_of(lambda: whole).bytes, MEGABYTE)
    assert is_about(footprint_of(is_about).bytes, 0)
    assert is_about(footprint_of((int, np, Held, None)).bytes, 0)


def test_a_value_that_goes_round_in_a_circle_ends() -> None:
    circle: list[Any] = [np.zeros(MEGABYTE, np.uint8)]
    circle.append(circle)
    assert is_about(footprint_of(circle).bytes, MEGABYTE)


def test_it_grows_with_what_is_made_later() -> None:
    held = Held(1)
    assert is_about(footprint_of(held).bytes, 0)
    assert len(held.later) == MEGABYTE
    assert is_about(footprint_of(held).bytes, MEGABYTE)


def test_a_bundles_own_arrays_are_not_counted_in_what_refers_to_them() -> None:
    bundle = make_bundle(samples=200)
    found = compare(bundle, spec_of())
    alone, whole = footprint_of(found, (bundle,)), footprint_of(found)
    assert whole.bytes > alone.bytes + bundle.features_test.nbytes + bundle.embeddings_test.nbytes
    ours = {id(owner) for owner, _ in footprint_of(bundle).buffers.values()}
    assert not ours & alone.buffers.keys()
    assert ours <= whole.buffers.keys()
    # What the edit made is counted.
    assert alone.bytes > found.after.embeddings.nbytes
