"""Networks of torch: taken in, edited, saved, and taken home again, equal to the last sample."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import weight_surgery as ws
from tests.core.nets import (
    CLASSES,
    KINDS,
    TEST,
    TRAIN,
    X_TEST,
    Y_TEST,
    X,
    Y,
    headed,
    read,
    seeded,
    trained,
    trunk,
)
from weight_surgery.core.bundle import Bundle

METHODS = ("paper", "absorb", "bystander-optimal")


def predicted(outputs: np.ndarray) -> np.ndarray:
    if outputs.ndim == 1 or outputs.shape[1] == 1:
        return (outputs.ravel() > 0).astype(int)
    return outputs.argmax(axis=1)


def check_home(network: nn.Module, bundle: Bundle) -> None:
    """Every pair by some methods and dampings: the edited network reads what the page says."""
    tried = 0
    for pair in combinations(range(len(bundle.class_names)), 2):
        for method, damping in zip(METHODS, (0.0, 0.25, 0.0), strict=True):
            try:
                found = ws.compare(bundle, *pair, damping=damping, method=method)
            except ValueError:
                continue
            home = predicted(read(ws.edit(network, bundle, found.spec), X_TEST))
            assert (home == found.after.predictions).all(), (pair, method)
            tried += 1
    assert tried >= 12


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_goes_in_is_edited_and_comes_home(kind: str, tmp_path: Path) -> None:
    network = trained(seeded(KINDS[kind]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST, name=kind)
    assert bundle.metadata["fidelity"] == (
        "120 of 120 predictions equal your model's, before and after an edit"
    )
    assert (bundle.predictions_test == predicted(read(network, X_TEST))).all()
    ws.save_bundle(tmp_path / "mine.npz", bundle)
    check_home(network, ws.load_bundle(tmp_path / "mine.npz"))


@pytest.mark.parametrize(
    ("kind", "head", "normalise"),
    [
        ("plain", "head", False),
        ("unit", "head", True),
        ("batch norm, unit", "head", True),
        ("relu", None, False),
        ("batch norm, relu", None, False),
        ("cosine parameter", "trunk.1", True),
        ("cosine layer, no head", None, True),
    ],
)
def test_the_layer_that_is_edited_is_found(kind: str, head: str | None, normalise: bool) -> None:
    bundle = ws.from_torch(trained(seeded(KINDS[kind]), X, Y), TRAIN, TEST)
    assert (bundle.metadata["head"], bundle.normalise) == (head, normalise)
    assert bundle.has_identity_head == (head is None)


def test_a_scale_is_found_as_it_was_meant() -> None:
    for kind, scale in (("cosine parameter", 8.0), ("temperature", 0.25), ("plain", 1.0)):
        bundle = ws.from_torch(trained(seeded(KINDS[kind]), X, Y), TRAIN, TEST)
        assert bundle.metadata["folds"]["outside"] == scale


def test_a_batch_norm_is_edited_as_the_formula_says() -> None:
    """With BN(z) = S z + t: W' = S^-1 M S W, b' = S^-1 M S b, its bias M t + o + S mean."""
    network = trained(seeded(KINDS["batch norm"]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    found = ws.compare(bundle, 0, 1, damping=0.3, method="absorb")
    moved = found.plan.change.head.map
    before, after = (
        {name: value.double().numpy() for name, value in one.state_dict().items()}
        for one in (network, ws.edit(network, bundle, found.spec))
    )
    scale = before["behind0.weight"] / np.sqrt(before["behind0.running_var"] + 1e-5)
    mean = before["behind0.running_mean"]
    turned = np.diag(1 / scale) @ moved.matrix @ np.diag(scale)
    shift = before["behind0.bias"] - scale * mean
    wanted = {
        "head.weight": turned @ before["head.weight"],
        "head.bias": turned @ before["head.bias"],
        "behind0.bias": moved.matrix @ shift + moved.offset + scale * mean,
    }
    for name, value in after.items():
        assert value == pytest.approx(wanted.get(name, before[name]), abs=2e-6), name


def test_an_edit_with_an_offset_gives_a_layer_a_bias() -> None:
    network = trained(seeded(KINDS["no bias"]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    plain = ws.compare(bundle, 0, 1)
    assert ws.edit(network, bundle, plain.spec).get_submodule("head").bias is None
    moved = ws.compare(bundle, 0, 1, method="absorb")
    assert np.abs(moved.plan.change.head.map.offset).max() > 0.01
    assert ws.edit(network, bundle, moved.spec).get_submodule("head").bias is not None


def one_logit(*behind: nn.Module) -> nn.Module:
    return nn.Sequential(trunk(), nn.Linear(16, 3), nn.Linear(3, 1), *behind)


class Flat(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.inner(inputs)[:, 0]


@pytest.mark.parametrize("end", ["column", "flat", "sigmoid"])
def test_one_logit_is_two_classes(end: str) -> None:
    inner = trained(seeded(one_logit), X, Y % 2, "one logit")
    network = {"column": inner, "flat": Flat(inner), "sigmoid": nn.Sequential(inner, nn.Sigmoid())}
    bundle = ws.from_torch(network[end], (X, Y % 2), (X_TEST, Y_TEST % 2))
    assert bundle.classifier_weight.shape == (2, 3)
    assert not bundle.classifier_weight[0].any()
    found = ws.compare(bundle, 0, 1, damping=0.5)
    outputs = read(ws.edit(network[end], bundle, found.spec), X_TEST)
    outputs = outputs - 0.5 if end == "sigmoid" else outputs
    assert (predicted(outputs) == found.after.predictions).all()


def test_the_network_stays_as_it_was() -> None:
    network = trained(seeded(KINDS["batch norm"]), X, Y)
    network.train()
    network.get_submodule("behind0").eval()
    modes = [part.training for part in network.modules()]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    bundle = ws.from_torch(network, TRAIN, TEST)
    edited = ws.edit(network, bundle, ws.compare(bundle, 0, 1).spec)
    assert [part.training for part in network.modules()] == modes
    assert [part.training for part in edited.modules()] == modes
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert not any(part._forward_hooks for part in network.modules())


def test_wrappers_and_half_precision_are_seen_through() -> None:
    network = trained(seeded(headed), X, Y)
    wanted = ws.from_torch(network, TRAIN, TEST)
    parallel = ws.from_torch(nn.DataParallel(network), TRAIN, TEST, name="wrapped")
    assert (parallel.features_test == wanted.features_test).all()
    half = seeded(headed)
    half.load_state_dict(network.state_dict())
    half = half.half()
    bundle = ws.from_torch(half, TRAIN, TEST)
    found = ws.compare(bundle, 0, 1)
    edited = ws.edit(half, bundle, found.spec)
    assert next(edited.parameters()).dtype == torch.float32
    assert next(half.parameters()).dtype == torch.float16
    assert (predicted(read(edited, X_TEST)) == found.after.predictions).all()


def test_labels_of_a_persons_own_are_rows_in_the_order_given() -> None:
    network = trained(seeded(headed), X, Y)
    own = np.array(["wug", "dax", "blick", "fep"])
    bundle = ws.from_torch(network, (X, own[Y]), (X_TEST, own[Y_TEST]), classes=list(own))
    assert bundle.class_names == tuple(own)
    assert bundle.metadata["labels"] == list(own)
    assert bundle.metadata["test_accuracy"] > 0.9
    tens = ws.from_torch(network, (X, 10 * Y), (X_TEST, 10 * Y_TEST), classes=[0, 10, 20, 30])
    assert ws.compare(tens, 30, 0).spec.operations[0].classes == (3, 0)
    names = {0: "a", 1: "b", 2: "c", 3: "d"}
    floats = ws.from_torch(network, (X, Y.astype(float)), TEST, classes=names)
    assert floats.class_names == ("a", "b", "c", "d")


def chain() -> nn.Module:
    """Two linear layers that the classifier reads as they are."""
    tail = nn.Sequential(nn.Linear(9, 5), nn.Linear(5, CLASSES))
    return nn.Sequential(trunk(), nn.Linear(16, 9), tail)


def test_a_layer_that_the_classifier_does_not_read_is_refused_and_the_last_is_found() -> None:
    network = trained(seeded(chain), X, Y)
    assert ws.from_torch(network, TRAIN, TEST).metadata["head"] == "2.0"
    assert isinstance(network, nn.Sequential)
    tail = network[2]
    assert isinstance(tail, nn.Sequential)
    itself = ws.from_torch(network, TRAIN, TEST, edit=tail[0], classifier=tail[1].weight)
    assert (itself.dims, itself.metadata["head"]) == (5, "2.0")
    with pytest.raises(ValueError, match=r"Linear \(2.0\)"):
        ws.from_torch(network, TRAIN, TEST, edit="1")


def test_a_table_comes_home_as_moved_vectors() -> None:
    bundle = ws.from_embeddings(X, Y)
    found = ws.compare(bundle, 0, 1, damping=0.2)
    moved = ws.edit(X_TEST, bundle, found.spec)
    assert moved == pytest.approx(found.plan.change.embeddings(X_TEST.astype(float)))
    with pytest.raises(ValueError, match="6 dimensions"):
        ws.edit(X_TEST[:, :4], bundle, found.spec)


def test_metadata_is_json_and_says_what_was_done() -> None:
    bundle = ws.from_torch(trained(seeded(headed), X, Y), TRAIN, TEST, name="mine")
    kept = json.loads(json.dumps(dict(bundle.metadata)))
    assert (kept["name"], kept["network"]) == ("mine", "Sequential")
    assert {"torch", "numpy"} <= set(kept["versions"])
    assert "drawn" not in kept
