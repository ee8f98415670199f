"""A table of embeddings as a bundle: the prototypes of its fit half are the classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.centroids import class_means
from weight_surgery.core.checks import boolean, brief
from weight_surgery.core.geometry import NORM_FLOOR, unit
from weight_surgery.core.sources.arrays import array_of, images_of, texts_of, vectors_of
from weight_surgery.core.sources.labels import names_of, own_labels, positions_of
from weight_surgery.core.sources.parts import described, identity_head

SPLIT = "every second sample of each class, the first to fit"


def from_embeddings(
    vectors: Any,
    labels: Any,
    names: Sequence[str] | Mapping[Any, str] | None = None,
    images: Any = None,
    texts: Any = None,
    split: Any = None,
    normalise: bool | None = None,
    name: str = "table",
) -> Bundle:
    """Make a bundle of embeddings (N, d) and their labels (N,), numbers or texts.

    Each class's mean over the fit half is its prototype, and a sample is read as the nearest: by
    cosine where it normalises, else by distance. normalise: None takes what reads more of the fit
    half right, of equals the cosine. split (N,): true or "fit" for the samples to fit on, false or
    "test" for the others; None takes every second sample of each class, the first to fit. names:
    one a class in the labels' sorted order, or by label; images, gray (N, H, W) or in color
    (N, H, W, 3), and texts (N,): one a sample, to be shown.
    Raises ValueError with what to do for anything else, and for a class with too few samples.
    """
    features = vectors_of(vectors, "vectors")
    own = own_labels(labels, "labels", len(features))
    classes = np.unique(own)
    if len(classes) < 2:
        raise ValueError(f"labels must be of at least two classes, got {len(classes)}")
    called = names_of(classes, names)
    places = positions_of(own, classes, "labels")
    _check_counts(places, called)
    fit = _every_second(places) if split is None else _given(split, len(features))
    _check_fit(places[fit], called)
    chosen, right = _normalise(features[fit], places[fit], normalise)
    weight, offset = prototypes(features[fit], places[fit], len(classes), chosen)
    bundle = Bundle(
        features_fit=features[fit],
        labels_fit=places[fit],
        features_test=features[~fit],
        labels_test=places[~fit],
        **identity_head(features.shape[1]),
        classifier_weight=weight,
        classifier_bias=offset,
        normalise=chosen,
        class_names=called,
        metadata=described(name, "prototypes", "prototypes of the fit samples", classes)
        | {"split": SPLIT if split is None else "given", "fit_right": right},
        images_test=None if images is None else images_of(images, len(features))[~fit],
        texts_test=None if texts is None else texts_of(texts, len(features))[~fit],
    )
    _check_rounding(bundle, weight, offset)
    accuracy = float(np.mean(bundle.predictions_test == bundle.labels_test))
    return bundle.with_metadata(test_accuracy=accuracy)


def _check_rounding(bundle: Bundle, weight: np.ndarray, offset: np.ndarray) -> None:
    """Raise ValueError where a bundle's 32 bits read others than the prototypes themselves do."""
    embeddings = bundle.embeddings_test
    rows = unit(embeddings) if bundle.normalise else embeddings
    unlike = int(((rows @ weight.T + offset).argmax(axis=1) != bundle.predictions_test).sum())
    if unlike > max(1, len(rows) // 1000):
        raise ValueError(
            f"{unlike:,} of {len(rows):,} samples are read otherwise once rounded to 32 bits, "
            "because the vectors lie far from 0 or have columns of very different sizes; "
            "subtract each column's mean, or scale the columns (scikit-learn's StandardScaler)"
        )


def prototypes(
    features: np.ndarray, labels: np.ndarray, classes: int, normalise: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the classifier (C, d), (C,) that reads the nearest class mean.

    By cosine the rows have length 1; by distance logits are -|x - p|^2 / 2 but for what all
    classes share.
    """
    means = class_means(features.astype(float), labels, classes)[0]
    if normalise:
        return unit(means), np.zeros(classes)
    return means, -np.einsum("cd,cd->c", means, means) / 2


def _normalise(
    features: np.ndarray, labels: np.ndarray, wanted: bool | None
) -> tuple[bool, dict[str, int]]:
    """Return whether to normalise, and how many of the fit samples each way reads right."""
    if wanted is not None:
        boolean("normalise", wanted)
    right, classes = {}, int(labels.max()) + 1
    for word, normalise in (("cosine", True), ("distance", False)):
        weight, offset = prototypes(features, labels, classes, normalise)
        rows = unit(features) if normalise else features.astype(float)
        right[word] = int(((rows @ weight.T + offset).argmax(axis=1) == labels).sum())
    if wanted is None:
        wanted = right["cosine"] >= right["distance"]
    lengths = np.linalg.norm(class_means(features.astype(float), labels, classes)[0], axis=1)
    if wanted and lengths.min() < NORM_FLOOR:
        raise ValueError(
            "the mean of a class is the origin, which has no direction to compare by cosine; "
            "give normalise=False"
        )
    return bool(wanted), right


def _check_counts(places: np.ndarray, names: tuple[str, ...]) -> None:
    counts = np.bincount(places, minlength=len(names))
    if counts.min() < 2:
        name = brief(names[int(counts.argmin())])
        raise ValueError(
            f"class {name} has one sample, and needs at least two: one to fit on and one to test; "
            "leave it out or add to it (are the labels classes, and not measurements?)"
        )


def _check_fit(fitted: np.ndarray, names: tuple[str, ...]) -> None:
    missing = np.flatnonzero(np.bincount(fitted, minlength=len(names)) == 0)
    if len(missing):
        name = brief(names[missing[0]])
        raise ValueError(f"split leaves class {name} nothing to fit on; give it a sample there")


def _every_second(places: np.ndarray) -> np.ndarray:
    fit = np.zeros(len(places), bool)
    for label in np.unique(places):
        fit[np.flatnonzero(places == label)[::2]] = True
    return fit


def _given(split: Any, samples: int) -> np.ndarray:
    given = array_of(split, "split")
    if given.shape != (samples,):
        raise ValueError(f"split must be one value a sample, ({samples},); got {given.shape}")
    values = set(given.tolist())
    if not (values <= {"fit", "test"} or all(isinstance(value, bool) for value in values)):
        raise ValueError('split must hold "fit" and "test", or true (fit) and false, and no other')
    fit = np.array([value in ("fit", True) for value in given.tolist()])
    if fit.all():
        raise ValueError("split leaves no sample to test on; give it some of each class")
    return fit
