"""What a view draws: the same samples, axes and basis before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.comparison import Comparison
from core.geometry import (
    are_antipodal,
    principal_axes,
    seed_plane,
    share_in_span,
    surgery_axes,
    surgery_plane,
    unit_circle,
)
from core.specs import ViewSpec

SAMPLE_SEED = 0


@dataclass(frozen=True, eq=False)
class SceneView:
    """Two scenes of the same samples in the same three axes.

    indices (n,): test samples drawn; before, after (n, 3); centroids_* (C, 3), NaN for an absent
    class; direction (3,): the surgery direction in these axes; axes (3,): their names; shares:
    of the variance of all unit embeddings that the axes hold, before and after; radius: of the
    box around the scenes, 1 for normalised embeddings.
    """

    comparison: Comparison
    indices: np.ndarray
    before: np.ndarray
    after: np.ndarray
    centroids_before: np.ndarray
    centroids_after: np.ndarray
    direction: np.ndarray
    axes: tuple[str, str, str]
    shares: tuple[float, float]
    radius: float


@dataclass(frozen=True, eq=False)
class CircleView:
    """Two unit circles of the same samples in the same plane.

    before, after (n, 2), NaN where a point is too short in the plane; hidden: how many of the
    drawn samples that is, on either side; shares: of the squared length of all unit embeddings
    that the plane holds, before and after; centroids_* (C, 2).
    """

    comparison: Comparison
    plane: str
    indices: np.ndarray
    before: np.ndarray
    after: np.ndarray
    centroids_before: np.ndarray
    centroids_after: np.ndarray
    hidden: tuple[int, int]
    shares: tuple[float, float]


def scene_view(comparison: Comparison, view: ViewSpec) -> SceneView:
    """Project a comparison's samples to the three axes of a view.

    Antipodal centroids have no midpoint; their scene is shown in principal components.
    """
    bundle = comparison.bundle
    before, after = _seen(comparison, normalise=bundle.normalise)
    rows, names = _axes(comparison, view.axes, before)
    indices = stratified_sample(bundle.labels_test, view.points)
    radius = (
        1.0
        if bundle.normalise
        else float(max(np.abs(side @ rows.T).max() for side in (before, after)))
    )
    return SceneView(
        comparison=comparison,
        indices=indices,
        before=_in_axes(before[indices], rows),
        after=_in_axes(after[indices], rows),
        centroids_before=_in_axes(_absent_as_nan(comparison.before.centroids), rows) * radius,
        centroids_after=_in_axes(_absent_as_nan(comparison.after.centroids), rows) * radius,
        direction=_in_axes(comparison.surgery.direction[None], rows)[0],
        axes=names,
        shares=(_variance_share(before, rows), _variance_share(after, rows)),
        radius=radius,
    )


def circle_view(comparison: Comparison, view: ViewSpec) -> CircleView:
    """Project a comparison's samples to the unit circle of a view's plane.

    Antipodal centroids have no surgery plane; theirs is the seed's, and `plane` says so.
    """
    units_before, units_after = _seen(comparison, normalise=True)
    first, second = (centroid.vector for centroid in comparison.fitted)
    chosen = "seed" if are_antipodal(first, second) else view.plane
    plane = seed_plane(units_after) if chosen == "seed" else surgery_plane(first, second)
    indices = stratified_sample(comparison.bundle.labels_test, view.points)
    before = unit_circle(units_before[indices], plane)
    after = unit_circle(units_after[indices], plane)
    return CircleView(
        comparison=comparison,
        plane=chosen,
        indices=indices,
        before=before,
        after=after,
        centroids_before=unit_circle(comparison.before.centroids, plane),
        centroids_after=unit_circle(comparison.after.centroids, plane),
        hidden=(int(np.isnan(before[:, 0]).sum()), int(np.isnan(after[:, 0]).sum())),
        shares=(share_in_span(units_before, plane), share_in_span(units_after, plane)),
    )


def stratified_sample(labels: np.ndarray, points: int, seed: int = SAMPLE_SEED) -> np.ndarray:
    """Draw `points` indices, sorted, with the class shares of labels (N,); all when N is less.

    Each class gets its share rounded down, the largest remainders one more.
    """
    if points >= len(labels):
        return np.arange(len(labels))
    counts = np.bincount(labels)
    quota = points * counts / len(labels)
    take = np.floor(quota).astype(int)
    order = np.argsort(-(quota - take), kind="stable")
    take[order[: points - take.sum()]] += 1
    draw = np.random.default_rng(seed)
    chosen = [
        draw.permutation(np.flatnonzero(labels == label))[:count]
        for label, count in enumerate(take)
    ]
    return np.sort(np.concatenate(chosen))


def _seen(comparison: Comparison, normalise: bool) -> tuple[np.ndarray, np.ndarray]:
    before, after = comparison.before, comparison.after
    if normalise:
        return before.unit_embeddings, after.unit_embeddings
    return before.embeddings, after.embeddings


def _axes(
    comparison: Comparison, axes: str, before: np.ndarray
) -> tuple[np.ndarray, tuple[str, str, str]]:
    dims = comparison.bundle.dims
    if dims <= 3:
        return np.eye(dims), ("dimension 1", "dimension 2", "dimension 3" if dims == 3 else "—")
    first, second = comparison.fitted
    if axes == "pca" or are_antipodal(first.vector, second.vector):
        return principal_axes(before, 3), ("component 1", "component 2", "component 3")
    rows = surgery_axes(first.vector, second.vector, before)
    return rows, ("direction", "midpoint", "rest")


def _in_axes(vectors: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return coordinates (n, 3) along rows (k, d); a missing third axis is 0."""
    coordinates = vectors @ rows.T
    return np.pad(coordinates, ((0, 0), (0, 3 - rows.shape[0])))


def _absent_as_nan(centroids: np.ndarray) -> np.ndarray:
    return np.where(centroids.any(axis=1, keepdims=True), centroids, np.nan)


def _variance_share(vectors: np.ndarray, rows: np.ndarray) -> float:
    return share_in_span(vectors - vectors.mean(axis=0), rows)
