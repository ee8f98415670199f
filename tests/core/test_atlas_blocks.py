"""Blocks of an atlas that are kept: the same to the bit, one by one, whatever befalls them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_atlas_pool import differing
from weight_surgery.core.atlas import PairAtlas, blocks, pair_atlas, run
from weight_surgery.core.atlas.arrays import arrays_of, atlas_of
from weight_surgery.core.atlas.block_files import read_block
from weight_surgery.core.atlas.local import by_processes
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.atlas.selection import select
from weight_surgery.core.atlas.stored import StoredAtlas
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.methods import METHODS

THREE = (0.0, 0.2, 1.0)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Eight classes, of which one has no samples: 21 pairs, and 7 refused."""
    return make_bundle(classes=8, dims=8, samples=12, empty=(4,))


@pytest.fixture(scope="module")
def whole(bundle: Bundle) -> PairAtlas:
    return pair_atlas(bundle, THREE)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_PAIRS", 4)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Give the pairs that are measured from now on, each as often as it is."""
    seen: list[tuple[int, int]] = []
    measure = run.measure_pairs

    def counted(unedited, choices, pairs):
        seen.extend(pairs)
        return measure(unedited, choices, pairs)

    monkeypatch.setattr(run, "measure_pairs", counted)
    return seen


def block_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.npz"))


def every_pair(classes: int) -> list[tuple[int, int]]:
    return [(one, other) for one in range(classes) for other in range(one + 1, classes)]


@pytest.mark.parametrize("counts_only", [False, True])
def test_an_atlas_comes_back_from_arrays_to_the_bit(bundle: Bundle, counts_only: bool) -> None:
    odd = replace(bundle, class_names=("é", "a\0", "", "-0", " ", "[]", "\u202e", '"'))
    atlas = pair_atlas(odd, THREE, counts_only=counts_only)
    assert len(atlas.refused) == 7
    arrays = arrays_of(atlas)
    assert not any(array.dtype.hasobject for array in arrays.values())
    found = atlas_of(arrays)
    assert not differing(atlas, found)
    assert list(found.values) == list(atlas.values)
    with pytest.raises(ValueError, match="what an atlas has"):
        atlas_of({name: array for name, array in arrays.items() if name != "met"})


def test_some_pairs_of_an_atlas_are_what_they_are_alone(bundle: Bundle, whole: PairAtlas) -> None:
    pairs, two = [(5, 7), (4, 6), (0, 1)], (1.0, 0.0)
    assert not differing(select(whole, pairs, two), pair_atlas(bundle, two, pairs=pairs))
    with pytest.raises(ValueError, match="no pair 1-0"):
        select(whole, [(1, 0)])
    with pytest.raises(ValueError, match=r"no damping 0\.3"):
        select(whole, pairs, (0.3,))


def test_blocks_are_the_same_atlas_and_measured_once(
    bundle: Bundle, whole: PairAtlas, tmp_path: Path, measured: list
) -> None:
    steps: list[tuple[int, int]] = []
    stored = measure_blocks(bundle, tmp_path, THREE, progress=lambda *step: steps.append(step))
    assert not differing(stored.atlas(every_pair(8)), whole)
    assert not differing(stored.atlas(), whole)
    assert stored.pairs == sorted(measured) == every_pair(8)
    assert [done for done, _ in steps] == [*range(0, 28, 4), 28]
    assert stored.progress is not None
    assert (stored.progress.done, stored.progress.state) == (28, "done")
    assert not list(tmp_path.rglob(".*"))
    again = measure_blocks(bundle, tmp_path, THREE)
    assert not differing(again.atlas(), whole)
    assert len(measured) == 28


def test_processes_without_dask_measure_the_same_blocks(
    bundle: Bundle, whole: PairAtlas, tmp_path: Path
) -> None:
    from multiprocessing import active_children

    others = {child.pid for child in active_children()}
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done >= 8 and not killed:
            child = next(one for one in active_children() if one.pid not in others)
            killed.append(child.pid or 0)
            child.kill()
            child.join()

    stored = measure_blocks(bundle, tmp_path, THREE, progress=kill, executor=by_processes(2))
    assert killed
    assert not differing(stored.atlas(every_pair(8)), whole)


