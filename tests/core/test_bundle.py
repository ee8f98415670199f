"""The bundle's file format: round trip, what is ignored, what is refused and how."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle, bundle_files, load_bundle, save_bundle
from weight_surgery.core.bundle.format import OPTIONAL, REQUIRED
from weight_surgery.core.workbench import Workbench


def arrays_of(bundle: Bundle) -> dict[str, Any]:
    arrays = {name: getattr(bundle, name) for name in REQUIRED}
    arrays["class_names"] = np.array(bundle.class_names)
    arrays["metadata"] = np.array(json.dumps(dict(bundle.metadata)))
    return arrays


def test_round_trip(tmp_path: Path, synthetic: Bundle) -> None:
    images = np.zeros((len(synthetic.labels_test), 2, 2), np.uint8)
    texts = np.array([f"{number} में" for number in range(len(images))])
    bundle = replace(synthetic, images_test=images, texts_test=texts)
    save_bundle(tmp_path / "one.npz", bundle)
    again = load_bundle(tmp_path / "one.npz")
    for name in (*REQUIRED, *OPTIONAL):
        np.testing.assert_array_equal(getattr(again, name), getattr(bundle, name), err_msg=name)
    np.testing.assert_array_equal(again.logits_test, bundle.logits_test)


def test_written_by_hand_with_extra_arrays(tmp_path: Path, synthetic: Bundle) -> None:
    np.savez(tmp_path / "hand.npz", **arrays_of(synthetic), later=np.arange(3))
    assert load_bundle(tmp_path / "hand.npz").name == "synthetic"


def test_arrays_are_read_only(synthetic: Bundle) -> None:
    for array in (synthetic.weight, synthetic.embeddings_test, synthetic.predictions_test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_bundle_does_not_change_the_arrays_it_was_given() -> None:
    labels = np.array([0, 1, 0, 1])
    one = make_bundle(classes=2)
    replace(
        one,
        labels_test=labels,
        features_test=np.ones((4, 7)),
    )
    labels[0] = 1
    assert labels.flags.writeable


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_array_is_named(tmp_path: Path, synthetic: Bundle, name: str) -> None:
    arrays = arrays_of(synthetic)
    del arrays[name]
    np.savez(tmp_path / "less.npz", **arrays)
    with pytest.raises(ValueError, match=f"less.npz.*lacks {name}"):
        load_bundle(tmp_path / "less.npz")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("bias", np.zeros(4), "bias must be"),
        ("features_test", np.zeros((3, 7)), "features_test must be"),
        ("weight", np.zeros((1, 7)), "at least 2 dimensions"),
        ("weight", np.array("text"), "real numbers"),
        ("features_fit", np.full((240, 7), np.nan), "not finite"),
        ("labels_test", np.full(240, 4), "must lie in"),
        ("labels_test", np.full(240, -1), "must lie in"),
        ("labels_fit", np.zeros(240), "integers"),
        ("class_names", np.array(["a", "a", "b", "c"]), "distinct"),
        ("normalise", np.array([True, False]), "one true or false"),
        ("metadata", np.array("{"), "JSON"),
        ("metadata", np.array("[]"), "JSON object"),
        ("metadata", np.array('{"format": 2, "name": "x"}'), "format 2"),
        ("metadata", np.array('{"format": 1}'), "a name"),
        ("images_test", np.zeros((3, 2, 2), np.uint8), "images_test must be"),
        ("images_test", np.zeros((240, 2, 2)), "images_test must be .* got .* float64"),
        ("images_test", np.zeros((240, 2, 2, 4), np.uint8), r"in color \(240, H, W, 3\), uint8"),
        ("images_test", np.zeros((240, 0, 2), np.uint8), "images_test must be"),
        ("texts_test", np.array(["one"]), "texts_test must be"),
        ("texts_test", np.full((240, 1), "a"), "texts_test must be"),
        ("texts_test", np.zeros(240), "texts_test must be"),
        ("texts_test", np.array("one"), "texts_test must be"),
    ],
)
def test_a_wrong_array_is_named(
    tmp_path: Path, synthetic: Bundle, name: str, value: np.ndarray, words: str
) -> None:
    np.savez(tmp_path / "wrong.npz", **(arrays_of(synthetic) | {name: value}))
    with pytest.raises(ValueError, match=f"wrong.npz.*{words}"):
        load_bundle(tmp_path / "wrong.npz")


def test_pickles_text_and_single_arrays_are_refused(tmp_path: Path, synthetic: Bundle) -> None:
    harmful = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "p.npz", **(arrays_of(synthetic) | {"class_names": harmful}))
    (tmp_path / "t.npz").write_text("not a bundle")
    np.save(tmp_path / "s.npy", np.arange(3))
    (tmp_path / "e.npz").write_bytes(b"")
    np.savez(tmp_path / "q.npz", **arrays_of(synthetic), texts_test=np.full(240, "a", object))
    for name in ("p.npz", "q.npz", "t.npz", "s.npy", "e.npz"):
        with pytest.raises(ValueError, match="not a feature bundle"):
            load_bundle(tmp_path / name)
    with pytest.raises(ValueError, match="does not exist"):
        load_bundle(tmp_path / "none.npz")


def test_a_truncated_file_is_refused(tmp_path: Path, synthetic: Bundle) -> None:
    path = tmp_path / "cut.npz"
    save_bundle(path, synthetic)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ValueError, match="not a feature bundle"):
        load_bundle(path)


@pytest.mark.parametrize(
    ("model", "least"),
    [
        ("mnist-3d", 0.97),
        ("mnist-5d", 0.985),
        ("mnist-16d", 0.988),
        ("digits-3d", 0.96),
        ("digits-16d", 0.98),
        ("fashion-3d", 0.91),
        ("fashion-16d", 0.92),
        ("lang-50", 0.92),
    ],
)
def test_shipped_models_reach_their_accuracy(shipped: Workbench, model: str, least: float) -> None:
    bundle = shipped.bundle(model)
    accuracy = float(np.mean(bundle.predictions_test == bundle.labels_test))
    assert accuracy >= least
    assert accuracy == pytest.approx(bundle.metadata["test_accuracy"], abs=1e-12)
    known = {"format", "name", "dataset", "network", "seed", "epochs", "versions", "licence"}
    assert known <= set(bundle.metadata)
    assert (bundle.images_test is not None) == model.startswith("digits")
    assert (bundle.texts_test is not None) == model.startswith("lang")


def test_shipped_files_stay_small() -> None:
    from weight_surgery.core.workbench import PRETRAINED

    assert sum(path.stat().st_size for path in PRETRAINED.iterdir()) < 30e6


def test_a_head_that_is_the_identity_is_believed_only_where_it_is_one() -> None:
    bundle = make_bundle(dims=5, hidden=5)
    with pytest.raises(ValueError, match=r"the head is the identity .* name the head"):
        bundle.with_metadata(head=None)
    same = replace(bundle, weight=np.eye(5), bias=np.zeros(5))
    assert not same.has_identity_head
    known = same.with_metadata(head=None)
    assert known.has_identity_head
    np.testing.assert_array_equal(known.embeddings_test, same.embeddings_test)


def test_a_bundle_is_shown_in_a_line() -> None:
    assert repr(make_bundle()) == (
        "Bundle(synthetic: 4 classes, 5 dimensions, 240 fit and 240 test samples)"
    )


@pytest.mark.parametrize("kind", [object, np.dtypes.StringDType()])
def test_texts_of_every_kind_are_texts(synthetic: Bundle, kind: Any, tmp_path: Path) -> None:
    texts = np.array(["a", "a longer one", "ü"] * 80, kind)
    bundle = replace(synthetic, texts_test=texts)
    save_bundle(tmp_path / "b.npz", bundle)
    kept = load_bundle(tmp_path / "b.npz").texts_test
    assert kept is not None
    assert kept.tolist() == texts.tolist()
    with pytest.raises(ValueError, match="texts_test must be"):
        replace(synthetic, texts_test=np.array([*texts[1:], 3], object))


def test_what_a_mac_leaves_beside_a_file_is_no_bundle(synthetic: Bundle, tmp_path: Path) -> None:
    save_bundle(tmp_path / "mine.npz", synthetic)
    (tmp_path / "._mine.npz").write_bytes(b"\x00\x05\x16\x07 Mac OS X")
    assert bundle_files([tmp_path]) == [tmp_path / "mine.npz"]
