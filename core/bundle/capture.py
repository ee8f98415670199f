"""Run a network once over its fit and test images and keep the features as a bundle."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from weight_surgery.core.bundle.bundle import Bundle
from weight_surgery.core.bundle.values import FORMAT
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
    Raises ValueError, before anything is captured, when the network has other classes or does not
    take these images.
    """
    check_fits(network, test)
    total = len(fit) + len(test)
    features_fit = features_of(network, fit, lambda done: progress(done, total))
    features_test = features_of(network, test, lambda done: progress(len(fit) + done, total))
    head, classifier = network.layer(network.head_name), network.layer(network.classifier_name)
    weights = {
        "weight": head.weight.detach().numpy(),
        "bias": head.bias.detach().numpy(),
        "classifier_weight": classifier.weight.detach().numpy(),
        "classifier_bias": classifier.bias.detach().numpy(),
    }
    bundle = Bundle(
        features_fit=features_fit,
        labels_fit=fit.labels,
        features_test=features_test,
        labels_test=test.labels,
        normalise=True,
        class_names=test.class_names,
        metadata=_describe(network, test, name) | dict(metadata or {}),
        images_test=test.images if test.name in EMBEDDED_IMAGES else None,
        **weights,
    )
    accuracy = float(np.mean(bundle.predictions_test == bundle.labels_test))
    return bundle.with_metadata(test_accuracy=accuracy)


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


def features_of(
    network: HeadedNetwork,
    images: LabelledImages,
    progress: Callable[[int], None] = lambda done: None,
) -> np.ndarray:
    """Return features (N, h) float32 of the head's input, in batches, on the CPU."""
    import torch

    parts = []
    with torch.no_grad():
        for start in range(0, len(images), BATCH):
            inputs = network.prepare(images.images[start : start + BATCH])
            parts.append(network.trunk(inputs).numpy())
            progress(min(start + BATCH, len(images)))
    return np.concatenate(parts)


def predict(network: HeadedNetwork, images: LabelledImages) -> np.ndarray:
    """Return the class (N,) that the whole network reads in each image."""
    import torch

    parts = []
    with torch.no_grad():
        for start in range(0, len(images), BATCH):
            inputs = network.prepare(images.images[start : start + BATCH])
            parts.append(network(inputs).argmax(1).numpy())
    return np.concatenate(parts)


def _describe(network: HeadedNetwork, test: LabelledImages, name: str) -> dict[str, Any]:
    libraries = ("torch", "torchvision", "numpy", "scikit-learn")
    return {
        "format": FORMAT,
        "name": name,
        "dataset": test.name,
        "network": network.network,
        "head": network.head_name,
        "classifier": network.classifier_name,
        "seed": None,
        "epochs": None,
        "versions": {"python": platform.python_version()} | {n: version(n) for n in libraries},
        "licence": LICENCES[test.name],
    }
