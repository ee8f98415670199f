"""The commands, as a shell runs them: what they print, write and return."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.__main__ import main
from weight_surgery.core import training_command
from weight_surgery.core.bundle import command as bundle_command

CHECKPOINT = str(ws.PRETRAINED / "digits-3d.safetensors")
CAPTURE = ["capture", "--checkpoint", CHECKPOINT, "--network", "compact", "--dataset", "digits"]
TRAIN = ["train", "--dataset", "digits", "--dims", "3", "--epochs", "1"]
Captured = pytest.CaptureFixture[str]


def never(*_: Any, **__: Any) -> None:
    raise AssertionError("the work began before its place was looked at")


def interrupted(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_a_capture_leaves_a_model_that_the_page_opens(tmp_path: Path, capsys: Captured) -> None:
    assert main([*CAPTURE, "--out", str(tmp_path / "models"), "--name", "mine"]) == 0
    assert "weight-surgery run --models" in capsys.readouterr().out
    workbench = ws.Workbench.from_folder(tmp_path / "models")
    assert workbench.models == ("mine",)
    shipped = ws.load_bundle(ws.PRETRAINED / "digits-3d.npz")
    found = workbench.bundle("mine")
    assert found.metadata["test_accuracy"] == shipped.metadata["test_accuracy"]
    # Features come out otherwise in the last bit on another machine.
    np.testing.assert_allclose(found.features_test, shipped.features_test, atol=1e-3)


@pytest.mark.parametrize("command", [CAPTURE, TRAIN])
@pytest.mark.parametrize("name", ["runs/first", "../up"])
def test_a_name_is_looked_at_before_the_work(
    command: list[str], name: str, tmp_path: Path, capsys: Captured, monkeypatch: Any
) -> None:
    monkeypatch.setattr(bundle_command, "capture", never)
    monkeypatch.setattr(training_command, "train", never)
    assert main([*command, "--out", str(tmp_path / "models"), "--name", name]) == 2
    assert f"got '{name}'; choose another with --name" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert main([*command, "--out", str(tmp_path / "file"), "--name", "mine"]) == 2
    assert "cannot be a folder to write to" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("command", [CAPTURE, TRAIN, ["atlas", "digits-3d"]])
def test_an_interruption_is_a_sentence(
    command: list[str], tmp_path: Path, capsys: Captured, monkeypatch: Any
) -> None:
    monkeypatch.setattr(bundle_command, "capture", interrupted)
    monkeypatch.setattr(training_command, "train", interrupted)
    monkeypatch.setattr("weight_surgery.core.atlas.command.sweep", interrupted)
    out = tmp_path / ("atlas.csv" if command[0] == "atlas" else "models")
    assert main([*command, "--out", str(out)]) == 130
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said == f"weight-surgery {command[0]} was cancelled; nothing was written."
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_atlas_is_a_table_of_every_pair(tmp_path: Path, capsys: Captured) -> None:
    ws.save_bundle(tmp_path / "mine.npz", make_bundle(empty=(3,)))
    out = tmp_path / "new" / "all.csv"
    methods = ["--methods", "paper", "stretched", "--dampings", "0", "0.5"]
    assert main(["atlas", str(tmp_path / "mine.npz"), *methods, "--out", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 3 * 2 * 2
    assert {(row["method"], row["damping"]) for row in rows} == {
        (method, damping) for method in ("paper", "stretched") for damping in ("0.0", "0.5")
    }
    told = capsys.readouterr()
    assert told.out == f"{out}: 12 rows\n"
    assert "3 pairs left out" in told.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["atlas", "mnist"], "a model must be"),
        (["atlas", "mine.npz"], "mine.npz"),
        (["atlas", "digits-3d", "--dampings", "2"], "damping"),
        (["atlas", "digits-3d", "--out", "."], "is a folder"),
        (["replay", "recipe.json"], "recipe.json cannot be read"),
        (["report", "recipe.json"], "recipe.json cannot be read"),
        (["report", "digits-3d"], "name the two classes with --classes"),
        (["report", "digits-3d", "--classes", "3", "30"], "30"),
        (["report", "digits-3d", "--classes", "3", "6", "--out", "."], "is a folder"),
    ],
)
def test_bad_input_is_a_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: Captured, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_a_recipe_is_followed_again(tmp_path: Path, capsys: Captured) -> None:
    comparison = ws.compare("digits-3d", 3, 6, damping=0)
    path = tmp_path / "mine.recipe.json"
    path.write_text(ws.recipe(comparison).to_json(), encoding="utf-8")
    assert main(["replay", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Identical figures.\ndigits-3d: merge 3 and 6")
    assert main(["replay", str(path), "--model", "digits-16d"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Another model: ")
    assert "counted as one, after the edit: " in said


def test_a_report_is_of_a_recipe_or_of_two_classes(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "new" / "mine.html"
    words = ["--classes", "3", "6", "--method", "stretched", "--out", str(out)]
    assert main(["report", "digits-3d", *words]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert "digits-3d: merge 3 and 6 (stretched, damping 0)" in out.read_text("utf-8")
    recipe = tmp_path / "mine.recipe.json"
    recipe.write_text(ws.recipe(ws.compare("digits-3d", 3, 6)).to_json(), encoding="utf-8")
    assert main(["report", str(recipe), "--model", "digits-16d", "--out", str(out)]) == 1
    assert "Another model: " in capsys.readouterr().err
    assert "digits-16d: merge 3 and 6 (paper, damping 0)" in out.read_text("utf-8")


def test_what_is_written_says_so_in_another_process(tmp_path: Path) -> None:
    ws.save_bundle(tmp_path / "mine.npz", make_bundle())
    words = [sys.executable, "-m", "weight_surgery", "atlas", "mine.npz", "--dampings", "0"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "atlas.csv: 6 rows\n"
    assert "100%" in done.stderr
