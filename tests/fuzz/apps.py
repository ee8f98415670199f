"""The app that is fuzzed: the two models of the recorded posts, uploads, and jobs nobody does."""

from __future__ import annotations

from pathlib import Path

from dash import Dash

from tests.fuzz.posts import workbench_of
from weight_surgery.app import create_app
from weight_surgery.core.jobs import JobFolder, Jobs, Record
from weight_surgery.core.uploads import Uploads


class Idle:
    """Does nothing of what it is asked."""

    def start(self, id: str) -> None:
        """Leave it."""

    def seen(self, record: Record) -> Record:
        return record

    def remind(self, record: Record) -> None:
        pass


def guarded(folder: Path) -> Dash:
    """Return the app as it is served; folder: where uploads and jobs are kept."""
    workbench = workbench_of(Uploads(folder / "own"))
    # What is kept of a property is found before it is computed.
    vars(workbench)["jobs"] = Jobs(JobFolder(folder / "jobs"), Idle())
    return create_app(workbench)
