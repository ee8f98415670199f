"""A disk that is full, or that nobody may write to: what people see, and that nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# A file system of the test's own: as root permissions refuse nothing.
MOUNT = "mount -t tmpfs -o size=2m test {place}"
SENT = {"Sec-Fetch-Site": "same-origin"}

ASK = """
import io, json, os, sys
from pathlib import Path
from tests.conftest import make_bundle
from tests.core.test_sources_reading import IRIS
from weight_surgery.app import create_app
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench

place = Path(sys.argv[1])
workbench = Workbench({"small": make_bundle()}, uploads=Uploads(place / "own"))
client = create_app(workbench).server.test_client()
SENT = {"Sec-Fetch-Site": "same-origin"}
TRAIN = {"do": "start", "token": "t", "kind": "train", "asked": {}}


def open_table():
    form = {"file": (io.BytesIO(IRIS), "iris.csv"), "open": "1", "choices": "null"}
    return client.post("/lab/own", data=form, headers=SENT).json


def start_job():
    return client.post("/lab/jobs", data={"asked": json.dumps(TRAIN)}, headers=SENT).json


def save():
    try:
        save_bundle(place / "mine.npz", make_bundle(samples=4000))
    except OSError as error:
        return {"refused": error.strerror}
    return {}


def left():
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def fill():
    with (place / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


def alive():
    return client.get("/health").status_code, client.get("/").status_code
"""


def in_a_place(mounted: str, work: str, tmp_path: Path) -> dict[str, Any]:
    """Run some work beside a file system of its own, and return what it prints as JSON."""
    place = tmp_path / "place"
    place.mkdir()
    code = ASK + textwrap.dedent(work)
    command = f'{mounted.format(place=place)} && exec "$0" -c "$1" "$2"'
    unshare = shutil.which("unshare")
    if unshare is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a file system for itself")
    arguments = [unshare, "-m", "sh", "-c", command, sys.executable, code, str(place)]
    result = subprocess.run(
        arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    if "permission denied" in result.stderr.lower():
        pytest.skip("a file system cannot be mounted here")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_on_a_full_disk_nothing_is_kept_by_half_and_later_all_works(tmp_path: Path) -> None:
    found = in_a_place(
        MOUNT,
        """
        before = open_table()["model"]
        known = left()
        fill()
        said = [open_table(), start_job(), save()]
        during = left()
        shown = workbench.bundle(before).name
        (place / "filler").unlink()
        after = [open_table(), start_job()]
        print(json.dumps([known, said, during, shown, after, alive()]))
        """,
        tmp_path,
    )
    known, said, during, shown, after, alive = found
    assert "cannot be kept here" in said[0]["refused"]
    assert "Jobs cannot be kept here" in said[1]["refused"]
    assert said[2]["refused"] == "No space left on device"
    # What was there is there, whole, and nothing else.
    assert [one for one in during if one != "filler" and not one.endswith(".lock")] == known
    assert shown == "iris"
    assert "model" in after[0]
    assert "job" in after[1] or "id" in after[1]
    assert alive == [200, 200]


def test_a_disk_that_nobody_may_write_to_serves_all_the_same(tmp_path: Path) -> None:
    found = in_a_place(
        MOUNT + " && mount -o remount,ro {place}",
        """
        said = [open_table(), start_job(), save()]
        spec = workbench.default_spec()
        counted = workbench.compare(spec).after.merged_recall.total
        print(json.dumps([said, left(), counted, alive()]))
        """,
        tmp_path,
    )
    said, left, counted, alive = found
    assert "cannot be kept here" in said[0]["refused"]
    assert "Jobs cannot be kept here" in said[1]["refused"]
    assert said[2]["refused"] == "Read-only file system"
    assert left == []
    assert counted > 0
    assert alive == [200, 200]
