"""Models that people bring: kept under an address, opened by who has it, gone after their time."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.specs import SceneSpec
from weight_surgery.core.uploads import Uploads, is_own, shown_name, title_of
from weight_surgery.core.workbench import Workbench

HOUR = 3600


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "own")


def aged(uploads: Uploads, hours: float) -> None:
    """Make everything in the folder so many hours older."""
    for path in uploads.folder.iterdir():
        then = path.stat().st_mtime - hours * HOUR
        os.utime(path, (then, then))


def test_what_is_kept_is_opened_by_its_address_and_has_its_title(uploads: Uploads) -> None:
    bundle = make_bundle(name="small")
    address = uploads.keep(bundle, title="My clothes\n(2)")
    found = uploads.open(address)
    assert is_own(address)
    assert np.array_equal(found.features_test, bundle.features_test)
    assert (found.name, found.metadata["title"]) == ("My clothes (2)",) * 2
    assert shown_name(address, found) == "My clothes (2)"
    assert shown_name("small", bundle) == "small"
    assert uploads.network(address) is None
    other = uploads.keep(bundle)
    assert other != address
    assert uploads.open(other).name == "small"


def test_a_network_lies_beside_its_bundle(uploads: Uploads) -> None:
    address = uploads.keep(make_bundle(), b"weights")
    path = uploads.network(address)
    assert path is not None
    assert path.read_bytes() == b"weights"


def test_only_the_account_reads_what_is_kept(uploads: Uploads) -> None:
    uploads.keep(make_bundle(), b"weights")
    assert stat.S_IMODE(uploads.folder.stat().st_mode) == 0o700
    files = list(uploads.folder.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.parametrize(
    "address",
    [
        "own-",
        "own-../../etc/passwd",
        "own-" + "a" * 21,
        "own-" + "a" * 22 + "\n",
        "own-" + "a" * 20 + "/x",
        "own-" + "ä" * 22,
        "own-" + "a" * 22,
        "mnist-3d",
        "",
    ],
)
def test_no_other_address_opens_anything(uploads: Uploads, address: str) -> None:
    uploads.keep(make_bundle())
    assert not uploads.has(address)
    assert uploads.network(address) is None
    with pytest.raises(ValueError, match=r"no longer here: each is kept for 24 hours"):
        uploads.open(address)


def test_a_model_is_gone_after_its_time(uploads: Uploads) -> None:
    address = uploads.keep(make_bundle(), b"weights")
    aged(uploads, 23.9)
    assert uploads.has(address)
    uploads.open(address)
    aged(uploads, 0.2)
    assert not uploads.has(address)
    assert uploads.network(address) is None
    with pytest.raises(ValueError, match="open its file again"):
        uploads.open(address)
    assert list(uploads.folder.iterdir()) == []


def test_nothing_that_was_measured_of_a_model_is_told_after_its_time(uploads: Uploads) -> None:
    workbench = Workbench({"small": make_bundle()}, uploads=uploads)
    spec = workbench.default_spec(uploads.keep(make_bundle()))
    asked = (
        workbench.compare,
        workbench.export_figures,
        workbench.export_edit,
        workbench.recipe,
        workbench.curve,
        workbench.examination,
        lambda spec: workbench.motion(spec, SceneSpec()),
        lambda spec: workbench.atlas_part(spec, 0),
        lambda spec: workbench.plan_step(spec.model, "paper", 0.0, 1),
    )
    for ask in asked:
        ask(spec)
    aged(uploads, 25)
    for ask in asked:
        with pytest.raises(ValueError, match="open its file again"):
            ask(spec)


def test_a_sweep_leaves_what_is_somebody_elses(uploads: Uploads) -> None:
    uploads.sweep()
    uploads.keep(make_bundle())
    (uploads.folder / "left.part").write_text("half")
    for name in ("mine.npz", "notes.txt"):
        (uploads.folder / name).write_text("mine")
    aged(uploads, 25)
    uploads.sweep()
    assert {path.name for path in uploads.folder.iterdir()} == {"mine.npz", "notes.txt"}


def test_where_there_is_no_room_nothing_is_left(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, most_bytes=40_000)
    address = uploads.keep(make_bundle(samples=20))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ValueError, match="there is no room for another model"):
        uploads.keep(make_bundle(samples=500), b"weights")
    assert sorted(tmp_path.iterdir()) == before
    assert uploads.has(address)


def test_a_write_that_fails_leaves_nothing(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez_compressed", fail)
    with pytest.raises(OSError, match="disk is full"):
        uploads.keep(make_bundle(), b"weights")
    assert list(uploads.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  a \t b ", "a b"),
        ("x" * 61, "x" * 59 + "…"),
        ("\u202eevil\x00", "evil"),
        ("клас 类", "клас 类"),
    ],
)
def test_a_title_is_one_short_line(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_title_is_something() -> None:
    with pytest.raises(ValueError, match="got none"):
        title_of(" \x00 ")
