"""Small torch networks of the kinds that people have, trained for a moment, with their samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 4
INPUTS = 6
SIZES = (160, 120)


def samples(classes: int = CLASSES, seed: int = 0) -> tuple[np.ndarray, np.ndarray, Any, Any]:
    """Return X, y, X_test, y_test of classes that overlap a little."""
    random = np.random.default_rng(seed)
    centers = np.random.default_rng(99).normal(size=(classes, INPUTS)) * 2
    parts = []
    for size in SIZES:
        labels = np.arange(size) % classes
        parts += [(centers[labels] + random.normal(size=(size, INPUTS))).astype(np.float32), labels]
    return tuple(parts)  # type: ignore[return-value]


class Cosine(nn.Module):
    """A classifier by cosines, as face networks have: a bare parameter, scaled."""

    def __init__(self, trunk: nn.Module, dims: int, classes: int, scale: float = 8.0) -> None:
        super().__init__()
        self.trunk, self.scale = trunk, scale
        self.prototypes = nn.Parameter(torch.randn(classes, dims))

    def forward(self, inputs: Tensor) -> Tensor:
        rows = functional.normalize(self.prototypes)
        return self.scale * functional.normalize(self.trunk(inputs)) @ rows.T


class CosineLinear(nn.Linear):
    """The same as a layer."""

    def forward(self, inputs: Tensor) -> Tensor:
        return 12 * functional.normalize(inputs) @ functional.normalize(self.weight).T


class Normalised(nn.Module):
    """Bring what a part gives to a length."""

    def __init__(self, inner: nn.Module, length: float = 1.0) -> None:
        super().__init__()
        self.inner, self.length = inner, length

    def forward(self, inputs: Tensor) -> Tensor:
        return self.length * functional.normalize(self.inner(inputs))


def trunk() -> nn.Sequential:
    return nn.Sequential(nn.Linear(INPUTS, 16), nn.ReLU())


def headed(*behind: nn.Module, bias: bool = True, dims: int = 5, rows: int = CLASSES) -> nn.Module:
    """Return trunk, a head, what is behind it, and a classifier."""
    parts = [("trunk", trunk()), ("head", nn.Linear(16, dims, bias=bias))]
    parts += [(f"behind{at}", part) for at, part in enumerate(behind)]
    network = nn.Sequential()
    for name, part in [*parts, ("classifier", nn.Linear(dims, rows))]:
        network.add_module(name, part)
    return network


class Unit(nn.Module):
    def forward(self, inputs: Tensor) -> Tensor:
        return functional.normalize(inputs)


def head_only() -> nn.Sequential:
    return nn.Sequential(trunk(), nn.Linear(16, 5))


KINDS: dict[str, Callable[[], nn.Module]] = {
    "plain": headed,
    "no bias": lambda: headed(bias=False),
    "dropout": lambda: headed(nn.Dropout(0.5)),
    "unit": lambda: headed(Unit()),
    "unit, scaled": lambda: nn.Sequential(Normalised(head_only(), 9.0), nn.Linear(5, CLASSES)),
    "batch norm": lambda: headed(nn.BatchNorm1d(5)),
    "batch norm, no bias": lambda: headed(nn.BatchNorm1d(5), bias=False),
    "bare batch norm": lambda: headed(nn.BatchNorm1d(5, affine=False)),
    "bare batch norm, no bias": lambda: headed(nn.BatchNorm1d(5, affine=False), bias=False),
    "batch norm, unit": lambda: headed(nn.BatchNorm1d(5), Unit()),
    "relu": lambda: headed(nn.ReLU(), dims=8),
    "batch norm, relu": lambda: headed(nn.BatchNorm1d(8), nn.ReLU(), dims=8),
    "softmax": lambda: nn.Sequential(headed(), nn.Softmax(dim=1)),
    "log softmax": lambda: nn.Sequential(headed(), nn.LogSoftmax(dim=1)),
    "cosine parameter": lambda: Cosine(head_only(), 5, CLASSES),
    "cosine parameter, batch norm": lambda: Cosine(
        nn.Sequential(head_only(), nn.BatchNorm1d(5)), 5, CLASSES
    ),
    "cosine layer": lambda: nn.Sequential(head_only(), CosineLinear(5, CLASSES)),
    "cosine layer, no head": lambda: nn.Sequential(trunk(), CosineLinear(16, CLASSES)),
    "temperature": lambda: Scaled(headed(), 0.25),
}


class Scaled(nn.Module):
    def __init__(self, inner: nn.Module, factor: float) -> None:
        super().__init__()
        self.inner, self.factor = inner, factor

    def forward(self, inputs: Tensor) -> Tensor:
        return self.factor * self.inner(inputs)


def trained(network: nn.Module, x: np.ndarray, y: np.ndarray, loss: str = "classes") -> nn.Module:
    """Train a network for a moment; parameters and running means are no longer where they began."""
    inputs, labels = torch.from_numpy(x), torch.from_numpy(y)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.02)
    network.train()
    for _ in range(60):
        outputs = network(inputs)
        if loss == "one logit":
            value = functional.binary_cross_entropy_with_logits(outputs[:, 0], labels.float())
        elif loss == "embedding":
            means = torch.stack([outputs[labels == one].mean(0) for one in labels.unique()])
            units = functional.normalize(outputs) @ functional.normalize(means).T
            value = functional.cross_entropy(8 * units, labels)
        else:
            probabilities = isinstance(network, nn.Sequential) and isinstance(
                network[-1], (nn.Softmax, nn.LogSoftmax)
            )
            if probabilities:
                outputs = outputs if isinstance(network[-1], nn.LogSoftmax) else outputs.log()
                value = functional.nll_loss(outputs, labels)
            else:
                value = functional.cross_entropy(outputs, labels)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
    return network.eval()


def seeded(make: Callable[[], nn.Module], seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return make()


def read(network: nn.Module, inputs: np.ndarray) -> np.ndarray:
    """Return what a network says of inputs, as anyone would ask it."""
    modes = [(part, part.training) for part in network.modules()]
    network.eval()
    with torch.no_grad():
        outputs = network(torch.from_numpy(inputs)).numpy()
    for part, training in modes:
        part.training = training
    return outputs


X, Y, X_TEST, Y_TEST = samples()
TRAIN, TEST = (X, Y), (X_TEST, Y_TEST)
