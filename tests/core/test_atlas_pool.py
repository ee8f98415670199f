"""Worker processes measure what one process does, and end when they should."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.odd_worker import is_running
from weight_surgery.core.atlas import PairAtlas, pair_atlas
from weight_surgery.core.atlas.pool import AtlasPool
from weight_surgery.core.bundle import Bundle, save_bundle
from weight_surgery.core.change import Change
from weight_surgery.core.methods import METHODS, Merge

THREE = (0.0, 0.2, 1.0)
SCRIPT = """
import time, weight_surgery as ws
from multiprocessing import active_children
{guard}
    with ws.AtlasPool(ws.load_bundle({path!r})) as pool:
        print(*[child.pid for child in active_children()], flush=True)
        time.sleep(60)
"""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Twelve classes, of which one has no samples: 55 pairs, and 11 refused."""
    return make_bundle(classes=12, dims=12, samples=20, empty=(4,))


@pytest.fixture(scope="module")
def pool(bundle: Bundle) -> Iterator[AtlasPool]:
    with AtlasPool(bundle, 2) as pool:
        yield pool


def differing(one: PairAtlas, two: PairAtlas) -> set[str]:
    """Return what two atlases do not have in common to the bit."""
    found = set()
    for field in fields(PairAtlas):
        a, b = getattr(one, field.name), getattr(two, field.name)
        if not isinstance(a, dict):
            a, b = {field.name: a}, {field.name: b}
        for name in a.keys() | b.keys():
            if isinstance(a[name], np.ndarray):
                same = np.array_equal(a[name], b[name], equal_nan=True)
            else:
                same = a[name] == b[name]
            if not same:
                found.add(name)
    return found


def spy(merge: Merge) -> Change:
    """Refuse the pair with a sentence on the process that was asked."""
    from threadpoolctl import threadpool_info

    threads = max(one["num_threads"] for one in threadpool_info())
    raise ValueError(f"{os.getpid()} {threads} {'torch' in sys.modules}")


@pytest.mark.parametrize("method", ["paper", "stretched", "protect", "rows"])
def test_two_processes_give_the_same_to_the_bit(
    bundle: Bundle, pool: AtlasPool, method: str
) -> None:
    one = pair_atlas(bundle, THREE, method=method)
    two = pair_atlas(bundle, THREE, method=method, pool=pool)
    assert not differing(one, two)
    assert len(two.refused) >= 11
    assert {"cosine", "dampings"} <= differing(one, pair_atlas(bundle, (0.0, 0.3, 1.0), pool=pool))


def test_every_choice_reaches_the_workers(bundle: Bundle, pool: AtlasPool) -> None:
    pairs, choices = [(0, 3), (9, 2), (1, 4)], (False, True, "test")
    one = pair_atlas(bundle, THREE, *choices, pairs=pairs)
    assert not differing(one, pair_atlas(bundle, THREE, *choices, pairs=pairs, pool=pool))
    assert differing(one, pair_atlas(bundle, THREE, True, True, "test", pairs=pairs, pool=pool))
    assert differing(one, pair_atlas(bundle, THREE, False, True, "fit", pairs=pairs, pool=pool))
    assert not len(pair_atlas(bundle, THREE, pairs=[], pool=pool).pairs)


def test_a_worker_uses_one_thread_and_no_torch(bundle: Bundle, pool: AtlasPool) -> None:
    method = replace(METHODS["paper"], name="spy", fit=spy)
    refused = pair_atlas(bundle, (0.0,), method=method, pool=pool).refused
    answers = {one.reason for one in refused if 4 not in one.classes}
    asked = {int(answer.split()[0]) for answer in answers}
    assert asked <= {child.pid for child in active_children()}
    assert {answer.split(" ", 1)[1] for answer in answers} == {"1 False"}


def test_progress_counts_every_pair_once(bundle: Bundle, pool: AtlasPool) -> None:
    seen: list[tuple[int, int]] = []
    pair_atlas(bundle, (0.0,), progress=lambda *step: seen.append(step), pool=pool)
    done = [one for one, _ in seen]
    assert done == sorted(set(done))
    assert len(done) > 10
    assert seen[-1] == (66, 66)
    assert {total for _, total in seen} == {66}


def test_what_progress_raises_stops_the_workers(bundle: Bundle) -> None:
    own = AtlasPool(bundle, 2)
    ours = {child.pid for child in active_children()}
    asked = []

    def cancel(done: int, total: int) -> None:
        asked.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair_atlas(bundle, THREE, progress=cancel, pool=own)
    assert len(asked) == 1
    assert len(ours - {child.pid for child in active_children()}) == 2
    with pytest.raises(ValueError, match="the pool is closed; start another"):
        pair_atlas(bundle, THREE, pool=own)
    own.close()


def test_bad_input_is_a_sentence_and_leaves_the_pool(bundle: Bundle, pool: AtlasPool) -> None:
    method = replace(METHODS["paper"], name="mine", refuses=lambda statistics: "")
    with pytest.raises(ValueError, match="mine cannot be told to worker processes"):
        pair_atlas(bundle, THREE, method=method, pool=pool)
    with pytest.raises(ValueError, match="started for another bundle"):
        pair_atlas(make_bundle(), THREE, pool=pool)
    with pytest.raises(ValueError, match="from 0 to 1"):
        pair_atlas(bundle, (2.0,), pool=pool)
    with pytest.raises(ValueError, match="workers"):
        AtlasPool(bundle, 0)
    assert len(pair_atlas(bundle, (0.0,), pairs=[(0, 1)], pool=pool).pairs) == 1


def test_a_worker_that_is_killed_is_a_sentence_too(bundle: Bundle) -> None:
    others = {child.pid for child in active_children()}
    with AtlasPool(bundle, 2) as own:
        for child in active_children():
            if child.pid not in others:
                child.kill()
                child.join()
        with pytest.raises(ValueError, match="ended at its work; start another pool"):
            pair_atlas(bundle, THREE, pool=own)


def script_in(folder: Path, guard: str) -> subprocess.Popen[str]:
    save_bundle(folder / "own.npz", make_bundle())
    path = folder / "script.py"
    path.write_text(SCRIPT.format(guard=guard, path=str(folder / "own.npz")))
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, str(path)], stdout=pipe, stderr=pipe, text=True)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_end_when_their_script_is_killed(tmp_path: Path) -> None:
    with script_in(tmp_path, "if __name__ == '__main__':") as script:
        assert script.stdout is not None
        pids = [int(pid) for pid in script.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(is_running, pids))
        script.send_signal(signal.SIGKILL)
    end = time.monotonic() + 30
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(is_running, pids))


def test_a_script_without_its_guard_is_told_so(tmp_path: Path) -> None:
    with script_in(tmp_path, "if True:") as script:
        output, errors = script.communicate(timeout=120)
    assert not output
    assert script.returncode
    assert errors.splitlines()[-1].startswith("ValueError: a worker process ended before it was")
