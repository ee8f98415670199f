"""Models that are not digits, made of random numbers: `python -m tests.odd FOLDER` writes them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

import weight_surgery as ws
from tests.conftest import make_bundle
from weight_surgery.core.bundle import Bundle

# 60 characters each: Latin, Arabic, Chinese, and what a page might take for its own.
LONG_NAMES = (
    "thermally insulated overnight parcel with a broken red ribbon".ljust(60)[:60],
    "طرد ليلي معزول حراريا بشريط أحمر مكسور من متجر صغير في المدينة القديمة"[:60],
    "一个用红色丝带包扎的保温包裹由一位年长的邮递员在雨夜里送到山脚下那座古老的石头房子门前并且放在木头长椅上等待主人回来以后打开"[
        :60
    ],
    "<b>bold</b> & <i>slanted</i> <script>alert(1)</script> 100 %",
    "$x^2$ and %{y} and {braces} and \\backslashes\\ and 'quotes' \"2\"",
    "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauamt",
)


def clusters(
    classes: int, dims: int, each: int, seed: int = 0, spread: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Return Gaussian clusters (classes * each, dims) and their labels."""
    draw = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), each)
    centres = draw.normal(size=(classes, dims))
    return centres[labels] + spread * draw.normal(size=(len(labels), dims)), labels


def two_classes() -> Bundle:
    """Two classes whose fit centroids are exactly opposite, as standardised data has them."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, labels = clusters(2, 6, 120, spread=0.8)
    fit = np.arange(len(labels)) % 2 == 0
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    texts = np.array(["no", "yes"])[labels]
    pipeline.fit(rows[fit], texts[fit])
    return ws.from_sklearn(
        pipeline, rows[fit], texts[fit], rows[~fit], texts[~fit], name="two-classes"
    )


def at_chance() -> Bundle:
    """Ten classes read by rows that nobody trained."""
    rows, labels = clusters(10, 16, 80, seed=1)
    bundle = ws.from_embeddings(rows, labels, normalise=True, name="at-chance")
    untrained = np.random.default_rng(5).normal(size=bundle.classifier_weight.shape)
    return replace(bundle, classifier_weight=untrained).with_metadata(test_accuracy=None)


def three_each() -> Bundle:
    """Five classes of three samples to fit and three to test."""
    rows, labels = clusters(5, 6, 6, seed=2)
    return ws.from_embeddings(rows, labels, name="three-each")


def forty_classes() -> Bundle:
    """Forty classes."""
    rows, labels = clusters(40, 24, 24, seed=3)
    names = [
        f"{first}{second}"
        for first in "BDGKLMNP"
        for second in ("arley", "eech", "ine", "oak", "ust")
    ]
    return ws.from_embeddings(rows, labels, names, name="forty-classes")


def wide() -> Bundle:
    """Ten classes in 512 dimensions, fewer samples than those."""
    rows, labels = clusters(10, 512, 40, seed=4, spread=2.0)
    return ws.from_embeddings(rows, labels, name="wide-512d")


def long_names() -> Bundle:
    """Names of 60 characters in any script."""
    rows, labels = clusters(len(LONG_NAMES), 8, 100, seed=5)
    return ws.from_embeddings(rows, labels, LONG_NAMES, name="long-names")


def raw_lengths() -> Bundle:
    """A network that does not normalise, its classes far from the origin at different lengths."""
    bundle = make_bundle(6, 12, 20, 60, seed=6, normalise=False, name="raw-lengths")
    rows = bundle.embeddings_fit
    means = np.stack([rows[bundle.labels_fit == label].mean(axis=0) for label in range(6)])
    offset = -(means**2).sum(axis=1) / 2
    return replace(bundle, classifier_weight=means, classifier_bias=offset)


def identity_head() -> Bundle:
    """A table of unit vectors: nothing lies in front of the classifier."""
    rows, labels = clusters(8, 10, 60, seed=7)
    return ws.from_embeddings(rows, labels, normalise=True, name="identity-head")


def absent_class() -> Bundle:
    """A class that the test split does not have."""
    rows, labels = clusters(6, 8, 60, seed=8)
    split = np.where((np.arange(len(labels)) % 2 == 0) | (labels == 3), "fit", "test")
    return ws.from_embeddings(rows, labels, split=split, name="absent-class")


def colors() -> Bundle:
    """Samples with images in color."""
    rows, labels = clusters(6, 8, 80, seed=9)
    hue = np.random.default_rng(9).integers(60, 256, (6, 1, 1, 3))
    shade = np.random.default_rng(10).integers(-60, 1, (len(labels), 24, 32, 1))
    images = np.clip(hue[labels] + shade, 0, 255).astype(np.uint8)
    names = ["apple", "beach", "cloud", "dune", "elm", "fern"]
    return ws.from_embeddings(rows, labels, names, images=images, name="in-color")


MODELS: tuple[Callable[[], Bundle], ...] = (
    two_classes,
    at_chance,
    three_each,
    forty_classes,
    wide,
    long_names,
    raw_lengths,
    identity_head,
    absent_class,
    colors,
)


def odd_bundles() -> dict[str, Bundle]:
    """Return all of them by name."""
    made = [make() for make in MODELS]
    return {bundle.name: bundle for bundle in made}


def main(arguments: list[str] | None = None) -> int:
    """Write all of them to a folder, to be served from there."""
    parser = argparse.ArgumentParser(description="Write models that are not digits.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, bundle in odd_bundles().items():
        ws.save_bundle(folder / f"{name}.npz", bundle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
