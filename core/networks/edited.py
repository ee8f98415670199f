"""A copy of a person's own network with an edit in it."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import torch
from torch import nn
from torch.nn.utils import skip_init

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.folds import Folds
from weight_surgery.core.network_identity import check_network
from weight_surgery.core.networks.tracing import State, arrays_of, as_read
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.specs import SurgerySpec


def edited_network(network: nn.Module, bundle: Bundle, spec: SurgerySpec) -> nn.Module:
    """Return a copy of the network that a bundle was made of, edited by a spec.

    Where a layer has no bias and the edit needs one, it is given one; where nothing in the network
    can hold the edit, a linear layer in front of its last one does.
    Raises ValueError for another network, and for an edit that it cannot hold.
    """
    copied = deepcopy(as_read(network))
    check_network(arrays_of(copied), bundle)
    folds, change = Folds.of(bundle), fit_plan(bundle, spec).change
    needs_layer = folds.needs_layer(bundle)
    state = State(copied)
    entries = folds.around_layer if needs_layer else folds.edited
    if needs_layer and folds.classifier is None and folds.is_one_of:
        raise ValueError(
            f"the model {bundle.name} gives more than its embedding, and no layer makes that, so "
            "nothing can hold the edit; let the network give its embedding alone"
        )
    with torch.no_grad():
        for name, values in entries(state, bundle, change).items():
            _put(copied, name, np.array(values))
        if needs_layer:
            moved = change.head.map
            return _with_layer(copied, folds, moved.matrix, moved.offset)
    return copied


def _put(network: nn.Module, name: str, values: np.ndarray) -> None:
    """Write a parameter or buffer; a bias that is not there is added."""
    owner, _, entry = name.rpartition(".")
    part = network.get_submodule(owner)
    there = dict((*part.named_parameters(recurse=False), *part.named_buffers(recurse=False)))
    if entry in there:
        there[entry].copy_(torch.from_numpy(values))
        return
    if type(part).forward is not nn.Linear.forward:
        raise ValueError(
            f"the edit needs a bias in {owner or type(part).__name__}, which has none and is no "
            "plain Linear layer; give the layer a bias, or keep the edit's offset out of it"
        )
    like = part.weight
    assert isinstance(like, nn.Parameter)
    bias = torch.from_numpy(values).to(like.device, like.dtype)
    part.register_parameter("bias", nn.Parameter(bias, requires_grad=like.requires_grad))


def _with_layer(
    network: nn.Module, folds: Folds, matrix: np.ndarray, offset: np.ndarray
) -> nn.Module:
    """Return the network with a layer before its classifier, or behind its embedding."""
    like = next(network.parameters(), torch.zeros(0))
    # Not initialised: that would draw from the process's random numbers.
    layer = skip_init(nn.Linear, len(offset), len(offset), device=like.device, dtype=like.dtype)
    layer.weight.copy_(torch.from_numpy(np.array(matrix)))
    layer.bias.copy_(torch.from_numpy(np.array(offset)))
    layer.train(network.training)
    if not folds.classifier:
        return (
            nn.Sequential(network, layer)
            if folds.classifier is None
            else nn.Sequential(layer, network)
        )
    owner, _, entry = folds.classifier.rpartition(".")
    part = network.get_submodule(owner)
    setattr(part, entry, nn.Sequential(layer, network.get_submodule(folds.classifier)))
    return network
