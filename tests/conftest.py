"""Fixtures shared by all tests: synthetic bundles, the shipped models, real images if here."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.raw_images import DATA_VARIABLE, RAW, has_raw
from weight_surgery.core.workbench import PRETRAINED, Workbench

# Tests that only run when they are asked for by their mark.
UNASKED = ("slow", "firefox")
# Where each raw data set may be; the mark of the tests that need it is its name, with a "_".
NEIGHBOURS = {name: Path(__file__).parents[2] / "shared" / name for name in RAW}


def pytest_configure() -> None:
    # A loaded machine is slow, not wrong.
    settings.register_profile("lab", deadline=None)
    settings.load_profile("lab")
    found = [str(folder) for name, folder in NEIGHBOURS.items() if has_raw(name, folder)]
    if DATA_VARIABLE not in os.environ and found:
        os.environ[DATA_VARIABLE] = os.pathsep.join(found)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.markexpr:
        left = [item for item in items if any(map(item.get_closest_marker, UNASKED))]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    for name, raw in RAW.items():
        reason = f"{raw.title}'s images are not here; set {DATA_VARIABLE} or run `make data`"
        for item in () if has_raw(name) else items:
            if item.get_closest_marker(name.replace("-", "_")):
                item.add_marker(pytest.mark.skip(reason=reason))


def make_bundle(
    classes: int = 4,
    dims: int = 5,
    hidden: int = 7,
    samples: int = 60,
    seed: int = 0,
    normalise: bool = True,
    empty: tuple[int, ...] = (),
    name: str = "synthetic",
) -> Bundle:
    """Make a bundle of Gaussian clusters; `empty` classes have no samples in either split."""
    draw = np.random.default_rng(seed)
    centres = draw.normal(size=(classes, hidden)) * 2
    labels = np.array([label for label in range(classes) if label not in empty])
    labels = np.repeat(labels, samples)
    weight = draw.normal(size=(dims, hidden))
    bias = draw.normal(size=dims) * 0.3

    def features() -> np.ndarray:
        return centres[labels] + draw.normal(size=(len(labels), hidden)) * 0.6

    means = centres @ weight.T + bias
    return Bundle(
        features_fit=features(),
        labels_fit=labels,
        features_test=features(),
        labels_test=labels,
        weight=weight,
        bias=bias,
        classifier_weight=means / np.linalg.norm(means, axis=1, keepdims=True) * 6,
        classifier_bias=draw.normal(size=classes) * 0.1,
        normalise=normalise,
        class_names=tuple(f"c{label}" for label in range(classes)),
        metadata={"format": 1, "name": name, "dataset": "synthetic", "network": "none"},
    )


def make_catalogue(
    classes: int = 101, samples: int = 3, name: str = "many", dims: int = 32
) -> Bundle:
    """Make a bundle of so many classes, in families, that its pairs are ranked and not measured."""
    draw = np.random.default_rng(0)
    families = draw.normal(size=(-(-classes // 10), dims))
    centres = families.repeat(10, axis=0)[:classes] + 0.5 * draw.normal(size=(classes, dims))
    labels = np.arange(classes).repeat(samples)
    fit, test = centres[labels] + 0.6 * draw.normal(size=(2, len(labels), dims))
    return Bundle(
        features_fit=fit,
        labels_fit=labels,
        features_test=test,
        labels_test=labels,
        weight=np.eye(dims),
        bias=np.zeros(dims),
        classifier_weight=4 * centres / np.linalg.norm(centres, axis=1, keepdims=True),
        classifier_bias=np.zeros(classes),
        normalise=True,
        class_names=tuple(f"c{label}" for label in range(classes)),
        metadata={"format": 1, "name": name, "dataset": name, "network": "none"},
    )


def relabelled(bundle: Bundle, order: np.ndarray) -> Bundle:
    """Give class k the label order[k], in labels and classifier alike."""
    back = np.argsort(order)
    return replace(
        bundle,
        labels_fit=order[bundle.labels_fit],
        labels_test=order[bundle.labels_test],
        classifier_weight=bundle.classifier_weight[back],
        classifier_bias=bundle.classifier_bias[back],
    )


@pytest.fixture(scope="session")
def synthetic() -> Bundle:
    return make_bundle()


@pytest.fixture(scope="session")
def shipped() -> Workbench:
    return Workbench.from_folder(PRETRAINED)
