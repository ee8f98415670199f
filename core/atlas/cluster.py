"""Where blocks of an atlas are measured: a Dask scheduler, Dask here, or processes without it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from weight_surgery.core.atlas.local import by_processes
from weight_surgery.core.atlas.pool import MOST_WORKERS
from weight_surgery.core.atlas.run import Executor
from weight_surgery.core.checks import integer, shown

CONNECT_SECONDS = 5.0
# What a terminal's Ctrl+C ends is decided here: its workers hear of it too.
DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
# It has a server in any case; then on a port that is free, for this machine alone.
NO_DASHBOARD = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
# One thread a process. Dask would also have glibc give back every block of memory at once, which
# makes the atlas, many passes over blocks of a megabyte, three times slower.
ENVIRON = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), 1)


def has_dask() -> bool:
    """Tell whether dask.distributed is installed, which loads nothing."""
    return find_spec("distributed") is not None


@contextmanager
def at_scheduler(address: str) -> Iterator[Executor]:
    """Give the workers of a Dask scheduler. Raises ValueError where none answers."""
    if not has_dask():
        raise ValueError(
            "distributed is not installed; pip install 'weight-surgery-lab[dask]', or measure here "
            "with --local"
        )
    from distributed import Client

    from weight_surgery.core.atlas.dask_run import by_dask

    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"no Dask scheduler answers at {shown(address)}; start one with `dask scheduler`, "
            "whose first lines name its address, or measure here with --local"
        ) from error
    with _quiet(), client:
        yield by_dask(client)


@contextmanager
def on_this_machine(workers: int) -> Iterator[Executor]:
    """Give so many processes of this machine, by Dask where it is installed.

    Raises ValueError for a number outside 1…64.
    """
    workers = integer("workers", workers, 1, MOST_WORKERS)
    if not has_dask():
        yield by_processes(workers)
        return
    import dask
    from distributed import Client, LocalCluster

    from weight_surgery.core.atlas.dask_run import by_dask

    with (
        _quiet(),
        dask.config.set({"distributed.nanny.pre-spawn-environ": ENVIRON}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            scheduler_kwargs=NO_DASHBOARD,
            silence_logs=logging.CRITICAL,
            preload=DEAF,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield by_dask(client)


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave it to our own sentences to say what is wrong with a cluster."""
    # Dask gives each of its loggers a level of its own.
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed.")]
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio", *names)]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
