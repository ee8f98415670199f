"""Run a network once over its fit and test images and keep the features as a bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.datasets import LICENCES, LabelledImages

if TYPE_CHECKING:
    from weight_surgery.core.model import HeadedNetwork

BATCH = 256
# Only these data sets' images go into a bundle: the others' ship once, for all of their bundles.
EMBEDDED_IMAGES = ("digits",)


def capture(
    network: HeadedNetwork,
    fit: LabelledImages,
    test: LabelledImages,
    name: str,
    metadata: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Bundle:
    """Capture the features that `network`'s head sees, over fit and test images.

    fit, test: splits of one data set that share no sample. metadata: recorded beside what is
    always recorded. progress: called with (images done, images in all).
    That the bundle reads what the network reads, before and after an edit, is in
    metadata["fidelity"]. Raises ValueError where it does not and, before anything is captured, when
    the network has other classes or does not take these images.
    """
    check_fits(network, test)
    from weight_surgery.core.networks.capture import capture_network
    from weight_surgery.core.networks.heads import Asked

    asked = Asked(edit=network.head_name, classifier=network.classifier_name)
    bundle = capture_network(
        network,
        Batches(network, fit),
        Batches(network, test),
        asked,
        test.class_names,
        name,
        test.images if test.name in EMBEDDED_IMAGES else None,
        None,
        lambda done, total: progress(done, total or done),
    )
    made = {
        "dataset": test.name,
        "network": network.network,
        "licence": LICENCES[test.name],
        "versions": bundle.metadata["versions"] | {"torchvision": version("torchvision")},
    }
    return bundle.with_metadata(**made, **dict(metadata or {}))


@dataclass(frozen=True, eq=False)
class Batches:
    """Images as a network reads them, with their labels, some at a time."""

    network: HeadedNetwork
    dataset: LabelledImages

    def __iter__(self) -> Iterator[tuple[Any, np.ndarray]]:
        for start in range(0, len(self.dataset), BATCH):
            images = self.dataset.images[start : start + BATCH]
            yield self.network.prepare(images), self.dataset.labels[start : start + BATCH]


def check_fits(network: HeadedNetwork, images: LabelledImages) -> None:
    """Raise ValueError unless a network has a data set's classes and reads images of its size."""
    classes = network.layer(network.classifier_name).out_features
    if classes != len(images.class_names):
        raise ValueError(
            f"this network tells {classes} classes apart and {images.name} has "
            f"{len(images.class_names)}; choose the data set that it was trained on"
        )
    try:
        network.prepare(images.images[:1])
    except ValueError as error:
        raise ValueError(
            f"this network does not read the images of {images.name}: {error}; choose the data "
            "set that it was trained on"
        ) from error


def predict(network: HeadedNetwork, images: LabelledImages) -> np.ndarray:
    """Return the class (N,) that the whole network reads in each image."""
    import torch

    parts = []
    with torch.no_grad():
        for start in range(0, len(images), BATCH):
            inputs = network.prepare(images.images[start : start + BATCH])
            parts.append(network(inputs).argmax(1).numpy())
    return np.concatenate(parts)
