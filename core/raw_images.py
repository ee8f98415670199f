"""Data sets that come as raw idx files: where they are looked for, and what they are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from weight_surgery.core.idx import read_idx

DATA_VARIABLE = "WEIGHT_SURGERY_DATA"
DEFAULT_ROOT = Path("data")
PARTS = {"train": "train", "test": "t10k"}


@dataclass(frozen=True)
class RawImages:
    """A data set of raw files.

    title: its name for people; folder: what torchvision calls it, in files and in code.
    """

    title: str
    folder: str
    class_names: tuple[str, ...]


RAW = {
    "mnist": RawImages("MNIST", "MNIST", tuple("0123456789")),
    "fashion-mnist": RawImages(
        "Fashion-MNIST",
        "FashionMNIST",
        (
            *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
            *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
        ),
    ),
}


def data_roots(root: str | Path | None = None) -> tuple[Path, ...]:
    """Return the folders of raw data: the argument, else WEIGHT_SURGERY_DATA's, else ./data.

    The variable holds one folder, or several as PATH does.
    """
    if root:
        return (Path(root),)
    named = os.environ.get(DATA_VARIABLE, "").split(os.pathsep)
    return tuple(Path(one) for one in named if one) or (DEFAULT_ROOT,)


def raw_root(name: str, root: str | Path | None = None) -> Path:
    """Return the first folder of `data_roots` that holds a whole raw data set.

    Raises ValueError when none does.
    """
    for folder in data_roots(root):
        if all(_found(name, file, folder) for part in PARTS for file in files_of(part)):
            return folder
    raise ValueError(_absent(name, root))


def has_raw(name: str, root: str | Path | None = None) -> bool:
    """Tell whether a whole raw data set is there, without importing torchvision."""
    try:
        raw_root(name, root)
    except ValueError:
        return False
    return True


def raw_file(name: str, file: str, root: str | Path | None = None) -> Path:
    """Return one of a data set's raw files, plain or .gz. Raises ValueError when it is absent."""
    for folder in data_roots(root):
        if found := _found(name, file, folder):
            return found
    raise ValueError(_absent(name, root))


def read_raw(
    name: str, split: str, root: str | Path | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return a split's images (N, H, W) uint8 and labels (N,) int64.

    Raises ValueError where the files are not there or damaged.
    """
    images, labels = (raw_file(name, file, root) for file in files_of(split))
    return read_idx(images, axes=3).copy(), read_idx(labels, axes=1).astype(np.int64)


def files_of(split: str) -> tuple[str, str]:
    """Return what a split's files are called: that of its images and that of its labels."""
    part = PARTS[split]
    return f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"


def _found(name: str, file: str, root: Path) -> Path | None:
    for end in ("", ".gz"):
        path = root / RAW[name].folder / "raw" / f"{file}{end}"
        # Unlike Path.is_file, this is false in a folder that may not be entered.
        if os.path.isfile(path):
            return path
    return None


def _absent(name: str, root: str | Path | None) -> str:
    raw, places = RAW[name], " or ".join(str(folder.absolute()) for folder in data_roots(root))
    return (
        f"{raw.title} is not at {places}; run `make data` to download it there, or set "
        f"{DATA_VARIABLE} (or --data) to a folder that holds {raw.folder}/raw"
    )
