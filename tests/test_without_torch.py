"""Torch takes half a gigabyte and never gives it back: no click brings it into the server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.tour import MODEL
from weight_surgery.core.workbench import PRETRAINED

ROOT = Path(__file__).parents[1]
# As tests.test_callbacks has it: what is told of a pair without a clean strength.
KNOWN = "No edit strength of this pair is clean"


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("models")
    for path in PRETRAINED.glob("digits-*"):
        shutil.copy(path, folder)
    command = [sys.executable, "-m", "tests.tour", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_server_has_no_torch_after_everything_was_asked(toured: dict[str, Any]) -> None:
    assert not toured["torch"]


def test_everything_was_asked_and_answered(toured: dict[str, Any]) -> None:
    assert toured["callbacks"] >= 15
    assert [one for one in toured["sentences"] if not one.startswith(KNOWN)] == []
    assert len(toured["files"]) == toured["buttons"]
    for ending in ("pth", "safetensors", "npz", "csv", "html", "json"):
        assert [name for name in toured["files"] if name.endswith(f".{ending}")], ending
    assert toured["own"][0] == "mine"
    assert "refused" in toured["own"][1]
    takes, begun, ended = toured["jobs"]
    assert takes
    assert begun
    assert ended


def test_the_tour_would_notice() -> None:
    code = (
        "from weight_surgery.core.workbench import PRETRAINED;"
        "from weight_surgery.core.state_dict import pth_bytes; pth_bytes({});"
        "import sys; sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 1
    assert MODEL.startswith("digits")
