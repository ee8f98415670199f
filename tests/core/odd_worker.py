"""A worker that has questions of its own instead of models: they tell of its process, or end it."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.workbench.worker import Source
from weight_surgery.core.workbench.workers import Workers

BUNDLE = make_bundle(classes=5, samples=40, name="mine")


@dataclass(frozen=True)
class Odd(Source):
    """What a worker has instead of models: questions that tell of its process, or end it."""

    def open(self) -> Any:
        return self

    def bundle(self, model: str) -> Bundle:
        return BUNDLE

    def dear(self, kind: str, *key: Any) -> Any:
        return getattr(self, f"_{kind}")(*key)

    def _tell(self) -> tuple[int, int, int, bool]:
        from threadpoolctl import threadpool_info

        threads = max((one["num_threads"] for one in threadpool_info()), default=1)
        return os.getpid(), os.nice(0), threads, "torch" in sys.modules

    def _sleep(self, told: Path, seconds: float) -> int:
        """Say that it has begun; sleep the first time only."""
        first = not told.exists()
        told.write_text(str(os.getpid()))
        time.sleep(seconds if first else 0)
        return os.getpid()

    def _end(self) -> None:
        os._exit(3)

    def _refuse(self) -> None:
        raise ValueError("there is no such pair")


def here(*key: Any) -> str:
    return "here"


def ask(workers: Workers, kind: str, *key: Any, bundle: Bundle = BUNDLE) -> Any:
    return workers.ask(kind, key, bundle, "mine", here)


def until(condition: Any) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
