"""Importing changes nothing of a person's process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STATE = """
import gc, json, logging, multiprocessing, os, random, signal, sys, threading, warnings
import numpy, numpy.linalg
from threadpoolctl import threadpool_info

def state():
    return {
        **{one["filepath"]: [one["user_api"], one["num_threads"]] for one in threadpool_info()},
        "start method": multiprocessing.get_start_method(allow_none=True),
        "warnings": [str(one) for one in warnings.filters],
        "logging": str((logging.root.level, logging.root.handlers, logging.root.manager.disable)),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "path": sys.path,
        "garbage": str((gc.isenabled(), gc.get_threshold(), gc.get_freeze_count())),
        "numbers": str((numpy.geterr(), numpy.get_printoptions())),
        "random": str((random.getstate(), numpy.random.get_state())),
        "signals": str([signal.getsignal(one) for one in signal.valid_signals()]),
        "hooks": str((sys.excepthook, sys.displayhook, threading.excepthook)),
        "recursion": sys.getrecursionlimit(),
        "threads": threading.active_count(),
    }

{libraries}
before = state()
{code}
after = state()
print(json.dumps({{key: [was, after[key]] for key, was in before.items() if was != after[key]}}))
"""
# What these do to a process as they are imported is theirs, not ours.
LIBRARIES = """
import dash, dash_ag_grid, dash_mantine_components, flask_compress, pandas, plotly.tools
import scipy.stats, sklearn.ensemble, werkzeug.debug.console
"""
NAMES = "import weight_surgery as ws\nfor name in ws.__all__:\n    getattr(ws, name)\n"
APP = NAMES + "app = ws.create_app(ws.Workbench.from_folder(ws.PRETRAINED, lazily=True))\n"


def changed(code: str, folder: Path, libraries: str = "") -> dict[str, Any]:
    """Return what some code changes of a fresh process: before and after, by what it is."""
    program = STATE.replace("{{", "{").replace("}}", "}")
    program = program.replace("{libraries}", libraries).replace("{code}", code)
    # As many threads as the machine has cores, unless somebody says otherwise.
    environment = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**environment, "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("code", "libraries"),
    [("import weight_surgery", ""), (NAMES, LIBRARIES), (APP, LIBRARIES)],
    ids=["imported", "every name", "an app made"],
)
def test_nothing_is_changed(code: str, libraries: str, tmp_path: Path) -> None:
    assert changed(code, tmp_path, libraries) == {}


def test_a_server_of_many_leaves_blas_one_thread(tmp_path: Path) -> None:
    code = "from weight_surgery.server.wiring import built\nbuilt()\n"
    found = changed(code, tmp_path, LIBRARIES)
    assert found
    # What it began with is not searched for garbage again; a log of its own goes with it.
    assert found.pop("garbage")[1].endswith(", 0)") is False
    pools = [one for name, one in found.items() if name != "logging"]
    assert pools
    for before, after in pools:
        assert before == ["blas", 2]
        assert after == ["blas", 1]


def test_what_is_changed_is_seen(tmp_path: Path) -> None:
    code = "import warnings; warnings.simplefilter('ignore'); os.environ['X_CHANGED'] = '1'"
    assert set(changed(code, tmp_path)) == {"warnings", "environment"}
