"""Raw data sets: looked for in one folder or several, or said with what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from weight_surgery.core.datasets import load_dataset
from weight_surgery.core.raw_images import (
    DATA_VARIABLE,
    DEFAULT_ROOT,
    PARTS,
    RAW,
    data_roots,
    files_of,
    has_raw,
    raw_file,
    raw_root,
)

FILES = [file for part in PARTS for file in files_of(part)]


def put(root: Path, name: str, *files: str) -> Path:
    """Make empty raw files of a data set under a root."""
    raw = root / RAW[name].folder / "raw"
    raw.mkdir(parents=True)
    for file in files:
        (raw / file).touch()
    return raw


@pytest.mark.parametrize("name", RAW)
def test_what_is_not_there_is_said_with_what_to_do(tmp_path: Path, name: str) -> None:
    assert not has_raw(name, tmp_path)
    words = rf"{RAW[name].title} is not at {tmp_path}; .*make data.*{DATA_VARIABLE}.*"
    with pytest.raises(ValueError, match=rf"{words} holds {RAW[name].folder}/raw"):
        load_dataset(name, "test", tmp_path)


def test_a_raw_file_is_found_plain_before_packed(tmp_path: Path) -> None:
    raw = put(tmp_path, "mnist", "a.gz", "a", "b.gz")
    (raw / "c").mkdir()
    assert [raw_file("mnist", name, tmp_path).name for name in ("a", "b")] == ["a", "b.gz"]
    with pytest.raises(ValueError, match=r"make data"):
        raw_file("mnist", "c", tmp_path)


def test_the_variable_holds_several_folders_as_path_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (tmp_path / name for name in "abc")
    put(one, "mnist", *FILES)
    put(two, "fashion-mnist", *FILES)
    put(three, "fashion-mnist", *FILES)
    monkeypatch.setenv(DATA_VARIABLE, os.pathsep.join(map(str, (one, "", two, three))))
    assert data_roots() == (one, two, three)
    assert [raw_root(name) for name in RAW] == [one, two]
    assert raw_file("fashion-mnist", FILES[0]).is_relative_to(two)
    # A folder that is named is the only one.
    assert data_roots(tmp_path) == (tmp_path,)
    assert not has_raw("mnist", two)
    monkeypatch.setenv(DATA_VARIABLE, "")
    assert data_roots() == (DEFAULT_ROOT,)


def test_half_of_a_data_set_is_not_one(tmp_path: Path) -> None:
    put(tmp_path, "mnist", *FILES[1:])
    assert not has_raw("mnist", tmp_path)
