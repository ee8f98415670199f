"""What is taken home as a file reads in a fresh network or estimator what the page reads."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load, load_file, save_file
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from torch import nn

import weight_surgery as ws
from tests.core.nets import (
    KINDS,
    TEST,
    TRAIN,
    X_TEST,
    X,
    Y,
    head_only,
    headed,
    read,
    seeded,
    trained,
)
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.network_file import edit_arrays, edit_bytes, edited_state, network_bytes
from weight_surgery.core.specs import Operation, SurgerySpec
from weight_surgery.core.workbench import Workbench

PLAN = (Operation("merge", (0, 1), 0.2), Operation("merge", (2, 3), 0.4, "least-squares"))


def captured(kind: str, folder: Path) -> tuple[Bundle, Path]:
    """Save a network with its bundle, as the page finds them."""
    network = trained(seeded(KINDS[kind]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST, name="mine")
    ws.save(folder / "mine", bundle, network)
    return bundle, folder / "mine.safetensors"


@pytest.mark.parametrize(
    "kind",
    ["plain", "unit", "batch norm", "batch norm, unit", "relu", "cosine parameter", "temperature"],
)
@pytest.mark.parametrize("format", ["pth", "safetensors"])
def test_a_plan_in_a_file_reads_in_a_fresh_network_what_the_page_reads(
    kind: str, format: str, tmp_path: Path
) -> None:
    captured(kind, tmp_path)
    page = Workbench.from_folder(tmp_path)
    spec = SurgerySpec("mine", PLAN)
    name, content = page.export_network(spec, format)
    assert name.endswith(f".{format}")
    fresh = seeded(KINDS[kind], 5)
    state = load(content) if format == "safetensors" else torch.load(io.BytesIO(content))
    fresh.load_state_dict(state)
    found = page.compare(spec)
    assert (read(fresh, X_TEST).argmax(axis=1) == found.after.predictions).all()


def test_only_what_is_edited_changes(tmp_path: Path) -> None:
    bundle, path = captured("batch norm", tmp_path)
    before, change = load_file(path), ws.compare(bundle, 0, 1, method="absorb").change
    after = edited_state(path, bundle, change)
    changed = {name for name, value in before.items() if (value.numpy() != after[name]).any()}
    assert changed == {"head.weight", "head.bias", "behind0.bias"}
    assert all(after[name].dtype == value.numpy().dtype for name, value in before.items())


def test_a_state_dict_that_cannot_hold_an_offset_is_refused_with_the_way_out(
    tmp_path: Path,
) -> None:
    bundle, path = captured("no bias", tmp_path)
    assert "head.bias" not in edited_state(path, bundle, ws.compare(bundle, 0, 1).change)
    moved = ws.compare(bundle, 0, 1, method="absorb").change
    with pytest.raises(ValueError, match=r"needs head\.bias.*weight_surgery\.edit"):
        edited_state(path, bundle, moved)


def test_a_network_that_needs_a_layer_for_the_edit_is_refused_with_the_way_out(
    tmp_path: Path,
) -> None:
    bundle, path = captured("cosine layer, no head", tmp_path)
    with pytest.raises(ValueError, match=r"one of its own.*weight_surgery\.edit"):
        edited_state(path, bundle, ws.compare(bundle, 0, 1).change)


def test_a_checkpoint_that_was_written_again_since_is_noticed(tmp_path: Path) -> None:
    bundle, path = captured("plain", tmp_path)
    again = trained(seeded(headed, 3), X, Y)
    ws.save(tmp_path / "other", ws.from_torch(again, TRAIN, TEST), again)
    (tmp_path / "other.safetensors").replace(path)
    with pytest.raises(ValueError, match="trained again since"):
        network_bytes(path, ws.compare(bundle, 0, 1), "pth")


def test_what_is_in_front_of_the_edited_layers_is_the_networks_too(tmp_path: Path) -> None:
    bundle, path = captured("plain", tmp_path)
    found = ws.compare(bundle, 0, 1)
    network = trained(seeded(KINDS["plain"]), X, Y)
    ws.edit(network, bundle, found.spec)
    network_bytes(path, found, "pth")
    with torch.no_grad():
        network.get_parameter("trunk.0.weight")[0, 0] += 1e-6
    other = load_file(path)
    other["trunk.0.weight"] = network.get_parameter("trunk.0.weight").data
    save_file(other, path)
    for refused in (
        lambda: ws.edit(network, bundle, found.spec),
        lambda: ws.save(tmp_path / "again", bundle, network),
        lambda: network_bytes(path, found, "safetensors"),
    ):
        with pytest.raises(ValueError, match="trained again since"):
            refused()
    # An older bundle keeps no hash, and is held to its layers alone.
    older = replace(
        bundle, metadata={k: v for k, v in bundle.metadata.items() if k != "network_hash"}
    )
    network_bytes(path, ws.compare(older, 0, 1), "pth")


@pytest.mark.parametrize(
    ("kind", "methods"),
    [
        ("plain", {"paper": True, "absorb": True, "rows": True}),
        ("no bias", {"paper": True, "absorb": False, "rows": True}),
        ("cosine parameter", {"paper": True, "rows": False}),
        ("cosine layer, no head", {"paper": False}),
    ],
)
def test_a_network_is_offered_only_with_edits_that_it_can_hold(
    kind: str, methods: dict[str, bool], tmp_path: Path
) -> None:
    captured(kind, tmp_path)
    page = Workbench.from_folder(tmp_path)
    for method, can in methods.items():
        spec = SurgerySpec("mine", (Operation("merge", (0, 1), 0.1, method),))
        assert page.holds_edit(spec) is can, method
        if can:
            page.export_network(spec, "safetensors")
        else:
            with pytest.raises(ValueError, match="hold"):
                page.export_network(spec, "safetensors")


def test_a_network_is_saved_only_with_its_own_bundle(tmp_path: Path) -> None:
    network, other = trained(seeded(headed), X, Y), trained(seeded(headed, 1), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    with pytest.raises(ValueError, match="not the one"):
        ws.save(tmp_path / "mine", bundle, other)
    with pytest.raises(ValueError, match="torch module"):
        ws.save(tmp_path / "mine", bundle, "network.pth")
    assert not list(tmp_path.iterdir())
    half = nn.DataParallel(network).half()
    ws.save(tmp_path / "mine", ws.from_torch(half, TRAIN, TEST), half)
    assert load_file(tmp_path / "mine.safetensors")["head.weight"].dtype == torch.float32


def arrays(found: Comparison) -> dict[str, np.ndarray]:
    return dict(np.load(io.BytesIO(edit_bytes(found)), allow_pickle=False))


@pytest.mark.parametrize("method", ["paper", "absorb", "rows"])
def test_an_estimators_own_arrays_are_in_the_file(method: str) -> None:
    images, labels = load_digits(return_X_y=True)
    x, x_test, y, y_test = images[::2], images[1::2], labels[::2], labels[1::2]
    linear = LogisticRegression(max_iter=40).fit(x, y)
    network = MLPClassifier((12,), max_iter=25, random_state=0).fit(x, y)
    for model in (linear, network):
        bundle = ws.from_sklearn(model, x, y, x_test, y_test)
        found = ws.compare(bundle, 3, 8, damping=0.1, method=method)
        taken = arrays(found)
        if model is linear:
            model.coef_, model.intercept_ = taken["coef_"], taken["intercept_"]
        else:
            model.coefs_[-1] = taken["coef_"].T
            model.intercepts_[-1] = taken["intercept_"]
        assert (model.predict(x_test) == found.after.predictions).all()


def test_two_classes_of_one_row_have_one_row_in_the_file() -> None:
    images, labels = load_digits(n_class=2, return_X_y=True)
    model = LogisticRegression().fit(images[::2], labels[::2])
    bundle = ws.from_sklearn(model, images[::2], labels[::2], images[1::2], labels[1::2])
    found = ws.compare(bundle, 0, 1, damping=0.5)
    taken = arrays(found)
    assert taken["coef_"].shape == model.coef_.shape
    model.coef_, model.intercept_ = taken["coef_"], taken["intercept_"]
    assert (model.predict(images[1::2]) == found.after.predictions).all()


def test_a_tables_map_moves_its_vectors() -> None:
    bundle = ws.from_embeddings(X, Y)
    found = ws.compare(bundle, 0, 1, damping=0.3, method="absorb")
    taken = edit_arrays(found)
    moved = bundle.features_test.astype(float) @ taken["matrix"].T + taken["offset"]
    np.testing.assert_allclose(taken["embeddings_test"], moved, atol=1e-12)
    np.testing.assert_array_equal(taken["labels_test"], bundle.labels_test)


def test_a_verifier_has_its_head_in_the_file(tmp_path: Path) -> None:
    network = trained(seeded(head_only), X, Y, "embedding")
    bundle = ws.from_torch(network, TRAIN, TEST, name="faces")
    ws.save(tmp_path / "faces", bundle, network)
    found = ws.compare(bundle, 0, 1)
    state = edited_state(tmp_path / "faces.safetensors", bundle, found.change)
    np.testing.assert_allclose(state["1.weight"], edit_arrays(found)["weight"], atol=1e-6)
