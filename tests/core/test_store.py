"""The room that all caches have together: bytes, not entries, and the idlest goes first."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Resources, Workbench
from weight_surgery.core.workbench.sizes import footprint_of
from weight_surgery.core.workbench.store import LINGER_SECONDS, MISSING, Store

KILOBYTE = 1024
# Room for three arrays of 100 kB and what is around them.
ROOM = 310 * KILOBYTE


def array(kilobytes: int = 100) -> np.ndarray:
    return np.zeros(kilobytes * KILOBYTE, np.uint8)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Grows:
    @cached_property
    def later(self) -> np.ndarray:
        return array()


def store_of(most: int = ROOM, clock: Clock | None = None, kinds: tuple[str, ...] = ("a", "b")):
    store = Store(most, clock or Clock())
    for kind in kinds:
        store.add_kind(kind)
    return store


def kept(store: Store, *places: tuple[str, int]) -> list[bool]:
    return [store.has(kind, (key,)) for kind, key in places]


def test_the_one_not_asked_for_longest_goes_first_of_whatever_kind() -> None:
    store = store_of()
    for kind, key in (("a", 1), ("b", 1), ("a", 2)):
        store.put(kind, (key,), array())
    assert store.get("a", (1,)) is not MISSING
    store.put("b", (2,), array())
    assert kept(store, ("a", 1), ("b", 1), ("a", 2), ("b", 2)) == [True, False, True, True]
    # To look whether something is there is no use of it.
    assert store.has("a", (2,))
    store.put("b", (3,), array())
    assert kept(store, ("a", 1), ("a", 2)) == [True, False]
    figures = store.figures()
    assert figures.bytes == sum(one.bytes for one in figures.kinds.values()) <= ROOM
    assert [(one.entries, one.evictions) for one in figures.kinds.values()] == [(1, 1), (2, 1)]
    assert figures.entries == 3


def test_what_is_shared_counts_once_until_the_last_holder_goes() -> None:
    shared = array(200)
    store = store_of()
    for key in range(20):
        store.put("a", (key,), (shared[key:], key))
    assert all(kept(store, *(("a", key) for key in range(20))))
    assert shared.nbytes < store.figures().bytes < shared.nbytes + 20 * KILOBYTE
    # The negative: as many copies have no room.
    for key in range(20):
        store.put("b", (key,), shared.copy())
    assert kept(store, ("b", 18), ("b", 19), ("a", 19)) == [False, True, False]
    assert store.figures().bytes == footprint_of(((19,), store.get("b", (19,)))).bytes


def test_what_is_lent_is_not_counted() -> None:
    lent = array(300)
    store = store_of()
    for key in range(5):
        store.put("a", (key,), (lent[key:], key), lent=(lent,))
    assert store.figures().entries == 5
    assert store.figures().bytes < 5 * KILOBYTE


def test_one_that_is_larger_than_all_of_the_room_takes_nobodys_place() -> None:
    store = store_of()
    store.put("a", (1,), array())
    store.put("b", (1,), array(400))
    assert kept(store, ("a", 1), ("b", 1)) == [True, False]
    assert store.figures().kinds["b"].too_large == 1
    nothing = store_of(0)
    nothing.put("a", (1,), array(1))
    assert nothing.figures().bytes == nothing.figures().entries == 0


def test_the_same_key_again_replaces_and_is_not_counted_twice() -> None:
    store = store_of()
    store.put("a", (1,), array())
    store.put("a", (1,), array(50))
    assert store.figures().bytes < 51 * KILOBYTE
    assert store.figures().kinds["a"].evictions == 0


def test_what_grew_since_it_was_handed_out_is_measured_before_anything_goes() -> None:
    clock = Clock()
    store = store_of(clock=clock)
    grows = Grows()
    store.put("a", (1,), grows)
    store.put("a", (2,), array())
    assert len(store.get("a", (1,)).later) == 100 * KILOBYTE
    assert store.figures().bytes < 110 * KILOBYTE
    store.put("a", (3,), array())
    assert store.figures().bytes > 300 * KILOBYTE
    store.put("a", (4,), array())
    assert kept(store, ("a", 2), ("a", 1), ("a", 4)) == [False, True, True]
    assert store.figures().bytes <= ROOM


def test_what_grows_after_it_was_measured_is_measured_once_more() -> None:
    clock = Clock()
    store = store_of(clock=clock)
    grows = Grows()
    store.put("a", (1,), grows)
    store.put("b", (1,), 0)
    assert len(grows.later)
    store.put("b", (2,), 0)
    # The negative: nobody looks again at once.
    assert store.figures().bytes < 10 * KILOBYTE
    clock.now += LINGER_SECONDS
    store.put("b", (3,), 0)
    assert store.figures().bytes > 100 * KILOBYTE


def test_one_that_outgrows_all_of_the_room_goes_alone() -> None:
    store = store_of(90 * KILOBYTE)
    store.put("b", (1,), array(10))
    store.put("a", (1,), Grows())
    assert len(store.get("a", (1,)).later)
    store.put("b", (2,), array(10))
    assert kept(store, ("a", 1), ("b", 1), ("b", 2)) == [False, True, True]


def test_many_at_once_leave_the_sum_right() -> None:
    store = store_of()
    pieces = [array(20) for _ in range(7)]

    def work(seed: int) -> None:
        draw = np.random.default_rng(seed)
        for _ in range(300):
            key, some = int(draw.integers(30)), draw.integers(7, size=2)
            if store.get("a", (key,)) is MISSING:
                store.put("a", (key,), [pieces[one] for one in some])

    threads = [Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.figures().bytes == sum(one.bytes for one in store.figures().kinds.values()) <= ROOM


@pytest.mark.parametrize("most", [-1, 0.5, "many"])
def test_an_impossible_room_is_refused(most: Any) -> None:
    with pytest.raises(ValueError, match="most_bytes must"):
        Store(most)


def test_a_workbench_stays_within_its_room_while_somebody_tries_dampings(synthetic) -> None:
    most = 4 * 2**20
    workbench = Workbench({"synthetic": synthetic}, resources=Resources(most))
    first = workbench.compare(spec_of())
    assert workbench.compare(spec_of()) is first
    for step in range(400):
        spec = spec_of(damping=(step + 1) / 500)
        workbench.compare(spec)
        workbench.motion(spec, SceneSpec())
        assert workbench.cache_figures().bytes <= most
    figures = workbench.cache_figures().kinds
    assert workbench.compare(spec_of()) is not first
    assert figures["comparison"].evictions > 100
    assert figures["comparison"].misses == 401
    # The negative: with room for all of them, all of them are kept.
    large = Workbench({"synthetic": synthetic})
    for step in range(400):
        large.compare(spec_of(damping=(step + 1) / 500))
    assert large.cache_figures().kinds["comparison"].entries == 400
    assert large.cache_figures().bytes > 2 * most


def test_peoples_own_models_are_in_the_same_room(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    bundles = [make_bundle(samples=500, seed=seed) for seed in range(4)]
    names = [uploads.keep(bundle) for bundle in bundles]
    each = footprint_of(bundles[0]).bytes
    workbench = Workbench({"small": make_bundle()}, uploads=uploads, resources=Resources(6 * each))
    for name in names:
        workbench.compare(spec_of(0, 1, model=name))
    figures = workbench.cache_figures()
    assert each < figures.kinds["bundle"].bytes <= figures.bytes <= 6 * each
    assert figures.kinds["bundle"].evictions > 0
    # One that is let go while somebody has it is not read a second time beside itself.
    bundle = workbench.bundle(names[0])
    for name in names[1:]:
        workbench.compare(spec_of(0, 1, model=name))
    assert workbench.bundle(names[0]) is bundle
