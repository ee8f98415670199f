"""Networks of torch: taken in, edited, saved, and taken home again, equal to the last sample."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import weight_surgery as ws
from tests.core.nets import (
    CLASSES,
    INPUTS,
    KINDS,
    Normalised,
    head_only,
    headed,
    samples,
    seeded,
    trained,
    trunk,
)
from weight_surgery.core.bundle import Bundle

X, Y, X_TEST, Y_TEST = samples()
TRAIN, TEST = (X, Y), (X_TEST, Y_TEST)
METHODS = ("paper", "absorb", "bystander-optimal")


def read(network: nn.Module, inputs: np.ndarray = X_TEST) -> np.ndarray:
    """Return what a network says of inputs, as anyone would ask it."""
    modes = [(part, part.training) for part in network.modules()]
    network.eval()
    with torch.no_grad():
        outputs = network(torch.from_numpy(inputs)).numpy()
    for part, training in modes:
        part.training = training
    return outputs


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
            home = predicted(read(ws.edit(network, bundle, found.spec)))
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
    assert (bundle.predictions_test == predicted(read(network))).all()
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
    outputs = read(ws.edit(network[end], bundle, found.spec))
    outputs = outputs - 0.5 if end == "sigmoid" else outputs
    assert (predicted(outputs) == found.after.predictions).all()


VERIFIERS = {
    "bare": head_only,
    "unit": lambda: Normalised(head_only()),
    "batch norm": lambda: nn.Sequential(head_only(), nn.BatchNorm1d(5)),
    "no layer": trunk,
}


@pytest.mark.parametrize("kind", VERIFIERS)
@pytest.mark.parametrize("is_loader", [False, True])
def test_a_verifier_is_classified_by_its_fit_prototypes(kind: str, is_loader: bool) -> None:
    network = trained(seeded(VERIFIERS[kind]), X, Y, "embedding")
    names = ["ann", "bob", "cid", "dee"]
    train = loader(X, Y) if is_loader else TRAIN
    bundle = ws.from_torch(
        network, train, TEST, classes=names, classifier=False if is_loader else None
    )
    assert bundle.normalise
    assert bundle.class_names == tuple(names)
    embeddings = read(network, X)
    means = np.stack([embeddings[label == Y].mean(axis=0) for label in range(CLASSES)])
    if kind != "unit":
        wanted = means / np.linalg.norm(means, axis=1, keepdims=True)
        assert bundle.classifier_weight == pytest.approx(wanted, abs=1e-6)
    found = ws.compare(bundle, "ann", "cid")
    home = read(ws.edit(network, bundle, found.spec))
    units = home / np.linalg.norm(home, axis=1, keepdims=True)
    reads = (units @ bundle.classifier_weight.T).argmax(axis=1)
    # The prototypes of the two are as near, so that either may be read.
    joint = np.array([0, 1, 0, 3])
    assert (joint[reads] == joint[found.after.predictions]).all()


def loader(x: np.ndarray, y: np.ndarray, batch: int = 7) -> DataLoader[Any]:
    return DataLoader(TensorDataset(torch.from_numpy(x), torch.from_numpy(y)), batch)


class Once:
    """A loader that counts how often it is read."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.inner, self.times = loader(x, y), 0

    def __iter__(self) -> Any:
        self.times += 1
        return iter(self.inner)


def test_a_loader_is_read_once_and_gives_what_arrays_give() -> None:
    network = trained(seeded(headed), X, Y)
    train, test = Once(X, Y), Once(X_TEST, Y_TEST)
    ours, theirs = ws.from_torch(network, train, test), ws.from_torch(network, TRAIN, TEST)
    assert (train.times, test.times) == (1, 1)
    assert np.abs(ours.features_test - theirs.features_test).max() < 1e-5
    assert (ours.labels_fit == theirs.labels_fit).all()
    assert ours.class_names == theirs.class_names


def test_a_data_set_is_taken_as_it_is() -> None:
    network = trained(seeded(headed), X, Y)
    data = TensorDataset(torch.from_numpy(X), torch.from_numpy(Y))
    assert len(ws.from_torch(network, data, TEST).labels_fit) == len(Y)


def test_above_ten_thousand_samples_a_draw_with_the_classes_shares_is_kept() -> None:
    network = trained(seeded(headed), X, Y)
    random = np.random.default_rng(5)
    places = random.choice(len(X), 61_000, p=np.where(Y == 0, 5.0, 1.0) / (5 * 40 + 120))
    x, y = X[places] + random.normal(size=(len(places), INPUTS)).astype(np.float32), Y[places]
    whole = ws.from_torch(network, (x, y), TEST)
    batches = ws.from_torch(network, loader(x, y, 500), TEST)
    assert len(whole.labels_fit) == 10_000
    shares = np.bincount(y) / len(y)
    assert np.bincount(whole.labels_fit) / 10_000 == pytest.approx(shares, abs=1e-4)
    assert (whole.labels_fit == batches.labels_fit).all()
    assert np.abs(whole.features_fit - batches.features_fit).max() < 1e-4
    assert whole.metadata["drawn"] == batches.metadata["drawn"] == {"train": [10_000, 61_000]}


