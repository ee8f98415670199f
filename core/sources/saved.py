"""A model of a person's own as files that the page shows: its bundle, its network beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from weight_surgery.core.bundle import Bundle, save_bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.files import check_file


def save(path: str | Path, bundle: Bundle, model: Any = None) -> None:
    """Write a bundle as .npz and, of a torch module, its parameters beside it as safetensors.

    model: the network that the bundle was made of, so that the page can hand it out edited; one of
    half precision is written in float32.
    Raises ValueError for another network, and where files cannot be written.
    """
    if not isinstance(path, (str, Path)) or not str(path):
        raise ValueError(f"path must be that of a file, got {shown(path)}")
    if not isinstance(bundle, Bundle):
        raise ValueError(f"bundle must be the Bundle to save, got {shown(bundle)}")
    check_file(Path(path))
    place = Path(path) if str(path).endswith(".npz") else Path(f"{path}.npz")
    if model is not None:
        _check_module(model)
        from weight_surgery.core.networks.saved import save_network

        save_network(place.with_suffix(".safetensors"), bundle, model)
    save_bundle(place, bundle)


def _check_module(model: Any) -> None:
    from torch import nn

    if not isinstance(model, nn.Module):
        raise ValueError(
            f"model must be the torch module that the bundle was made of; got {shown(model)}"
        )
