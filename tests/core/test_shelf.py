"""Files of models: a broken one is told of and stops nobody, and is there again once repaired."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import BundleShelf, save_bundle
from weight_surgery.core.workbench import Workbench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("good", "sound"):
        save_bundle(tmp_path / f"{name}.npz", make_bundle(name=name))
    (tmp_path / "broken.npz").write_text("x")
    return tmp_path


def test_a_broken_file_among_good_ones_is_told_of_and_stops_nobody(folder: Path) -> None:
    workbench = Workbench.from_folder(folder)
    assert workbench.models == workbench.readable() == ("good", "sound")
    ((name, reason),) = workbench.refused.items()
    assert name == "broken"
    assert reason.startswith("broken.npz is not a feature bundle")
    assert str(folder) not in reason
    with pytest.raises(ValueError, match=r"broken\.npz is not a feature bundle"):
        workbench.bundle("broken")


def test_a_model_is_called_as_its_file_is_whatever_it_was_called_before(folder: Path) -> None:
    (folder / "good.npz").rename(folder / "mine.npz")
    (folder / "mine.safetensors").write_bytes(b"x")
    workbench = Workbench.from_folder(folder)
    assert workbench.bundle("mine").name == "mine"
    spec = workbench.default_spec("mine")
    with pytest.raises(ValueError, match="mine") as refused:
        workbench.compare(spec.with_operation(classes=(0, 99)))
    assert "good" not in str(refused.value)


def test_one_read_later_is_left_out_from_then_on(folder: Path) -> None:
    workbench = Workbench.from_folder(folder, lazily=True)
    assert "broken" in workbench.models
    assert workbench.refused == {}
    assert workbench.readable() == ("good", "sound")
    assert "broken" not in workbench.models


def test_a_repaired_file_is_there_without_a_restart(folder: Path) -> None:
    workbench = Workbench.from_folder(folder)
    save_bundle(folder / "broken.npz", make_bundle(classes=3, name="mended"))
    assert workbench.models == ("broken", "good", "sound")
    assert workbench.refused == {}
    assert workbench.bundle("broken").class_names == ("c0", "c1", "c2")
    os.unlink(folder / "broken.npz")
    # What was read stays read.
    assert workbench.bundle("broken").name == "broken"


def test_a_file_that_goes_away_is_refused_until_it_is_back(folder: Path) -> None:
    shelf = BundleShelf.of_folders([folder])
    (folder / "good.npz").rename(folder / "away")
    with pytest.raises(ValueError, match="does not exist"):
        shelf["good"]
    assert "good" in shelf.refused
    (folder / "away").rename(folder / "good.npz")
    assert "good" not in shelf.refused
    assert shelf["good"].name == "good"


def test_a_folder_of_broken_files_alone_is_refused(folder: Path, tmp_path: Path) -> None:
    only = tmp_path / "only"
    only.mkdir()
    (only / "mine.npz").write_text("x")
    with pytest.raises(ValueError, match=r"mine\.npz is not a feature bundle"):
        Workbench.from_folder(folder, only)


def test_a_shelf_has_another_version_once_a_file_holds_something_else(folder: Path) -> None:
    first = BundleShelf.of_folders([folder]).version
    assert BundleShelf.of_folders([folder]).version == first
    path = next(iter(BundleShelf.of_folders([folder]).files.values()))
    content = path.read_bytes()
    path.write_bytes(content)
    os.utime(path, (1, 1))
    assert BundleShelf.of_folders([folder]).version == first
    save_bundle(path, make_bundle(seed=9))
    changed = BundleShelf.of_folders([folder]).version
    path.unlink()
    assert len({first, changed, BundleShelf.of_folders([folder]).version}) == 3