def test_pictures_and_texts_follow_the_samples_that_were_drawn() -> None:
    network = trained(seeded(headed), X, Y)
    x, y = np.tile(X_TEST, (101, 1)), np.tile(Y_TEST, 101)
    marks = np.arange(len(x))
    images = np.broadcast_to((marks % 256)[:, None, None], (len(x), 2, 2)).astype(np.uint8)
    texts = [str(mark) for mark in marks]
    bundle = ws.from_torch(network, TRAIN, (x, y), images=images, texts=texts)
    assert bundle.images_test is not None
    assert bundle.texts_test is not None
    kept = bundle.texts_test.astype(int)
    assert len(kept) == 10_000
    assert (bundle.images_test[:, 0, 0] == kept % 256).all()
    assert (bundle.labels_test == y[kept]).all()


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
    assert (predicted(read(edited)) == found.after.predictions).all()


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


REFUSED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a relu behind a named layer": (KINDS["relu"], {"edit": "head"}, r"ReLU \(behind0\)"),
    "no such layer": (headed, {"edit": "haed"}, "haed is no linear layer"),
    "no such classifier": (headed, {"classifier": "fc"}, "neither a linear layer"),
    "a classifier of other rows": (headed, {"classifier": "head"}, "5 rows"),
    "wrongly said not to normalise": (KINDS["cosine parameter"], {"normalise": False}, "not what"),
    "a wrong scale": (KINDS["cosine parameter"], {"scale": 3.0}, "not what prototypes makes"),
    "a nonlinear end": (lambda: nn.Sequential(headed(), nn.Tanh()), {}, "not what"),
    "too few names": (headed, {"classes": ["a", "b"], "classifier": "classifier"}, "names must"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_by_name(case: str) -> None:
    make, options, words = REFUSED[case]
    network = trained(seeded(make), X, Y)
    with pytest.raises(ValueError, match=words):
        ws.from_torch(network, TRAIN, TEST, **options)


def test_a_batch_norm_that_takes_a_dimension_away_is_refused() -> None:
    network = trained(seeded(KINDS["batch norm"]), X, Y)
    with torch.no_grad():
        network.get_submodule("behind0").weight[2] = 0
    with pytest.raises(ValueError, match=r"behind0 scales 1 of 5 dimensions to 0"):
        ws.from_torch(network, TRAIN, TEST)


def test_a_convolution_at_the_end_is_refused_by_its_kind() -> None:
    network = nn.Sequential(nn.Conv2d(1, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    images = np.random.default_rng(0).random((40, 1, 8, 8)).astype(np.float32)
    with pytest.raises(ValueError, match=r"ends in Flatten"):
        ws.from_torch(network, (images, np.arange(40) % 4), (images[::-1].copy(), Y[:40]))


BAD: dict[str, tuple[Any, str]] = {
    "no module": (lambda: (object(), TRAIN, TEST), "torch module"),
    "labels that are no rows": (lambda: (headed(), (X, Y + 7), (X_TEST, Y_TEST + 7)), "classes="),
    "too few labels": (lambda: (headed(), (X, Y[:9]), TEST), "one label a sample"),
    "texts": (lambda: (headed(), (X, [str(one) for one in Y]), TEST), "all texts|classes="),
    "the same twice": (lambda: (headed(), TRAIN, TRAIN), "test is train"),
    "no labels": (lambda: (headed(), [torch.from_numpy(X)], TEST), "samples, labels"),
    "a path": (lambda: (headed(), "train", TEST), "DataLoader"),
    "empty": (lambda: (headed(), (X[:0], Y[:0]), TEST), "no samples"),
    "one class only": (lambda: (headed(), (X, 0 * Y), (X_TEST, 0 * Y_TEST)), "two or more"),
    "other columns": (lambda: (headed(), (X[:, :3], Y), TEST), "does not take"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_network_or_no_samples_gets_a_sentence(case: str) -> None:
    make, words = BAD[case]
    with pytest.raises(ValueError, match=words):
        ws.from_torch(*make())


def test_another_network_is_not_edited_by_this_bundle() -> None:
    network, other = trained(seeded(headed), X, Y), trained(seeded(headed, 1), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    spec = ws.compare(bundle, 0, 1).spec
    with pytest.raises(ValueError, match="not the one that"):
        ws.edit(other, bundle, spec)
    table = ws.from_embeddings(X, Y)
    with pytest.raises(ValueError, match="which layers"):
        ws.edit(network, table, ws.compare(table, 0, 1).spec)


def test_rows_of_a_cosine_classifier_cannot_be_averaged_and_say_so() -> None:
    network = trained(seeded(KINDS["cosine parameter"]), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    spec = ws.compare(bundle, 0, 1, method="rows").spec
    with pytest.raises(ValueError, match="cosine"):
        ws.edit(network, bundle, spec)


class Doubled(nn.Module):
    """A network that reads what is edited in two ways, the second of which cancels unedited."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk, self.head, self.classifier = trunk(), nn.Linear(16, 5), nn.Linear(5, CLASSES)
        self.kept = nn.Parameter(torch.zeros(5, 16), requires_grad=False)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        features = self.trunk(inputs)
        apart = features @ (self.head.weight - self.kept).T
        logits = self.classifier(self.head(features))
        return (
            logits
            + (apart.square().sum(dim=1, keepdim=True) if self.kept.any() else 0)[:, :1]
            * torch.arange(CLASSES)
            if self.kept.any()
            else logits
        )


def test_a_network_that_reads_the_edit_elsewhere_too_is_refused() -> None:
    network = trained(seeded(Doubled), X, Y)
    with torch.no_grad():
        network.get_parameter("kept").copy_(network.get_parameter("head.weight"))
    with pytest.raises(ValueError, match="no longer after an edit"):
        ws.from_torch(network, TRAIN, TEST)


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
