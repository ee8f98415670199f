"""Named data sets of labelled images: MNIST from its raw files, scikit-learn's digits offline."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from weight_surgery.core.idx import read_idx

DATA_VARIABLE = "WEIGHT_SURGERY_DATA"
DEFAULT_ROOT = Path("data")
DATASETS = ("mnist", "digits")
SPLITS = ("train", "test")
FIT_SAMPLES = 10_000
LICENCES = {
    "mnist": "MNIST, Y. LeCun, C. Cortes, C. J. C. Burges, CC BY-SA 3.0",
    "digits": "Optical Recognition of Handwritten Digits, E. Alpaydin, C. Kaynak, UCI, CC BY 4.0",
}


@dataclass(frozen=True)
class LabelledImages:
    """Hold grey images with their labels.

    images: (N, H, W) uint8; labels: (N,) int64 in [0, C); class_names: C names.
    """

    name: str
    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.images.ndim != 3 or self.images.dtype != np.uint8:
            raise ValueError(
                f"images must be (N, H, W) uint8, got {self.images.shape} {self.images.dtype}"
            )
        if self.labels.shape != (len(self.images),):
            raise ValueError(
                f"labels must be ({len(self.images)},), one an image, got {self.labels.shape}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def subset(self, indices: np.ndarray) -> LabelledImages:
        """Return the images at `indices` (n,), in that order."""
        return LabelledImages(
            self.name, self.images[indices], self.labels[indices], self.class_names
        )


def data_root(root: str | Path | None = None) -> Path:
    """Return the folder of raw data: the argument, else WEIGHT_SURGERY_DATA, else ./data."""
    return Path(root or os.environ.get(DATA_VARIABLE) or DEFAULT_ROOT)


def load_dataset(name: str, split: str, root: str | Path | None = None) -> LabelledImages:
    """Load one split ("train" or "test") of a named data set.

    root: where MNIST's files are (see `data_root`); the digits need none.
    Raises ValueError for an unknown name or split, and where the files are not there.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, got {split!r}")
    if name == "mnist":
        return _load_mnist(split, data_root(root))
    if name == "digits":
        return _load_digits(split)
    raise ValueError(f"data set must be one of {', '.join(DATASETS)}, got {name!r}")


def has_mnist(root: str | Path | None = None) -> bool:
    """Tell whether MNIST's test images are under `root`, without importing torchvision."""
    try:
        mnist_file("t10k-images-idx3-ubyte", root)
    except ValueError:
        return False
    return True


def mnist_file(name: str, root: str | Path | None = None) -> Path:
    """Return one of MNIST's raw files, plain or .gz. Raises ValueError when it is not there."""
    for end in ("", ".gz"):
        path = data_root(root) / "MNIST" / "raw" / f"{name}{end}"
        # Unlike Path.is_file, this is false in a folder that may not be entered.
        if os.path.isfile(path):
            return path
    raise ValueError(_absent(data_root(root)))


def fit_split(images: LabelledImages, samples: int = FIT_SAMPLES, seed: int = 0) -> LabelledImages:
    """Return the stratified part of the training images that centroids are fitted on."""
    if len(images) <= samples:
        return images
    return images.subset(stratified_indices(images.labels, samples, seed)[0])


def stratified_indices(
    labels: np.ndarray, samples: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw `samples` indices with the class shares of `labels`; return them and the rest."""
    from sklearn.model_selection import train_test_split

    drawn, rest = train_test_split(
        np.arange(len(labels)), train_size=samples, stratify=labels, random_state=seed
    )
    return drawn, rest


def _load_mnist(split: str, root: Path) -> LabelledImages:
    part = {"train": "train", "test": "t10k"}[split]
    images = read_idx(mnist_file(f"{part}-images-idx3-ubyte", root), axes=3)
    labels = read_idx(mnist_file(f"{part}-labels-idx1-ubyte", root), axes=1)
    names = tuple(str(digit) for digit in range(10))
    return LabelledImages("mnist", images.copy(), labels.astype(np.int64), names)


def _absent(root: Path) -> str:
    return (
        f"MNIST is not at {root.absolute()}; run `make data` to download it there, or set "
        f"{DATA_VARIABLE} (or --data) to a folder that holds MNIST/raw"
    )


def _load_digits(split: str) -> LabelledImages:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    source = load_digits()
    train, test = train_test_split(
        np.arange(len(source.target)), test_size=0.25, stratify=source.target, random_state=0
    )
    chosen = train if split == "train" else test
    images = np.rint(source.images[chosen] * (255 / 16)).astype(np.uint8)
    names = tuple(str(digit) for digit in range(10))
    return LabelledImages("digits", images, source.target[chosen].astype(np.int64), names)


def download_mnist(root: Path) -> None:
    """Download MNIST into `root` with torchvision's own progress bar."""
    from torchvision.datasets import MNIST

    try:
        root.mkdir(parents=True, exist_ok=True)
        MNIST(root=str(root), train=True, download=True)
    except (RuntimeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(
            f"MNIST could not be downloaded to {root} ({reason}); check the connection and the "
            f"folder, or copy MNIST/raw from another machine and set {DATA_VARIABLE}"
        ) from error


def main(arguments: list[str] | None = None) -> int:
    """Run `weight-surgery data`: download MNIST, only because it was asked for."""
    parser = argparse.ArgumentParser(
        prog="weight-surgery data", description="Download MNIST for training and capture."
    )
    parser.add_argument("--data", type=Path, default=None, help=f"folder (or {DATA_VARIABLE})")
    options = parser.parse_args(arguments)
    root = data_root(options.data)
    try:
        download_mnist(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"MNIST is at {root.resolve()}")
    return 0
