"""Samples as people have them: loaders, data sets, too many, and networks without a classifier."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

import weight_surgery as ws
from tests.core.nets import (
    CLASSES,
    INPUTS,
    TEST,
    TRAIN,
    X_TEST,
    Y_TEST,
    Normalised,
    X,
    Y,
    head_only,
    headed,
    read,
    seeded,
    trained,
    trunk,
)


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
    bundle = ws.from_torch(network, train, TEST, classes=dict(enumerate(names)))
    assert bundle.normalise
    assert bundle.class_names == tuple(names)
    embeddings = read(network, X)
    means = np.stack([embeddings[label == Y].mean(axis=0) for label in range(CLASSES)])
    if kind != "unit":
        wanted = means / np.linalg.norm(means, axis=1, keepdims=True)
        assert bundle.classifier_weight == pytest.approx(wanted, abs=1e-6)
    found = ws.compare(bundle, "ann", "cid")
    home = read(ws.edit(network, bundle, found.spec), X_TEST)
    units = home / np.linalg.norm(home, axis=1, keepdims=True)
    reads = (units @ bundle.classifier_weight.T).argmax(axis=1)
    # The prototypes of the two are as near, so that either may be read.
    joint = np.array([0, 1, 0, 3])
    assert (joint[reads] == joint[found.after.predictions]).all()


@pytest.mark.parametrize("is_loader", [False, True])
def test_without_names_too_a_verifier_is_told_from_a_classifier(is_loader: bool) -> None:
    network = trained(seeded(VERIFIERS["no layer"]), X, Y, "embedding")
    found = ws.from_torch(network, loader(X, Y) if is_loader else TRAIN, TEST)
    assert found.metadata["classifier"] == "prototypes"
    assert found.class_names == ("0", "1", "2", "3")


@pytest.mark.parametrize("is_loader", [False, True])
@pytest.mark.parametrize("is_sorted", [False, True])
def test_a_classifier_stays_one_where_a_class_has_no_samples(
    is_loader: bool, is_sorted: bool
) -> None:
    network = trained(seeded(headed), X, Y)
    some, others = np.flatnonzero(Y != 2), np.flatnonzero(Y_TEST != 2)
    if is_sorted:
        some = some[np.argsort(Y[some], kind="stable")]
    train = loader(X[some], Y[some]) if is_loader else (X[some], Y[some])
    found = ws.from_torch(network, train, (X_TEST[others], Y_TEST[others]))
    assert found.metadata["classifier"] == "classifier"
    assert len(found.class_names) == CLASSES


class Several(nn.Module):
    """A network that says more than one thing."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self.trunk, self.head, self.classifier = trunk(), nn.Linear(16, 5), nn.Linear(5, CLASSES)
        self.how = how

    def forward(self, inputs: torch.Tensor) -> Any:
        features = self.trunk(inputs)
        embedding = self.head(features)
        logits = self.classifier(embedding)
        found: dict[str, Any] = {
            "alone": logits,
            "embedding first": (embedding, logits),
            "logits first": (logits, embedding),
            "maps first": (features[:, :, None], embedding, logits),
            "by name": {"embedding": embedding, "logits": logits},
            "by another name": {"embedding": embedding, "scores": logits},
            "embedding last": {"features": features, "embedding": embedding},
        }
        return found[self.how]


@pytest.mark.parametrize(
    "how", ["embedding first", "logits first", "maps first", "by name", "by another name"]
)
def test_of_several_outputs_the_last_layers_is_read(how: str) -> None:
    network = trained(seeded(lambda: Several("alone")), X, Y)
    wanted = ws.from_torch(network, TRAIN, TEST)
    assert isinstance(network, Several)
    network.how = how
    bundle = ws.from_torch(network, TRAIN, TEST)
    assert bundle.metadata["fidelity"].endswith("before and after an edit")
    assert (bundle.features_test == wanted.features_test).all()
    found = ws.compare(bundle, 0, 1)
    edited = ws.edit(network, bundle, found.spec)
    assert isinstance(edited, Several)
    edited.how = "alone"
    assert (read(edited, X_TEST).argmax(axis=1) == found.after.predictions).all()


@pytest.mark.parametrize("first", ["main", "aux"])
def test_of_several_logits_those_of_the_named_classifier_are_read(first: str) -> None:
    network = seeded(lambda: TwoLogits(first)).eval()
    for name in ("main", "aux"):
        bundle = ws.from_torch(network, TRAIN, TEST, classifier=name)
        assert bundle.metadata["folds"]["classifier"] == name
        with torch.no_grad():
            outputs = network(torch.from_numpy(X_TEST))[name == "aux"]
        assert (bundle.predictions_test == outputs.argmax(dim=1).numpy()).all()
        assert (
            f"Of its several outputs {int(name == 'aux')} was read" in bundle.metadata["fidelity"]
        )
    # Without a word the one that is computed last.
    known = ws.from_torch(network, TRAIN, TEST).metadata["folds"]["classifier"]
    assert known == ("aux" if first == "main" else "main")


class TwoLogits(nn.Module):
    """Give logits twice, whichever is computed first."""

    def __init__(self, first: str) -> None:
        super().__init__()
        self.trunk, self.head, self.first = trunk(), nn.Linear(16, 5), first
        self.main, self.aux = nn.Linear(5, CLASSES), nn.Linear(16, CLASSES)

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.trunk(inputs)
        order = ("main", "aux") if self.first == "main" else ("aux", "main")
        given = {"main": lambda: self.main(self.head(seen)), "aux": lambda: self.aux(seen)}
        found = {name: given[name]() for name in order}
        return found["main"], found["aux"]


def test_an_embedding_among_several_outputs_is_classified_by_prototypes() -> None:
    network = trained(seeded(lambda: Several("alone")), X, Y)
    assert isinstance(network, Several)
    network.how, network.classifier = "embedding last", nn.Identity()  # type: ignore[assignment]
    bundle = ws.from_torch(network, TRAIN, TEST)
    assert (bundle.metadata["classifier"], bundle.metadata["head"]) == ("prototypes", "head")
