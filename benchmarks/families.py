"""Many classes in families, some of which are hard to tell apart, as a catalogue has them."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.bundle import Bundle

FAMILY, APART, SPREAD = 10, 0.5, 1.5


def families(
    classes: int,
    samples: int,
    dims: int = 256,
    fit_each: int = 20,
    offset: float = 0.0,
    normalise: bool = True,
) -> Bundle:
    """Make a bundle of Gaussian clusters in families of ten, with that many test samples.

    A centre is its family's and half a normal vector, its row of the classifier a multiple of it;
    offset: the standard deviation of the classifier's offsets.
    """
    draw = np.random.default_rng(0)
    roots = draw.normal(size=(-(-classes // FAMILY), dims)).repeat(FAMILY, axis=0)[:classes]
    centres = roots + APART * draw.normal(size=(classes, dims))
    labels, fit = np.arange(samples) % classes, np.repeat(np.arange(classes), fit_each)

    def near(of: np.ndarray) -> np.ndarray:
        return centres[of] + SPREAD * draw.normal(size=(len(of), dims))

    return Bundle(
        features_fit=near(fit),
        labels_fit=fit,
        features_test=near(labels),
        labels_test=labels,
        weight=np.eye(dims),
        bias=np.zeros(dims),
        classifier_weight=centres * (4 if normalise else 20 / dims),
        classifier_bias=offset * draw.normal(size=classes),
        normalise=normalise,
        class_names=tuple(map(str, range(classes))),
        metadata={"format": 1, "name": f"families-{classes}"},
    )
