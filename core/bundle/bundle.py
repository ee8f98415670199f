"""Everything surgery needs of one trained network, as a value that is checked when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from weight_surgery.core.bundle.values import (
    hash_of,
    integer_array,
    metadata_of,
    names_of,
    one_boolean,
    read_only,
    real_array,
    text_array,
)
from weight_surgery.core.centroids import class_means
from weight_surgery.core.checks import shown
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.verification import fix_threshold
from weight_surgery.core.statistics import Statistics

FEATURES = ("features_fit", "features_test")
LABELS = ("labels_fit", "labels_test")
WEIGHTS = ("weight", "bias", "classifier_weight", "classifier_bias")


@dataclass(frozen=True, eq=False)
class Bundle:
    """Hold everything surgery needs of one trained network, read-only.

    features_* (N, h), weight (d, h), bias (d,), classifier_weight (C, d), classifier_bias (C,):
    float32; labels_* (N,) int64 in [0, C); normalise: whether the classifier reads unit
    embeddings; class_names: C distinct names; metadata: what made it (a mapping or its JSON);
    images_test (Nt, H, W) or in color (Nt, H, W, 3) uint8, optional, for thumbnails; texts_test
    (Nt,) str, optional, for samples that are sentences.
    Raises ValueError naming the array, what was needed and what came.
    """

    features_fit: np.ndarray
    labels_fit: np.ndarray
    features_test: np.ndarray
    labels_test: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    classifier_weight: np.ndarray
    classifier_bias: np.ndarray
    normalise: bool
    class_names: tuple[str, ...]
    metadata: Mapping[str, Any]
    images_test: np.ndarray | None = None
    texts_test: np.ndarray | None = None

    def __post_init__(self) -> None:
        for name in (*FEATURES, *WEIGHTS):
            self._set(name, real_array(name, getattr(self, name)))
        for name in LABELS:
            self._set(name, integer_array(name, getattr(self, name)))
        self._set("normalise", one_boolean(self.normalise))
        self._set("class_names", names_of(self.class_names))
        self._set("metadata", metadata_of(self.metadata))
        self._check_shapes()
        self._check_labels()
        self._check_images()
        self._check_texts()

    def _set(self, name: str, value: Any) -> None:
        if isinstance(value, np.ndarray):
            value = read_only(value.view())
        object.__setattr__(self, name, value)

    def _check_shapes(self) -> None:
        if self.weight.ndim != 2 or self.weight.shape[0] < 2:
            raise ValueError(
                f"weight must be (d, h) with d of at least 2 dimensions, got {self.weight.shape}: "
                "in one dimension there is no direction to project out"
            )
        dims, hidden = self.weight.shape
        classes = len(self.class_names)
        needed = {
            "bias": (dims,),
            "classifier_weight": (classes, dims),
            "classifier_bias": (classes,),
            "features_fit": (len(self.labels_fit), hidden),
            "features_test": (len(self.labels_test), hidden),
        }
        for name, shape in needed.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must be {shape}, got {getattr(self, name).shape}")
        if self.has_identity_head and not (
            np.array_equal(self.weight, np.eye(dims)) and not self.bias.any()
        ):
            raise ValueError(
                "metadata says that the head is the identity (null), but weight and bias are not; "
                "name the head, or capture the bundle again"
            )

    def _check_labels(self) -> None:
        classes = len(self.class_names)
        if classes < 2 or len(set(self.class_names)) != classes:
            raise ValueError(
                f"class_names must be two or more distinct names, got {shown(self.class_names)}"
            )
        for name in LABELS:
            labels = getattr(self, name)
            if not len(labels):
                raise ValueError(f"{name} is empty; a bundle needs samples in both splits")
            if labels.min() < 0 or labels.max() >= classes:
                raise ValueError(
                    f"{name} must lie in 0…{classes - 1}, got {labels.min()}…{labels.max()}"
                )

    def _check_images(self) -> None:
        if self.images_test is None:
            return
        images, samples = np.asarray(self.images_test), len(self.labels_test)
        is_known = images.ndim == 3 or (images.ndim == 4 and images.shape[3] == 3)
        if not is_known or len(images) != samples or images.dtype != np.uint8 or not images.size:
            raise ValueError(
                f"images_test must be ({samples}, H, W), or in color ({samples}, H, W, 3), uint8, "
                f"got {images.shape} {images.dtype}"
            )
        self._set("images_test", images)

    def _check_texts(self) -> None:
        if self.texts_test is None:
            return
        texts = text_array(self.texts_test)
        if texts.shape != self.labels_test.shape or texts.dtype.kind != "U":
            raise ValueError(
                f"texts_test must be ({len(self.labels_test)},) texts, "
                f"got {texts.shape} {texts.dtype}"
            )
        self._set("texts_test", texts)

    @property
    def name(self) -> str:
        """The model's name."""
        return str(self.metadata["name"])

    @property
    def dims(self) -> int:
        """The number of embedding dimensions d."""
        return self.weight.shape[0]

    @property
    def has_identity_head(self) -> bool:
        """Whether nothing is in front of the classifier, so that an edit is folded into it."""
        return self.metadata.get("head", "") is None

    @property
    def has_bias(self) -> bool:
        """Whether the edited layer adds anything, so that it matters whether that is edited."""
        return bool(self.bias.any())

    @cached_property
    def hash(self) -> str:
        """SHA-256, in hex, of all that decides figures: arrays, classes and normalisation.

        Its name, images and texts and how its file was compressed are no part of it.
        """
        arrays = {name: getattr(self, name) for name in (*FEATURES, *LABELS, *WEIGHTS)}
        return hash_of(arrays, [self.normalise, self.class_names])

    @cached_property
    def embeddings_fit(self) -> np.ndarray:
        """Raw embeddings (Nf, d) of the fit split, float64."""
        return self._embed(self.features_fit)

    @cached_property
    def embeddings_test(self) -> np.ndarray:
        """Raw embeddings (Nt, d) of the test split, float64."""
        return self._embed(self.features_test)

    @cached_property
    def unit_embeddings_test(self) -> np.ndarray:
        """The embeddings (Nt, d) of the test split at length 1."""
        return read_only(unit(self.embeddings_test))

    @cached_property
    def logits_test(self) -> np.ndarray:
        """The unedited network's logits (Nt, C) on the test split, float64."""
        return read_only(self.classify(self.embeddings_test, self.unit_embeddings_test))

    @cached_property
    def predictions_test(self) -> np.ndarray:
        """The unedited network's predictions (Nt,) on the test split."""
        return read_only(self.logits_test.argmax(axis=1))

    @cached_property
    def predictions_fit(self) -> np.ndarray:
        """The unedited network's reading (Nf,) of the fit split."""
        return self.classify(self.embeddings_fit).argmax(axis=1)

    @cached_property
    def statistics_fit(self) -> Statistics:
        """What methods ask of the fit split."""
        classes = len(self.class_names)
        return Statistics(self.embeddings_fit, self.labels_fit, classes, self.normalise)

    @cached_property
    def statistics_test(self) -> Statistics:
        """What methods ask of the test split, where they are fitted there."""
        classes = len(self.class_names)
        return Statistics(self.embeddings_test, self.labels_test, classes, self.normalise)

    @cached_property
    def class_means_fit(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean raw embedding (C, d) and sample count (C,) of each class, of the fit split."""
        return class_means(self.embeddings_fit, self.labels_fit, len(self.class_names))

    @cached_property
    def class_means_test(self) -> np.ndarray:
        """Mean raw embedding (C, d) of each class, of the test split."""
        return class_means(self.embeddings_test, self.labels_test, len(self.class_names))[0]

    @cached_property
    def match_threshold(self) -> float | None:
        """The cosine above which two samples match (`core.metrics.verification`), or None."""
        return fix_threshold(self.embeddings_fit, self.labels_fit, len(self.class_names))

    def classify(self, embeddings: np.ndarray, units: np.ndarray | None = None) -> np.ndarray:
        """Map raw embeddings (N, d) to logits (N, C); units (N, d): these at length 1, if known."""
        if self.normalise:
            embeddings = unit(embeddings) if units is None else units
        return embeddings @ self.classifier_weight.T.astype(float) + self.classifier_bias

    def __repr__(self) -> str:
        return (
            f"Bundle({self.name}: {len(self.class_names)} classes, {self.dims} dimensions, "
            f"{len(self.labels_fit):,} fit and {len(self.labels_test):,} test samples)"
        )

    def with_metadata(self, **entries: Any) -> Bundle:
        """Return the same bundle with metadata entries added or replaced."""
        return replace(self, metadata={**self.metadata, **entries})

    def _embed(self, features: np.ndarray) -> np.ndarray:
        if self.has_identity_head:
            return read_only(features.astype(float))
        return read_only(features.astype(float) @ self.weight.T.astype(float) + self.bias)
