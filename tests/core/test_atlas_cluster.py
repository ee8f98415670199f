"""Where a big atlas is measured: a scheduler that may go, processes that hear Ctrl+C, no Dask."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.browser.server import free_port
from tests.conftest import make_bundle
from tests.core.odd_worker import is_running, until
from tests.core.test_atlas_pool import differing
from weight_surgery.__main__ import main
from weight_surgery.core.atlas import PairAtlas, blocks, cluster, dask_run, local, pair_atlas
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.atlas.stored import StoredAtlas
from weight_surgery.core.bundle import Bundle, save_bundle

THREE = (0.0, 0.2, 1.0)
PATIENCE = 120


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Twelve classes, of which one has no samples: 55 pairs, and 11 refused."""
    return make_bundle(classes=12, dims=12, samples=20, empty=(4,))


@pytest.fixture(scope="module")
def whole(bundle: Bundle) -> PairAtlas:
    return pair_atlas(bundle, THREE)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_PAIRS", 2)
    monkeypatch.setattr(dask_run, "LEAST_BLOCKS", 8)


@contextmanager
def scheduler(port: int, workers: int = 1) -> Iterator[list[subprocess.Popen]]:
    """Run a scheduler and workers of its own, as on other machines."""
    address = f"tcp://127.0.0.1:{port}"
    python = [sys.executable, "-m", "distributed.cli"]
    begun = [[*python[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]]
    begun[0] += ["--port", str(port), "--no-dashboard"]
    worker = [*python[:2], "distributed.cli.dask_worker", address, "--no-dashboard", "--no-nanny"]
    begun += [[*worker, "--nthreads", "1"] for _ in range(workers)]
    quiet = subprocess.DEVNULL
    processes = [subprocess.Popen(words, stdout=quiet, stderr=quiet) for words in begun]
    try:
        until(lambda: _answers(port) or processes[0].poll() is not None)
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def test_a_scheduler_that_goes_is_a_sentence_and_back_the_rest_is_measured(
    bundle: Bundle,
    whole: PairAtlas,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with scheduler(port) as processes, cluster.at_scheduler(address) as executor:

        def end(done: int, total: int) -> None:
            if done >= 6:
                processes[0].kill()

        with pytest.raises(ValueError, match="the Dask scheduler is gone; start it again, and"):
            measure_blocks(bundle, tmp_path, THREE, progress=end, executor=executor)
    kept = len(StoredAtlas.of(tmp_path, bundle, THREE).pairs)
    assert 6 <= kept < 66
    save_bundle(tmp_path / "mine.npz", bundle)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    words = ["atlas", str(tmp_path / "mine.npz"), "--dampings", "0", "0.2", "1"]
    words += ["--folder", str(tmp_path), "--scheduler", address, "--out", str(tmp_path / "all.csv")]
    assert main(words) == 2
    assert f"no Dask scheduler answers at '{address}'" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.setattr(blocks, "MOST_PAIRS", 2)
    with scheduler(port):
        assert main(words) == 0
    assert "165 rows" in capsys.readouterr().out
    assert not differing(StoredAtlas.of(tmp_path, bundle, THREE).atlas(), whole)


def test_no_workers_is_a_sentence(bundle: Bundle, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(dask_run, "SEND_SECONDS", 0.5)
    port = free_port()
    with (
        scheduler(port, workers=0),
        cluster.at_scheduler(f"tcp://127.0.0.1:{port}") as executor,
        pytest.raises(ValueError, match="has no workers; start some with `dask worker"),
    ):
        measure_blocks(bundle, tmp_path, THREE, executor=executor)


def test_without_dask_it_is_said_and_measured(bundle: Bundle, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    assert not cluster.has_dask()
    with (
        pytest.raises(ValueError, match=r"pip install 'weight-surgery-lab\[dask\]'"),
        cluster.at_scheduler("tcp://127.0.0.1:1"),
    ):
        pass
    with cluster.on_this_machine(2) as executor:
        assert executor.__module__ == local.__name__
        stored = measure_blocks(bundle, tmp_path, THREE, pairs=[(0, 1)], executor=executor)
    assert stored.pairs == [(0, 1)]


INTERRUPTED = """
import os, signal, sys
from weight_surgery.__main__ import main
from weight_surgery.core.atlas import blocks, command
blocks.MOST_PAIRS = 1
measure = command.measure_blocks

def cut(*given, progress, **options):
    def interrupt(done, total):
        progress(done, total)
        if done == 3 and "SCHEDULER" in os.environ:
            os.kill(int(os.environ["SCHEDULER"]), signal.SIGKILL)
        elif done == 3:
            # As a terminal does: everybody in the group hears of it.
            os.killpg(0, signal.SIGINT)
    return measure(*given, progress=interrupt, **options)

if __name__ == "__main__":
    # Whoever runs the tests in the background has it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command.measure_blocks = cut
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("where", [["--local", "2"], []])
def test_ctrl_c_is_130_and_what_is_measured_stays(
    bundle: Bundle, tmp_path: Path, where: list[str]
) -> None:
    save_bundle(tmp_path / "mine.npz", bundle)
    (tmp_path / "script.py").write_text(INTERRUPTED)
    words = [sys.executable, "script.py", "atlas", "mine.npz", "--folder", "kept", *where]
    process = subprocess.Popen(
        words, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, errors
    assert errors.strip().splitlines()[-1] == (
        "weight-surgery atlas was cancelled; what is measured stays in kept, and the same command "
        "goes on from there."
    )
    assert "Traceback" not in errors
    assert len(list((tmp_path / "kept").glob("*/*.npz"))) >= 3
    assert not (tmp_path / "atlas.csv").exists()
    assert not is_running(process.pid)


def test_all_that_is_written_of_a_scheduler_that_goes_is_a_sentence(
    bundle: Bundle, tmp_path: Path
) -> None:
    save_bundle(tmp_path / "mine.npz", bundle)
    (tmp_path / "script.py").write_text(INTERRUPTED)
    port = free_port()
    words = [sys.executable, "script.py", "atlas", "mine.npz", "--folder", "kept"]
    words += ["--scheduler", f"tcp://127.0.0.1:{port}"]
    with scheduler(port) as processes:
        found = subprocess.run(
            words,
            cwd=tmp_path,
            env={**os.environ, "SCHEDULER": str(processes[0].pid)},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert found.returncode == 2, found.stderr
    # Beside the bar, which writes over itself.
    *before, last = found.stderr.strip().splitlines()
    assert "the Dask scheduler is gone; start it again" in last
    assert all("pair" in line for line in before if line.strip()), found.stderr
