"""The repaired classifier reads by prototypes of the fit split, whatever the network's own did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.bundle.capture import predict
from weight_surgery.core.comparison import compare
from weight_surgery.core.datasets import load_dataset
from weight_surgery.core.geometry import unit
from weight_surgery.core.model import load_checkpoint
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

PLAN = (Operation("merge", (0, 1), 0.2), Operation("merge", (1, 3), 0.0))
SPEC = SurgerySpec("made", PLAN, repair=True)


def prototypes(bundle: Bundle, spec: SurgerySpec) -> np.ndarray:
    """Return the mean (C, d) of each class's group where the edit leaves the fit split."""
    comparison = compare(bundle, spec)
    moved = comparison.change.embeddings(bundle.embeddings_fit)
    groups = comparison.partition.array
    of = groups[bundle.labels_fit]
    return np.stack([moved[of == group].mean(axis=0) for group in groups])


def test_samples_are_read_by_the_cosine_to_their_prototypes() -> None:
    bundle = make_bundle(dims=5, classes=5)
    repaired = compare(bundle, SPEC)
    likeness = repaired.after.unit_embeddings @ unit(prototypes(bundle, SPEC)).T
    np.testing.assert_array_equal(
        repaired.partition.array[repaired.after.predictions],
        repaired.partition.array[likeness.argmax(axis=1)],
    )
    rows = np.linalg.norm(bundle.classifier_weight.astype(float), axis=1)
    np.testing.assert_allclose(repaired.after.logits, rows.mean() * likeness, atol=1e-9)


def test_where_lengths_count_the_nearest_prototype_is_read() -> None:
    bundle = make_bundle(dims=4, classes=5, normalise=False)
    repaired = compare(bundle, SPEC)
    away = repaired.after.embeddings[:, None] - prototypes(bundle, SPEC)[None]
    nearest = np.linalg.norm(away, axis=2).argmin(axis=1)
    groups = repaired.partition.array
    np.testing.assert_array_equal(groups[repaired.after.predictions], groups[nearest])


@pytest.mark.parametrize("normalise", [True, False])
def test_of_a_group_the_first_class_is_read_and_never_chance_between_equal_rows(
    normalise: bool,
) -> None:
    bundle = make_bundle(dims=13, classes=3, hidden=13, normalise=normalise)
    merge = (Operation("merge", (0, 2), 0.0),)
    repaired = compare(bundle, SurgerySpec("made", merge, repair=True))
    groups = repaired.partition.array
    assert groups.tolist() == [0, 1, 0]
    np.testing.assert_array_equal(repaired.after.logits, repaired.after.logits[:, groups])
    assert set(repaired.after.predictions.tolist()) == {0, 1}


def test_it_changes_the_classifier_and_no_embedding() -> None:
    bundle = make_bundle(dims=5, classes=5)
    one, other = compare(bundle, SPEC), compare(bundle, replace(SPEC, repair=False))
    np.testing.assert_array_equal(one.after.embeddings, other.after.embeddings)
    assert np.abs(one.after.logits - other.after.logits).max() > 0.1
    np.testing.assert_array_equal(one.before.predictions, bundle.predictions_test)


def test_no_test_sample_has_a_say_in_it() -> None:
    bundle = make_bundle(dims=5, classes=5)
    turned = replace(bundle, features_test=-bundle.features_test)
    one, other = (compare(some, SPEC).change for some in (bundle, turned))
    assert one.repair is not None
    assert other.repair is not None
    for mine, theirs in zip(
        one.repair.classifier(one.head), other.repair.classifier(other.head), strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)


def test_a_class_without_training_samples_has_no_prototype() -> None:
    bundle = make_bundle(dims=5, classes=5, empty=(4,))
    with pytest.raises(ValueError, match="switch repair off"):
        compare(bundle, SPEC)


def test_the_export_of_a_repaired_network_reads_as_the_page_says(
    shipped: Workbench, tmp_path: Path
) -> None:
    spec = SurgerySpec("digits-3d", (Operation("merge", (3, 6), 0.0),), repair=True)
    name, content = shipped.export_network(spec, "safetensors")
    assert "repaired" in name
    (tmp_path / name).write_bytes(content)
    test = load_dataset("digits", "test")
    comparison = shipped.compare(spec)
    read = predict(load_checkpoint(tmp_path / name, "compact"), test)
    groups = comparison.partition.array
    np.testing.assert_array_equal(groups[read], groups[comparison.after.predictions])
    plain = shipped.compare(replace(spec, repair=False))
    assert comparison.after.merged_accuracy.successes > plain.after.merged_accuracy.successes
