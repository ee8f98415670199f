"""A model on disk: its bundle, and beside it the network that it was captured from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.format import save_bundle
from weight_surgery.core.files import check_folder, check_name, whole

if TYPE_CHECKING:
    from weight_surgery.core.model import HeadedNetwork


def check_place(folder: Path, name: str) -> None:
    """Make the folder that a model is to be written to: before the work, which takes minutes.

    Raises ValueError for a name that leads elsewhere, and where nothing can be written.
    """
    check_name(name)
    check_folder(folder)


def write_model(folder: Path, name: str, bundle: Bundle, network: HeadedNetwork) -> Path:
    """Write a bundle with its network beside it, both or neither; return the bundle's path."""
    from weight_surgery.core.model import save_checkpoint

    path = folder / f"{name}.npz"
    with whole(path) as one, whole(path.with_suffix(".safetensors")) as other:
        with one.open("wb") as file:
            save_bundle(file, bundle)
        save_checkpoint(other, network)
    return path
