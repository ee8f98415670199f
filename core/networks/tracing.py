"""What each part of a network was given and gave on one batch, and a network as it is for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.parametrize import is_parametrized

from weight_surgery.core.networks.outputs import Pick, outputs_of

# What wrappers call the network inside them.
WRAPPERS = ("module", "_orig_mod")
# Of the outputs' spread; what a sum rounds otherwise on another run is far less.
UNSTEADY = 1e-3
BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


@dataclass(frozen=True, eq=False)
class Call:
    """One part's call on a batch of N: inputs (N, ...) and outputs (N, ...), float64.

    name: the part's, as in the state dict; times: how often it was called.
    """

    name: str
    module: nn.Module
    inputs: np.ndarray
    outputs: np.ndarray
    times: int

    @property
    def weight(self) -> np.ndarray | None:
        """The part's own weight (rows, h), where it is a matrix that reads its inputs (N, h)."""
        weight = dict(self.module.named_parameters(recurse=False)).get("weight")
        if weight is None or weight.ndim != 2 or self.outputs.ndim != 2:
            return None
        rows, width = weight.shape
        samples = len(self.outputs)
        fits = self.inputs.shape == (samples, width) and self.outputs.shape == (samples, rows)
        return array_of(weight) if fits else None

    @property
    def is_computed(self) -> bool:
        """Whether the part's weight is a matrix that is no parameter of its own."""
        weight = getattr(self.module, "weight", None)
        own = dict(self.module.named_parameters(recurse=False))
        return torch.is_tensor(weight) and weight.ndim == 2 and "weight" not in own

    @property
    def bias(self) -> np.ndarray:
        """The part's own bias (rows,), 0 of none."""
        bias = dict(self.module.named_parameters(recurse=False)).get("bias")
        return np.zeros(self.outputs.shape[1]) if bias is None else array_of(bias)


def unwrapped(network: nn.Module) -> nn.Module:
    """Return the network inside DataParallel and torch.compile, else the network itself."""
    wrapped = isinstance(network, (nn.DataParallel, nn.parallel.DistributedDataParallel))
    name = WRAPPERS[0] if wrapped else WRAPPERS[1]
    inside = getattr(network, name, None)
    compiled = hasattr(network, "dynamo_ctx")
    return unwrapped(inside) if (wrapped or compiled) and isinstance(inside, nn.Module) else network


def as_read(network: nn.Module) -> nn.Module:
    """Return the network inside its wrappers, a copy in float32 where it is of half precision."""
    network = unwrapped(network)
    for name, part in network.named_modules():
        if isinstance(part, BATCH_NORMS) and part.running_mean is None:
            raise ValueError(
                f"{name or type(part).__name__} keeps no running mean, so what the network reads "
                "in a sample depends on the others in its batch; train it with track_running_stats"
            )
    halves = (torch.float16, torch.bfloat16)
    if any(one.dtype in halves for one in (*network.parameters(), *network.buffers())):
        return deepcopy(network).float()
    return network


@contextmanager
def evaluating(*networks: nn.Module) -> Iterator[None]:
    """Run networks in eval mode and without gradients, and restore every part's own mode."""
    modes = [(part, part.training) for network in networks for part in network.modules()]
    for network in networks:
        network.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for part, training in modes:
            part.training = training


@contextmanager
def hooked(*handles: Any) -> Iterator[None]:
    """Take hooks off again, whatever happens."""
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def trace(network: nn.Module, inputs: Tensor) -> tuple[list[Call], dict[Pick, np.ndarray]]:
    """Return the calls of a network's parts, in order, and its outputs (N, K), on one batch.

    A part that is called more than once is listed by its last call.
    Raises ValueError where none of its outputs is one row a sample, and where they are others when
    they are asked for again.
    """
    seen: dict[str, Call] = {}

    def keep(name: str) -> Any:
        def hook(module: nn.Module, given: tuple[Any, ...], got: Any) -> None:
            if given and torch.is_tensor(given[0]) and torch.is_tensor(got):
                before = seen.pop(name, None)
                times = 1 if before is None else before.times + 1
                seen[name] = Call(name, module, array_of(given[0]), array_of(got), times)

        return hook

    # Only of parts that are one thing: what contains others is seen in them.
    parts = [
        (name, part)
        for name, part in network.named_modules()
        if (is_parametrized(part) or not list(part.children())) and "parametrizations" not in name
    ]
    with hooked(*(part.register_forward_hook(keep(name)) for name, part in parts)):
        outputs = outputs_of(network, inputs)
    said = {pick: array_of(one) for pick, one in outputs.items()}
    _check_steady(network, inputs, said)
    return list(seen.values()), said


def _check_steady(network: nn.Module, inputs: Tensor, said: Mapping[Pick, np.ndarray]) -> None:
    """Raise ValueError where a network does not say again what it has said of inputs."""
    for pick, again in outputs_of(network, inputs).items():
        before = said[pick]
        apart, spread = float(np.abs(array_of(again) - before).max()), float(before.std())
        # What is not finite is told of elsewhere.
        if apart > UNSTEADY * spread:
            raise ValueError(
                "the network gives other answers each time it is asked the same, by up to "
                f"{apart:.2g} where they spread by {spread:.2g}: something in it is random in eval "
                "mode too, such as a dropout that is always on, so nothing can be held against it; "
                "switch that off"
            )


def array_of(tensor: Tensor) -> np.ndarray:
    """Return a tensor of any device and precision as float64."""
    return tensor.detach().to("cpu", torch.float64, copy=True).numpy()


class State(Mapping[str, np.ndarray]):
    """A network's parameters and buffers by name, float64, each converted when it is asked for."""

    def __init__(self, network: nn.Module) -> None:
        self._tensors = network.state_dict()

    def __getitem__(self, name: str) -> np.ndarray:
        return array_of(self._tensors[name])

    def __contains__(self, name: object) -> bool:
        return name in self._tensors

    def __iter__(self) -> Iterator[str]:
        return iter(self._tensors)

    def __len__(self) -> int:
        return len(self._tensors)


def is_shared(network: nn.Module, name: str) -> bool:
    """Whether a parameter is another part's as well, so that nobody can edit it alone."""
    named = dict(network.named_parameters(remove_duplicate=False))
    return sum(one is named.get(name) for one in named.values()) > 1
