"""A checkpoint's parameters by name, however people's tools have wrapped them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load
from torch import Tensor

from weight_surgery.core.checkpoint_bytes import (
    DAMAGED,
    EMPTY,
    MORE,
    SAVE,
    WAY_ON,
    is_safetensors,
)
from weight_surgery.core.instead import instead_of

# Where training scripts keep a network's parameters beside other things.
INSIDE = ("state_dict", "model_state_dict", "model", "network", "net", "weights", "params")
# What DataParallel, torch.compile and Lightning put before every name.
PREFIXES = ("module.", "_orig_mod.", "model.", "network.", "net.")


def read_state(path: str | Path) -> dict[str, Tensor]:
    """Return a checkpoint's tensors by name, on the CPU, real ones in float32.

    path: a .pth of `torch.save(network.state_dict(), …)`, or safetensors, by whatever name. What
    wraps it is taken off: {"state_dict": …} and its like, and what DataParallel, torch.compile and
    Lightning write before every name. Nothing pickled but tensors is accepted.
    Raises ValueError saying what is wrong with the file.
    """
    path = Path(path)
    if path.is_dir():
        raise ValueError(f"{path} is a folder; give the path of the checkpoint inside it")
    if not path.is_file():
        raise ValueError(f"checkpoint {path} does not exist; give the path of a file")
    state = without_prefixes(_tensors(path, _content(path)))
    if not state:
        raise ValueError(f"{path} holds no parameters; save it with {SAVE}")
    for name, value in state.items():
        if not torch.isfinite(value.float()).all():
            raise ValueError(f"{path}: {name} holds values that are not finite; train it again")
    return {
        name: value.float() if value.is_floating_point() else value for name, value in state.items()
    }


def without_prefixes(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return a state with what every name begins with taken off, where a tool has put it there."""
    found = dict(state)
    while found:
        prefix = next((one for one in PREFIXES if all(it.startswith(one) for it in found)), None)
        if prefix is None:
            break
        found = {name.removeprefix(prefix): value for name, value in found.items()}
    return found


def _content(path: Path) -> Any:
    """Return what a file holds. Raises ValueError for one that is something else."""
    with path.open("rb") as file:
        begin = file.read(64)
    if not begin:
        raise ValueError(f"{path} {EMPTY}")
    if instead := instead_of(begin):
        raise ValueError(f"{path} is no checkpoint but {instead}")
    try:
        if is_safetensors(begin):
            return load(path.read_bytes())
        with path.open("rb") as file:
            return torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # arbitrary bytes end the unpickler in arbitrary ways
        has_more = "Unsupported global" in str(error)
        what = MORE if has_more else DAMAGED
        raise ValueError(f"{path} cannot be read as a checkpoint, it {what}: {WAY_ON}") from error


def _tensors(path: Path, content: Any) -> dict[str, Tensor]:
    """Return the tensors of a checkpoint, which may lie beside an optimiser's and others."""
    if isinstance(content, Mapping):
        if content and all(torch.is_tensor(value) for value in content.values()):
            return {str(name): value for name, value in content.items()}
        for key in INSIDE:
            if isinstance(content.get(key), Mapping):
                return _tensors(path, content[key])
    if isinstance(content, Mapping) and not content:
        return {}
    raise ValueError(
        f"{path} holds something other than a state dict of tensors; save it with {SAVE}"
    )
