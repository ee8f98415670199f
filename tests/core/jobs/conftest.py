"""A folder of jobs, and runners that a test can watch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from weight_surgery.core.jobs import JobFolder, Jobs, LocalRunner, Record

SECONDS = 180


@dataclass
class Noted:
    """A runner that only notes what it was to start."""

    started: list[str] = field(default_factory=list)

    def start(self, id: str) -> None:
        self.started.append(id)

    def seen(self, record: Record) -> Record:
        return record

    def remind(self, record: Record) -> None:
        pass


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    found = JobFolder(tmp_path / "jobs")
    found.make()
    return found


@pytest.fixture
def noted(folder: JobFolder) -> Jobs:
    return Jobs(folder, Noted())


@pytest.fixture
def local(folder: JobFolder, tmp_path: Path) -> Jobs:
    return Jobs(folder, LocalRunner(folder, tmp_path / "uploads"))


def until(jobs: Jobs, id: str, reached: Callable[[Record], bool]) -> Record:
    """Look at a job until it has reached something, or has ended."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        record = jobs.look(id)
        if reached(record) or not record.is_live:
            return record
        time.sleep(0.05)
    raise AssertionError(f"still {jobs.look(id)}")
