"""The linear layer whose output the classifier reads as it is, and what a person says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from weight_surgery.core.networks.between import Between, between, words_between
from weight_surgery.core.networks.tracing import Call, is_shared

Part = str | nn.Module | nn.Parameter


@dataclass(frozen=True)
class Asked:
    """What a person says of their network; None is found out.

    edit: the layer; classifier: a layer or parameter, or False for a network that ends in its
    embedding; normalise, scale: of what the classifier reads, and of its logits.
    """

    edit: Part | None = None
    classifier: Part | bool | None = None
    normalise: bool | None = None
    scale: float | None = None


def head_of(
    network: nn.Module, before: list[Call], read: np.ndarray, asked: Asked
) -> tuple[str | None, Between]:
    """Return the last linear layer whose output is read as it is, but for what is known."""
    if asked.edit is not None:
        name = name_of(network, asked.edit, "edit")
        call = next((one for one in before if one.name == name), None)
        if call is None or call.weight is None:
            raise ValueError(
                f"{name} is no linear layer in front of the classifier that was called on the "
                f"batch; edit can be {', '.join(_possible(before, read)) or 'left out here'}"
            )
        behind = before[before.index(call) + 1 :]
        found = between(call.outputs, read, behind)
        if found is None:
            raise ValueError(
                f"between {name} and what reads its embedding there is "
                f"{words_between(call.outputs, read, behind)}, which no linear edit passes "
                "through; edit one layer later (leave edit= out)"
            )
        return call.name, found
    for at in range(len(before) - 1, -1, -1):
        call = before[at]
        own = f"{call.name}.weight".lstrip(".")
        if call.weight is not None and call.times == 1 and not is_shared(network, own):
            found = between(call.outputs, read, before[at + 1 :])
            return (None, Between()) if found is None else (call.name, found)
    return None, Between()


def name_of(network: nn.Module, part: Any, argument: str) -> str:
    """Return the name of a part that was given by its name or as itself."""
    named = (*network.named_modules(), *network.named_parameters())
    name = part if isinstance(part, str) else next((it for it, one in named if one is part), None)
    if name is None:
        raise ValueError(f"{argument} must be a layer of this network, or its name")
    return name.removesuffix(".weight") if _is_layer(network, name) else name


def _is_layer(network: nn.Module, name: str) -> bool:
    owner = dict(network.named_modules()).get(name.removesuffix(".weight"))
    return name.endswith(".weight") and isinstance(owner, nn.Linear)


def _possible(before: list[Call], read: np.ndarray) -> list[str]:
    """Name the layers that the classifier reads as they are, but for what is known."""
    return [
        call.name
        for at, call in enumerate(before)
        if call.weight is not None and between(call.outputs, read, before[at + 1 :])
    ]
