"""`weight-surgery atlas` of big models: which pairs, where they are measured and kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.__main__ import main
from weight_surgery.core.atlas import command as atlas_command
from weight_surgery.core.atlas import rank_pairs
from weight_surgery.core.atlas.stored import StoredAtlas

Captured = pytest.CaptureFixture[str]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_blocks_give_the_same_table(tmp_path: Path, capsys: Captured) -> None:
    for name in ("one", "two"):
        bundle = make_bundle(empty=(3,), name=name, seed=len(name) + (name == "two"))
        ws.save_bundle(tmp_path / f"{name}.npz", bundle)
    words = ["atlas", *(str(tmp_path / f"{name}.npz") for name in ("one", "two"))]
    words += ["--methods", "paper", "stretched", "--dampings", "0", "0.5", "--out"]
    assert main([*words, str(tmp_path / "plain.csv")]) == 0
    plain = capsys.readouterr()
    assert main([*words, str(tmp_path / "kept.csv"), "--local", "1"]) == 0
    kept = capsys.readouterr()
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "kept.csv").read_bytes()
    assert kept.out.split(":")[1] == plain.out.split(":")[1] == " 24 rows\n"
    assert "3 pairs left out" in kept.err
    assert len(list((tmp_path / "kept.blocks").glob("*/run.json"))) == 4


def test_of_many_classes_a_person_says_how_many_pairs(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bundle = make_bundle(classes=101, dims=8, samples=3)
    ws.save_bundle("many.npz", bundle)
    words = ["atlas", "many.npz", "--dampings", "0"]
    for more in ([], ["--counts-only"], ["--local", "1"]):
        assert main([*words, *more]) == 2
        said = capsys.readouterr().err
        assert "synthetic has 101 classes, which are 5,050 pairs: about " in said
        assert "of one core; say with --top how many of the most promising to measure" in said
    assert [path.name for path in tmp_path.iterdir()] == ["many.npz"]
    assert main([*words, "--top", "3", "--counts-only"]) == 0
    found = {(row["first"], row["second"]) for row in rows_of(tmp_path / "atlas.csv")}
    best = rank_pairs(bundle).promising(12)
    assert found == {(f"c{one}", f"c{other}") for one, other in best[:3]}
    assert all(0 <= float(row["scored"]) <= 1 for row in rows_of(tmp_path / "atlas.csv"))
    # More of them: what is measured is not measured again.
    stored = StoredAtlas.of("atlas.blocks", bundle, (0.0,), counts_only=True)
    for count in ("10", "12"):
        assert main([*words, "--top", count, "--counts-only"]) == 0
    assert set(best) == set(stored.pairs)
    assert main([*words, "--top", "0"]) == 2
    assert "--top must lie in 1…" in capsys.readouterr().err.splitlines()[-1]


def test_all_pairs_of_many_classes_are_measured_where_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ws.save_bundle("many.npz", make_bundle(classes=9, dims=8, samples=3))
    monkeypatch.setattr("weight_surgery.core.atlas.which.MOST_CLASSES", 8)
    assert main(["atlas", "many.npz", "--dampings", "0"]) == 2
    assert main(["atlas", "many.npz", "--dampings", "0", "--all"]) == 0
    assert len(rows_of(tmp_path / "atlas.csv")) == 36


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--local", "65"], "workers must lie in 1…64"),
        (["--local", "1", "--scheduler", "tcp://127.0.0.1:1"], "not allowed with argument"),
        (["--top", "3", "--all"], "not allowed with argument"),
        (["--scheduler", "nonsense://"], "no Dask scheduler answers at 'nonsense://'"),
        (["--folder", "mine.npz"], "cannot be a folder to write to"),
        (["--counts-only", "--methods", "rows"], "certificate"),
    ],
)
def test_bad_input_is_a_sentence(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ws.save_bundle("mine.npz", make_bundle())
    try:
        code: object = main(["atlas", "mine.npz", *words])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert not (tmp_path / "atlas.csv").exists()


def test_an_interruption_says_what_is_kept(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atlas_command, "measure_blocks", interrupted)
    words = ["--folder", str(tmp_path / "kept"), "--out", str(tmp_path / "all.csv")]
    assert main(["atlas", "digits-3d", *words]) == 130
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("weight-surgery atlas was cancelled; what is measured stays in ")
