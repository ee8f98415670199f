"""The facade: loading folders, caching, defaults, exports."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import make_bundle
from tests.core.test_comparison import spec_of
from weight_surgery.core.bundle import save_bundle
from weight_surgery.core.bundle.shelf import BundleShelf
from weight_surgery.core.specs import SceneSpec, SurgerySpec
from weight_surgery.core.workbench import Workbench


def test_comparisons_are_cached_by_spec(synthetic) -> None:
    workbench = Workbench({"synthetic": synthetic})
    assert workbench.models == ("synthetic",)
    assert workbench.compare(spec_of()) is workbench.compare(spec_of())
    assert workbench.compare(spec_of()) is not workbench.compare(spec_of(damping=0.5))


def test_an_unknown_model_names_the_known(synthetic) -> None:
    with pytest.raises(ValueError, match=r"no model 'other'; choose one of synthetic"):
        Workbench({"synthetic": synthetic}).compare(spec_of(model="other"))


def test_the_default_pair_fits_the_model() -> None:
    workbench = Workbench({"small": make_bundle(classes=3), "large": make_bundle(classes=8)})
    assert workbench.default_spec() == spec_of(0, 1, model="small")
    assert workbench.default_spec("large") == spec_of(3, 6, model="large")


def test_the_default_pair_is_one_that_can_be_merged() -> None:
    workbench = Workbench({"hole": make_bundle(classes=8, empty=(3,))})
    spec = workbench.default_spec()
    assert spec.operation.classes == (0, 1)
    workbench.compare(spec)
    assert workbench.empty_classes("hole") == {3}
    none = Workbench({"none": make_bundle(classes=3, empty=(0, 2))})
    with pytest.raises(ValueError, match="no pair of classes"):
        none.default_spec()


def test_the_specs_own_default_stays_the_notebooks_network(shipped: Workbench) -> None:
    assert SurgerySpec().model == "mnist-3d"
    assert shipped.default_spec("mnist-3d") == SurgerySpec()
    digits = {"mnist-3d", "mnist-5d", "mnist-16d", "digits-3d", "digits-16d"}
    assert set(shipped.models) == {*digits, "fashion-3d", "fashion-16d", "lang-50"}


def test_what_cannot_be_shown_is_refused(synthetic) -> None:
    workbench = Workbench({"synthetic": synthetic})
    workbench.check(spec_of(), 0)
    with pytest.raises(ValueError, match="has classes"):
        workbench.check(spec_of(0, 9))
    for sample in (-1, len(synthetic.labels_test)):
        with pytest.raises(ValueError, match="must lie in 0…"):
            workbench.check(spec_of(), sample)
        with pytest.raises(ValueError, match="must lie in 0…"):
            workbench.sample_motion(spec_of(), SceneSpec(), sample)


def test_a_motion_is_kept_by_edit_and_scene(synthetic) -> None:
    workbench = Workbench({"synthetic": synthetic})
    one = workbench.motion(spec_of(), SceneSpec(50))
    assert workbench.motion(spec_of(), SceneSpec(50)) is one
    assert len(one.indices) == 50
    assert len(workbench.motion(spec_of(), SceneSpec(60)).indices) == 60
    assert workbench.sample_motion(spec_of(), SceneSpec(50), 7).indices.tolist() == [7]


def test_a_part_of_an_atlas_is_known_once_it_is_measured() -> None:
    workbench = Workbench({"synthetic": make_bundle(classes=5, samples=8)})
    workbench.atlas_part(spec_of(0, 1), 1, (0.0, 1.0))
    assert not workbench.has_atlas_part(spec_of(0, 1), 1)
    workbench.atlas_part(spec_of(0, 1), 1)
    assert workbench.has_atlas_part(spec_of(2, 3, damping=0.5), 1)
    for other, part in ((spec_of(0, 1), 0), (spec_of(0, 1, trim_outliers=True), 1)):
        assert not workbench.has_atlas_part(other, part)


def test_folders_add_up_and_the_later_wins(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, classes in ((one, 3), (two, 5)):
        folder.mkdir()
        save_bundle(folder / "same.npz", make_bundle(classes=classes))
    save_bundle(two / "more.npz", make_bundle())
    workbench = Workbench.from_folder(one, two)
    assert set(workbench.models) == {"same", "more"}
    assert len(workbench.bundle("same").class_names) == 5


def test_folders_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere cannot be read"):
        Workbench.from_folder(tmp_path / "nowhere")
    with pytest.raises(ValueError, match=r"no \.npz bundle"):
        Workbench.from_folder(tmp_path)
    (tmp_path / "broken.npz").write_text("x")
    with pytest.raises(ValueError, match=r"broken\.npz is not a feature bundle"):
        Workbench.from_folder(tmp_path)
    with pytest.raises(ValueError, match="no model"):
        Workbench({})


def test_a_lazy_folder_reads_a_bundle_when_it_is_used(tmp_path: Path) -> None:
    save_bundle(tmp_path / "good.npz", make_bundle())
    (tmp_path / "later.npz").write_text("x")
    workbench = Workbench.from_folder(tmp_path, lazily=True)
    assert workbench.models == ("good", "later")
    assert workbench.bundle("good") is workbench.bundle("good")
    shelf = BundleShelf({"later": tmp_path / "later.npz"})
    assert "later" in shelf
    assert "never" not in shelf
    with pytest.raises(ValueError, match=r"later\.npz is not a feature bundle"):
        workbench.bundle("later")


def test_export_needs_the_whole_network(synthetic) -> None:
    with pytest.raises(ValueError, match=r"put synthetic\.safetensors beside"):
        Workbench({"synthetic": synthetic}).export_network(spec_of(), "pth")


def test_figures_csv_holds_what_the_comparison_says(shipped: Workbench) -> None:
    spec = SurgerySpec("digits-3d")
    name, text = shipped.export_figures(spec)
    assert name == "digits-3d_merge-3-6_damping-1e-05_weights-bias_fit-on-fit.csv"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert "nan" not in text.lower()
    comparison = shipped.compare(spec)
    found = {(row["figure"], row["class"], row["side"]): row for row in rows}
    assert len(found) == len(rows)
    strict = found["strict_accuracy", "", "after"]
    assert int(strict["successes"]) == comparison.after.strict_accuracy.successes
    assert float(strict["value"]) == comparison.after.strict_accuracy.value
    assert float(found["cosine", "", "before"]["value"]) == comparison.before.cosine
    assert int(found["recall", "7", "after"]["samples"]) == 45
    apart = found["told_apart", "", "after"]
    assert float(apart["value"]) == comparison.after.told_apart.value
    for criterion in comparison.judgement.criteria:
        name = f"criterion_{criterion.name}"
        assert criterion.needed is not None
        assert float(found[name, "", "needed"]["value"]) == float(criterion.needed)
        assert int(found[name, "", "met"]["value"]) == criterion.met
    assert ("verdict", comparison.verdict.name.lower(), "after") in found


def test_the_first_comparison_imports_nothing_heavy() -> None:
    code = (
        "import sys; from weight_surgery.core.specs import SurgerySpec;"
        "from weight_surgery.core.workbench import PRETRAINED, Workbench;"
        "Workbench.from_folder(PRETRAINED, lazily=True).compare(SurgerySpec());"
        "heavy = {'torch', 'sklearn', 'scipy', 'pandas'} & set(sys.modules);"
        "sys.exit(' '.join(heavy) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)
