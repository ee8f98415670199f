"""Files are written whole or not at all, and only where files may be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import load_bundle, save_bundle
from weight_surgery.core.bundle.model_files import check_place, write_model
from weight_surgery.core.files import check_file, check_name, whole
from weight_surgery.core.model import CompactNet


def _half(path: Path) -> None:
    path.write_text("half")
    raise KeyboardInterrupt


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), whole(path) as beside:
        _half(beside)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with whole(path) as beside:
        beside.write_text("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    with whole(link) as beside:
        beside.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name here")
def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ValueError, match="no plain file; name another"), whole(pipe) as beside:
        beside.write_text("never")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    with pytest.raises(ValueError, match="no plain file"):
        check_file(pipe)
    with pytest.raises(ValueError, match="is a folder"):
        check_file(tmp_path)


@pytest.mark.parametrize(
    "name", ["", "runs/first", "../up", ".hidden", " a", "a ", "a\n", "a:b", "a\\b", "…" * 100]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--name"):
        check_place(tmp_path / "models", name)
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("name", ["mine", "a b", "数字-3d", "v1.2", "a" * 200])
def test_a_name_of_a_file_is_taken(name: str) -> None:
    assert check_name(name) == name


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="cannot be a folder to write to"):
        check_place(tmp_path / "file", "mine")


def test_both_files_of_a_model_are_readable_by_those_who_read_one(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_model(tmp_path, "a" * 200, make_bundle(), CompactNet(dims=3, size=8))
    finally:
        os.umask(before)
    files = sorted(tmp_path.iterdir())
    assert [file.suffix for file in files] == [".npz", ".safetensors"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o644}


def test_a_model_is_written_with_its_network_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        write_model(tmp_path, "mine", make_bundle(), None)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_bundle_goes_to_a_path_or_an_open_file(tmp_path: Path) -> None:
    bundle = make_bundle()
    save_bundle(tmp_path / "mine", bundle)
    with (tmp_path / "other.npz").open("wb") as file:
        save_bundle(file, bundle)
    for name in ("mine.npz", "other.npz"):
        assert load_bundle(tmp_path / name).hash == bundle.hash
