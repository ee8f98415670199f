"""What befalls a run by blocks: nothing that was measured is lost, or taken for something else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_bundle
from tests.core.test_atlas_pool import differing
from weight_surgery.core.atlas import PairAtlas, blocks, pair_atlas, run
from weight_surgery.core.atlas.block_files import read_block, write_block
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.bundle import Bundle, save_bundle

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


@pytest.mark.parametrize("harm", ["cut", "emptied", "changed", "swapped", "foreign", "deleted"])
def test_a_damaged_block_is_said_and_measured_again(
    bundle: Bundle, whole: PairAtlas, tmp_path: Path, measured: list, harm: str
) -> None:
    stored = measure_blocks(bundle, tmp_path, THREE)
    first, second, *_ = block_files(tmp_path)
    content, arrays = first.read_bytes(), dict(np.load(first))
    new = {"cut": content[:-40], "emptied": b"", "foreign": b"no zip"}
    if harm == "deleted":
        first.unlink()
    elif harm == "changed":
        np.savez(first, **{**arrays, "needed": arrays["needed"] + 1e-12})
    else:
        first.write_bytes(new.get(harm, second.read_bytes()))
    seen = stored.atlas()
    assert len(seen.pairs) + len(seen.refused) == 24
    assert set(stored.damaged) == (set() if harm == "deleted" else {first.name})
    assert len(stored.pairs) == 24
    lost = sorted(set(every_pair(8)) - set(stored.pairs))
    with pytest.raises(ValueError, match="4 of 28 pairs are not measured yet"):
        stored.atlas(every_pair(8))
    measured.clear()
    measure_blocks(bundle, tmp_path, THREE)
    assert sorted(measured) == lost
    assert not differing(stored.atlas(), whole)
    assert not stored.damaged


def test_a_block_with_a_garbled_byte_is_damaged_or_says_the_same(
    whole: PairAtlas, tmp_path: Path
) -> None:
    path = tmp_path / "key.npz"
    write_block(path, "key", whole)
    content, damaged = path.read_bytes(), 0
    for place in np.random.default_rng(0).choice(len(content), 60, replace=False).tolist():
        path.write_bytes(content[:place] + bytes([content[place] ^ 16]) + content[place + 1 :])
        try:
            # What nobody reads may be anything: the time of a member, say.
            assert not differing(read_block(path, "key"), whole)
        except ValueError:
            damaged += 1
    assert damaged > 30


def test_two_runs_at_once_do_not_spoil_each_other(
    bundle: Bundle, whole: PairAtlas, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(3) as pool:
        runs = [pool.submit(measure_blocks, bundle, tmp_path, THREE) for _ in range(3)]
    for one in runs:
        assert not differing(one.result().atlas(), whole)
    assert len(block_files(tmp_path)) == 7
    assert not list(tmp_path.rglob(".*"))


CUT = """
import sys, time
from weight_surgery.core.atlas import blocks
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.bundle import load_bundle
blocks.MOST_PAIRS = 4
def slow(done, total):
    print(done, flush=True)
    time.sleep(60 * (done >= 12))
measure_blocks(load_bundle(sys.argv[1]), sys.argv[2], (0.0, 0.2, 1.0), progress=slow)
"""


def test_a_run_that_is_killed_goes_on(
    bundle: Bundle, whole: PairAtlas, tmp_path: Path, measured: list
) -> None:
    save_bundle(tmp_path / "mine.npz", bundle)
    words = [sys.executable, "-c", CUT, str(tmp_path / "mine.npz"), str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != "12":
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    stored = measure_blocks(bundle, tmp_path, THREE)
    assert len(measured) == 16
    assert not differing(stored.atlas(every_pair(8)), whole)


FOUR_PAIRS = """
import sys
from weight_surgery.core.atlas import blocks, command
blocks.MOST_PAIRS = 4
sys.exit(command.main(sys.argv[1:]))
"""
FULL = """
mount -t tmpfs -o size=120k tmpfs "$1" || exit 77
"$2" "$5" "$3" --folder "$1" --out "$4"
echo "ended $?"
cp -r "$1" "$4.kept"
mount -o remount,size=8m "$1"
"$2" "$5" "$3" --folder "$1" --out "$4"
echo "ended $?"
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts")
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_a_full_disk_is_a_sentence_and_what_is_there_stays(bundle: Bundle, tmp_path: Path) -> None:
    save_bundle(tmp_path / "mine.npz", bundle)
    (tmp_path / "disk").mkdir()
    (tmp_path / "four.py").write_text(FOUR_PAIRS)
    names = (tmp_path / "disk", sys.executable, tmp_path / "mine.npz", tmp_path / "all.csv")
    names = (*names, tmp_path / "four.py")
    words = ["unshare", "-m", "sh", "-c", FULL, "sh", *map(str, names)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount")
    assert done.stdout.splitlines()[0] == "ended 2", done.stderr
    assert "No space left on device" in done.stderr
    assert "make room and start the same command again" in done.stderr
    assert "Traceback" not in done.stderr
    kept = block_files(tmp_path / "all.csv.kept")
    assert kept
    for path in kept:
        read_block(path, path.stem)
    assert done.stdout.splitlines()[-2:] == [f"{tmp_path / 'all.csv'}: 441 rows", "ended 0"]


def test_a_block_that_cannot_be_written_leaves_the_one_before(
    whole: PairAtlas, tmp_path: Path
) -> None:
    path = tmp_path / "key.npz"
    write_block(path, "key", whole)
    before = path.read_bytes()
    (tmp_path / "folder").touch()
    with pytest.raises(ValueError, match="cannot be written to"):
        write_block(tmp_path / "folder" / "key.npz", "key", whole)
    assert path.read_bytes() == before
    assert not differing(read_block(path, "key"), whole)
    with pytest.raises(ValueError, match="damaged or gone"):
        read_block(path, "other")
