"""A person's own network as a file beside its bundle."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import save_file
from torch import nn

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.files import whole
from weight_surgery.core.folds import Folds
from weight_surgery.core.network_identity import check_network
from weight_surgery.core.networks.tracing import State, arrays_of, as_read


def save_network(path: Path, bundle: Bundle, network: nn.Module) -> None:
    """Write a network's parameters and buffers as safetensors, whole or not at all.

    Raises ValueError unless the bundle was made of this network.
    """
    network = as_read(network)
    Folds.of(bundle).check(State(network), bundle)
    check_network(arrays_of(network), bundle)
    # Two names of one tensor are two tensors in the file.
    state = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
    state = {name: value.contiguous() for name, value in state.items()}
    with whole(path) as beside:
        save_file(state, str(beside))
