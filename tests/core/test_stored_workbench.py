"""A workbench answers from what was measured elsewhere, and follows a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import make_bundle
from tests.core.test_atlas_pool import differing
from weight_surgery.core.atlas import DAMPINGS, pair_atlas
from weight_surgery.core.atlas.run import measure_blocks
from weight_surgery.core.bundle import Bundle, save_bundle
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench import Resources, Workbench, measured

SPEC = SurgerySpec("mine").with_operation(classes=(0, 1))
# The page's, and one more.
MORE = (*DAMPINGS, 0.77)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Six classes, of which one has no samples: 10 pairs, two parts."""
    return make_bundle(classes=6, dims=6, samples=10, empty=(2,), name="mine")


@pytest.fixture
def workbench(bundle: Bundle, tmp_path: Path) -> Workbench:
    return Workbench({"mine": bundle}, resources=Resources(atlases=tmp_path))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Give the pairs that the workbench measures itself."""
    seen: list[tuple[int, int]] = []

    def counted(*given, pairs, **options):
        seen.extend(pairs)
        return pair_atlas(*given, pairs=pairs, **options)

    monkeypatch.setattr(measured, "pair_atlas", counted)
    return seen


def test_what_is_measured_is_opened(
    bundle: Bundle, workbench: Workbench, tmp_path: Path, asked: list
) -> None:
    assert not workbench.has_atlas_part(SPEC, 0)
    measure_blocks(bundle, tmp_path, MORE)
    assert all(workbench.has_atlas_part(SPEC, part) for part in (0, 1))
    one = workbench.atlas(SPEC)
    assert asked == []
    own = Workbench({"mine": bundle}).atlas(SPEC)
    assert not differing(one, own)
    assert workbench.atlas_part(SPEC, 1, (0.0, 1e-5)).dampings.tolist() == [0.0, 1e-5]
    assert len(asked) == len(own.pairs)
    others = (
        SPEC.with_operation(method="stretched"),
        replace(SPEC, edit_bias=False),
        replace(SPEC, trim_outliers=True),
        replace(SPEC, fit_split="test"),
    )
    assert not any(workbench.has_atlas_part(other, 0) for other in others)


def test_a_run_is_followed(
    bundle: Bundle, workbench: Workbench, tmp_path: Path, asked: list
) -> None:
    seen = []

    def look(done: int, total: int) -> None:
        parts = [workbench.has_atlas_part(SPEC, part) for part in (0, 1)]
        seen.append((done, parts, [bool(workbench.atlas_run(SPEC, part)) for part in (0, 1)]))

    pairs = [(0, 1), (0, 3), (0, 4), (0, 5), (1, 3)]
    measure_blocks(bundle, tmp_path, progress=look, pairs=pairs)
    assert seen == [(0, [False, False], [True, False]), (5, [True, False], [True, False])]
    assert workbench.atlas_run(SPEC, 0) is None
    workbench.atlas(SPEC)
    assert asked == [(1, 4), (1, 5), (3, 4), (3, 5), (4, 5)]


def test_counts_come_second_and_join_with_what_is_measured_here(
    bundle: Bundle, workbench: Workbench, tmp_path: Path, asked: list
) -> None:
    measure_blocks(
        bundle, tmp_path, pairs=[(0, 1), (0, 3), (0, 4), (0, 5), (1, 3)], counts_only=True
    )
    mixed, own = workbench.atlas(SPEC), Workbench({"mine": bundle}).atlas(SPEC)
    same = {"verdict", "met", "told_apart", "attack_success", "merged_recall", "landing_class"}
    assert not same & differing(mixed, own)
    assert "divergence_mean" in differing(mixed, own)
    measure_blocks(bundle, tmp_path)
    again = Workbench({"mine": bundle}, resources=Resources(atlases=tmp_path)).atlas(SPEC)
    assert not differing(again, own)


def test_a_damaged_block_is_measured_here(
    bundle: Bundle, workbench: Workbench, tmp_path: Path, asked: list
) -> None:
    measure_blocks(bundle, tmp_path)
    for path in tmp_path.glob("*/*.npz"):
        path.write_bytes(path.read_bytes()[:-1])
    for path in tmp_path.glob("*/run.json"):
        (tmp_path / f"{path.parent.name[:16]}-other").mkdir()
    assert not differing(workbench.atlas(SPEC), Workbench({"mine": bundle}).atlas(SPEC))
    assert len(asked) == 20


def test_a_folder_of_models_takes_one_of_atlases(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    save_bundle(tmp_path / "models" / "mine.npz", bundle)
    workbench = Workbench.from_folder(
        tmp_path / "models", resources=Resources(atlases=tmp_path / "atlases")
    )
    assert not workbench.has_atlas_part(SPEC, 0)
    measure_blocks(workbench.bundle("mine"), tmp_path / "atlases")
    assert workbench.has_atlas_part(SPEC, 0)
