"""Named data sets of labelled images: from raw files, or scikit-learn's digits offline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from weight_surgery.core.raw_images import RAW, read_raw

DATASETS = (*RAW, "digits")
SPLITS = ("train", "test")
FIT_SAMPLES = 10_000
LICENCES = {
    "mnist": "MNIST, Y. LeCun, C. Cortes, C. J. C. Burges, CC BY-SA 3.0",
    "fashion-mnist": "Fashion-MNIST, H. Xiao, K. Rasul, R. Vollgraf, Zalando SE, MIT",
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


def load_dataset(name: str, split: str, root: str | Path | None = None) -> LabelledImages:
    """Load one split ("train" or "test") of a named data set.

    root: where raw files are (see `raw_images.data_roots`); the digits need none.
    Raises ValueError for an unknown name or split, and where the files are not there.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, got {split!r}")
    if name in RAW:
        images, labels = read_raw(name, split, root)
        return LabelledImages(name, images, labels, RAW[name].class_names)
    if name == "digits":
        return _load_digits(split)
    raise ValueError(f"data set must be one of {', '.join(DATASETS)}, got {name!r}")


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
