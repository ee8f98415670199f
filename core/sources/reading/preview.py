"""A first picture of a model: its test samples along the two axes that they spread most on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.scene import stratified_sample

MOST_POINTS = 500


@dataclass(frozen=True, eq=False)
class Preview:
    """points (n, 2), labels (n,) of as many test samples; held: the share of their spread, 0…1."""

    points: np.ndarray
    labels: np.ndarray
    held: float


def preview_of(bundle: Bundle, most: int = MOST_POINTS) -> Preview:
    """Return at most so many test samples, of each class a share, along their principal axes.

    They are at length 1 where the classifier reads them so.
    """
    rows = stratified_sample(bundle.labels_test, most)
    embeddings = bundle.unit_embeddings_test if bundle.normalise else bundle.embeddings_test
    points = embeddings[rows] - embeddings[rows].mean(axis=0)
    # By their products with each other, which are few whatever the dimensions.
    values, vectors = np.linalg.eigh(points @ points.T)
    strongest = np.maximum(values[::-1][:2], 0)
    spread = float(np.maximum(values, 0).sum())
    scores = vectors[:, ::-1][:, :2] * np.sqrt(strongest)
    shown = np.zeros((len(rows), 2))
    shown[:, : scores.shape[1]] = scores
    held = float(strongest.sum()) / spread if spread > 0 else 1.0
    return Preview(shown, bundle.labels_test[rows], held)
