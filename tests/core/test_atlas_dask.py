"""A big atlas on Dask: the same to the bit, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

from tests.conftest import make_bundle
from tests.core.test_atlas_pool import differing
from weight_surgery.core.atlas import PairAtlas, blocks, cluster, dask_run, pair_atlas, run
from weight_surgery.core.atlas.build import Choices
from weight_surgery.core.atlas.dask_run import by_dask
from weight_surgery.core.atlas.opened import Opened, measure_block
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.atlas.stored import StoredAtlas
from weight_surgery.core.bundle import Bundle

THREE = (0.0, 0.2, 1.0)
PATIENCE = 60


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


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            scheduler_kwargs=cluster.NO_DASHBOARD,
            silence_logs=50,
        ) as processes,
        Client(processes, set_as_default=False) as client,
    ):
        yield client


def pids(client: Client) -> set[int]:
    return set(client.run(os.getpid).values())


def test_it_is_the_same_to_the_bit_and_the_bundle_is_sent_once(
    bundle: Bundle, whole: PairAtlas, client: Client, tmp_path: Path, monkeypatch
) -> None:
    sent = Counter[str]()
    scatter = client.scatter

    def counted(data: object, **options: object) -> object:
        sent.update([type(data).__name__])
        return scatter(data, **options)

    monkeypatch.setattr(client, "scatter", counted)
    given: list[tuple[int, int]] = []
    write = run.write_block

    def written(path: Path, key: str, atlas: PairAtlas) -> None:
        given.extend([*map(tuple, atlas.pairs.tolist()), *(one.classes for one in atlas.refused)])
        write(path, key, atlas)

    monkeypatch.setattr(run, "write_block", written)
    stored = measure_blocks(bundle, tmp_path, THREE, executor=by_dask(client))
    assert not differing(stored.atlas(), whole)
    assert sent == {"Opened": 1}
    assert Counter(given) == Counter(stored.pairs)
    assert len(given) == 66
    # Nothing is left to measure, so the cluster is not asked.
    measure_blocks(bundle, tmp_path, THREE, executor=by_dask(client))
    assert sent == {"Opened": 1}


@pytest.mark.parametrize("victims", [1, 2])
def test_killed_workers_cost_nothing_but_time(
    bundle: Bundle, whole: PairAtlas, client: Client, tmp_path: Path, victims: int, monkeypatch
) -> None:
    given = Counter[str]()
    killed: list[int] = []
    write = run.write_block

    def written(path: Path, key: str, atlas: PairAtlas) -> None:
        given.update([key])
        write(path, key, atlas)

    def kill(done: int, total: int) -> None:
        if done >= total // 2 and not killed:
            killed.extend(sorted(pids(client))[:victims])
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(run, "write_block", written)
    stored = measure_blocks(bundle, tmp_path, THREE, progress=kill, executor=by_dask(client))
    assert len(killed) == victims
    assert not differing(stored.atlas(), whole)
    assert set(given.values()) == {1}
    assert len(stored.pairs) == 66
    client.wait_for_workers(2, timeout=PATIENCE)
    assert not pids(client) & set(killed)


def deadly(opened: Opened, choices: Choices, pairs: blocks.Pairs) -> PairAtlas:
    """Kill whoever measures the first pair."""
    if (0, 1) in pairs:
        os.kill(os.getpid(), signal.SIGKILL)
    return measure_block(opened, choices, pairs)


def test_a_block_that_kills_every_worker_is_given_up(
    bundle: Bundle, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(dask_run, "measure_block", deadly)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        cluster.on_this_machine(2) as executor,
        pytest.raises(ValueError, match="workers ended while they measured the 2 pairs from"),
    ):
        measure_blocks(bundle, tmp_path, THREE, executor=executor)


def test_what_a_worker_says_is_what_we_say(bundle: Bundle, client: Client, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="certificate"):
        measure_blocks(
            bundle, tmp_path, THREE, method="rows", counts_only=True, executor=by_dask(client)
        )


def test_a_cancelled_run_leaves_the_cluster_nothing_to_do(
    bundle: Bundle, whole: PairAtlas, client: Client, tmp_path: Path
) -> None:
    def cancel(done: int, total: int) -> None:
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_blocks(bundle, tmp_path, THREE, progress=cancel, executor=by_dask(client))
    end = time.monotonic() + PATIENCE
    while any(client.processing().values()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(client.processing().values())
    kept = len(StoredAtlas.of(tmp_path, bundle, THREE).pairs)
    assert 6 <= kept < 66
    # What a worker was at may come to its end; nobody takes it.
    stored = measure_blocks(bundle, tmp_path, THREE, executor=by_dask(client))
    assert not differing(stored.atlas(), whole)


def test_a_bundle_is_sent_without_what_was_computed_of_it(bundle: Bundle) -> None:
    import pickle

    _ = bundle.hash, bundle.logits_test
    size = sum(
        array.nbytes for array in Opened(bundle).__getstate__().values() if hasattr(array, "nbytes")
    )
    again = pickle.loads(pickle.dumps(Opened(bundle)))
    assert len(pickle.dumps(Opened(bundle))) < size + 4096
    assert again.unedited.bundle.hash == bundle.hash
    assert again.unedited is again.unedited
    assert replace(bundle).hash == bundle.hash


def test_importing_loads_no_dask() -> None:
    code = (
        "import sys, weight_surgery as ws\nfor name in ws.__all__: getattr(ws, name)\n"
        "import weight_surgery.core.atlas.command\n"
        "print(sorted({'dask', 'distributed'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
