"""Rows that are one, rows that are another part's, and probabilities that are all but certain."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

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
)


class Tied(nn.Module):
    """A network whose classifier's rows stand in front of it, too, as language models have them."""

    def __init__(self, with_head: bool = True) -> None:
        super().__init__()
        self.inner = nn.Linear(CLASSES, 5, bias=False)
        self.first = nn.Linear(6, CLASSES)
        self.head = nn.Linear(5, 5) if with_head else nn.ReLU()
        self.classifier = nn.Linear(5, CLASSES)
        self.classifier.weight = nn.Parameter(self.classifier.weight.detach())
        self.table = self.classifier.weight

    def forward(self, inputs: Tensor) -> Tensor:
        mixed = self.first(inputs).softmax(dim=1) @ self.table
        return self.classifier(self.head(mixed + self.inner(self.first(inputs))))


@pytest.mark.parametrize("with_head", [True, False])
def test_rows_that_are_another_parts_too_are_left_as_they_are(with_head: bool) -> None:
    network = trained(seeded(lambda: Tied(with_head)), X, Y)
    bundle = ws.from_torch(network, TRAIN, TEST)
    assert bundle.metadata["fidelity"].endswith("before and after an edit")
    found = ws.compare(bundle, 0, 1, damping=0.2)
    edited = ws.edit(network, bundle, found.spec)
    assert (read(edited, X_TEST).argmax(axis=1) == found.after.predictions).all()
    rows = ws.compare(bundle, 0, 1, method="rows")
    with pytest.raises(ValueError, match="another part's"):
        ws.edit(network, bundle, rows.spec)


@pytest.mark.parametrize("large", [1.0, 300.0])
@pytest.mark.parametrize("kind", ["plain", "unit", "batch norm", "relu"])
def test_of_rows_that_an_edit_makes_one_the_first_is_read_in_the_network_too(
    kind: str, large: float
) -> None:
    network = trained(seeded(KINDS[kind]), X, Y)
    with torch.no_grad():
        # Large embeddings round more than small ones.
        network.get_submodule("head").weight.mul_(large)
        network.get_submodule("head").bias.mul_(large)
    bundle = ws.from_torch(network, TRAIN, TEST)
    for pair in ((0, 3), (1, 2)):
        found = ws.compare(bundle, *pair, damping=0, method="rows")
        outputs = read(ws.edit(network, bundle, found.spec), X_TEST)
        assert (outputs.argmax(axis=1) == found.after.predictions).all()
        apart = outputs[:, pair[0]] - outputs[:, pair[1]]
        assert (apart > 0).all()
        assert apart.max() < 1e-4 * np.abs(outputs).max()


@pytest.mark.parametrize("sharpness", [3.0, 40.0, 4000.0])
def test_probabilities_that_are_all_but_certain_are_read_too(sharpness: float) -> None:
    network = trained(seeded(headed), X, Y)
    with torch.no_grad():
        network.get_parameter("classifier.weight").mul_(sharpness)
        network.get_parameter("classifier.bias").mul_(sharpness)
    bundle = ws.from_torch(nn.Sequential(network, nn.Softmax(dim=1)), TRAIN, TEST)
    assert bundle.metadata["classifier"] == "0.classifier"
    assert bundle.metadata["folds"]["outside"] == pytest.approx(1, rel=1e-4)


def test_an_embedding_that_was_taken_for_one_is_said_to_be() -> None:
    network = trained(seeded(headed), X, Y)
    other = np.array(["a", "b", "c", "a"])
    bundle = ws.from_torch(network, (X, other[Y]), (X_TEST, other[Y_TEST]))
    assert "were taken for an embedding" in bundle.metadata["fidelity"]
    assert "classes=" in bundle.metadata["fidelity"]
    plain = ws.from_torch(network, TRAIN, TEST)
    assert "embedding" not in plain.metadata["fidelity"]


def test_the_process_draws_the_same_random_numbers_as_without() -> None:
    network = trained(seeded(KINDS["cosine layer, no head"]), X, Y)
    torch.manual_seed(7)
    wanted = torch.rand(3)
    torch.manual_seed(7)
    bundle = ws.from_torch(network, TRAIN, TEST)
    ws.edit(network, bundle, ws.compare(bundle, 0, 1).spec)
    assert torch.equal(torch.rand(3), wanted)
