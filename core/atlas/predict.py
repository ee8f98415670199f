"""What centroids alone predict of a pair, before anything is measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.change import Change
from weight_surgery.core.fitting import centroid_survival
from weight_surgery.core.geometry import unit
from weight_surgery.core.methods import Merge, Method


@dataclass(frozen=True, eq=False)
class Predicted:
    """What is foreseen of a pair, over dampings (D,).

    cosine: of the edited centroids; predicted_cosine: in closed form where there is one, else the
    same, but NaN for a method that searches, since what it finds is not foreseen; landing: the
    class that the classifier reads at the mean of the two.
    """

    cosine: np.ndarray
    predicted_cosine: np.ndarray
    centroid_survival: np.ndarray
    landing: np.ndarray


def predict(
    bundle: Bundle, method: Method, merge: Merge, change: Change, dampings: np.ndarray
) -> Predicted:
    """Predict a pair at dampings (D,) that it bears."""
    moved = change.head.line(merge.means).at(dampings)
    means = change.head.line(bundle.class_means_fit[0]).at(dampings)
    points = np.concatenate([means, moved.mean(axis=1, keepdims=True)], axis=1)
    read = change.classify_at(bundle, dampings.tolist(), points).argmax(axis=-1)
    units = unit(moved)
    cosine = np.clip(np.einsum("nd,nd->n", units[:, 0], units[:, 1]), -1, 1)
    return Predicted(
        cosine,
        _foreseen(method, merge, dampings, cosine),
        centroid_survival(bundle, read[:, :-1], merge.partition),
        read[:, -1],
    )


def _foreseen(method: Method, merge: Merge, dampings: np.ndarray, cosine: np.ndarray) -> np.ndarray:
    if method.cosine is not None:
        return np.array([method.cosine(merge, damping) for damping in dampings.tolist()])
    return np.full(len(dampings), np.nan) if method.searches else cosine