def test_what_measures_differently_is_kept_apart(bundle: Bundle, tmp_path: Path) -> None:
    first, others = [(0, 1)], [{"edit_bias": False}, {"counts_only": True}, {"fit_split": "test"}]
    for choices in ({}, *others, {"method": "stretched"}, {"dampings": (0.0,)}):
        measure_blocks(bundle, tmp_path, **{"dampings": THREE, "pairs": first, **choices})
    measure_blocks(make_bundle(classes=8, dims=8, samples=13), tmp_path, THREE, pairs=first)
    assert len({path.parent for path in block_files(tmp_path)}) == 7
    more = measure_blocks(bundle, tmp_path, THREE, pairs=[(0, 1), (1, 0), (2, 3), (0, 1)])
    assert more.pairs == [(0, 1), (1, 0), (2, 3)]
    # Another name, other images: the figures are the same, and so is the place.
    named = bundle.with_metadata(name="other")
    assert StoredAtlas.of(tmp_path, named, THREE).pairs == more.pairs
    own = replace(METHODS["paper"], name="mine")
    with pytest.raises(ValueError, match="mine is your own"):
        measure_blocks(bundle, tmp_path, THREE, method=own)


def test_no_pickle_is_read(bundle: Bundle, tmp_path: Path) -> None:
    stored = measure_blocks(bundle, tmp_path, THREE, pairs=[(0, 1)])
    (path,) = block_files(tmp_path)
    np.savez(path, **{**dict(np.load(path)), "landing_class": np.array([print], object)})
    with pytest.raises(ValueError, match="never are"):
        read_block(path, path.stem)
    assert not stored.has([(0, 1)]) or not stored.holds(path.stem)


def test_a_folder_of_something_else_is_refused(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no atlas of synthetic that was measured so;"):
        StoredAtlas.of(tmp_path / "nowhere", bundle, THREE)
    measure_blocks(bundle, tmp_path, THREE, pairs=[(0, 1)])
    other = make_bundle(classes=3, name="other")
    with pytest.raises(ValueError, match=r"no atlas of other .* only of synthetic \(paper\)"):
        StoredAtlas.of(tmp_path, other, THREE)
    (told,) = tmp_path.glob("*/run.json")
    kept = json.loads(told.read_text())
    told.write_text(json.dumps({**kept, "format": 2}))
    with pytest.raises(ValueError, match="has the format 2, and this version reads 1"):
        StoredAtlas.of(tmp_path, bundle, THREE)
    with pytest.raises(ValueError, match="has the format 2, and this version reads 1"):
        measure_blocks(bundle, tmp_path, THREE)
    told.write_text(json.dumps({**kept, "bundle": "0"}))
    with pytest.raises(ValueError, match="of another model or of other choices"):
        StoredAtlas.of(tmp_path, bundle, THREE)
    told.write_text(json.dumps(kept)[:-9])
    with pytest.raises(ValueError, match="is damaged"):
        StoredAtlas.of(tmp_path, bundle, THREE)
    assert measure_blocks(bundle, tmp_path, THREE, pairs=[(0, 1)]).pairs == [(0, 1)]


def test_a_run_is_followed_while_it_goes_on(bundle: Bundle, tmp_path: Path) -> None:
    seen: list[tuple[int, bool, bool]] = []

    def look(done: int, total: int) -> None:
        stored = StoredAtlas.of(tmp_path, bundle, THREE)
        live = stored.progress is not None and stored.progress.is_live()
        seen.append((len(stored.pairs), live, stored.has([(0, 1)])))
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_blocks(bundle, tmp_path, THREE, progress=look)
    assert seen == [(0, True, False), (4, True, True), (8, True, True), (12, True, True)]
    early = StoredAtlas.of(tmp_path, bundle, THREE)
    assert early.progress is not None
    assert early.progress.state == "cancelled"
    assert len(early.pairs) == 12
    measure_blocks(bundle, tmp_path, THREE)
    assert len(early.pairs) == 28
    shutil.rmtree(early.folder)
    assert early.pairs == []
    assert early.progress is None


def test_a_run_that_fails_says_why(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="certificate"):
        measure_blocks(bundle, tmp_path, THREE, method="rows", counts_only=True)
    (path,) = tmp_path.glob("*/progress.json")
    told = json.loads(path.read_text())
    assert told["state"] == "failed"
    assert "certificate" in told["sentence"]
