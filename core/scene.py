"""The scene of an edit: samples, axes and the circle's plane, the same on both sides."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.affine import Line
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.geometry import (
    are_antipodal,
    principal_axes,
    seed_plane,
    share_in_span,
    surgery_plane,
    unit,
    with_rest,
)
from weight_surgery.core.motion import Axes, Motion
from weight_surgery.core.reads import check_samples
from weight_surgery.core.specs import SceneSpec

SAMPLE_SEED = 0


def motion_of(
    comparison: Comparison, scene: SceneSpec, indices: np.ndarray | None = None
) -> Motion:
    """Follow samples, a scene's own or those at `indices` (n,), and all class means.

    Raises ValueError for an index that the test split does not have.
    """
    bundle = comparison.bundle
    if indices is None:
        indices = stratified_sample(bundle.labels_test, scene.points)
    check_samples(bundle, indices)
    means, counts = bundle.class_means_fit
    means = np.where(counts[:, None] > 0, means, np.nan)
    rows = np.vstack([bundle.embeddings_test[indices], means])
    names, axes = scene_rows(comparison, scene.axes)
    plane, flat = circle_rows(comparison, scene.plane)
    centre = _centre(comparison, axes)
    radius = _radius(comparison, axes, centre)

    def along(line: Line, unedited: Motion | None) -> Motion:
        nearest, start, step = _lengths(line)
        return Motion(
            indices=indices,
            nearest=nearest,
            start=start,
            step=step,
            scene=_axes(line, comparison.direction, names, axes, 3).around(centre),
            centre=centre,
            circle=_axes(line, comparison.direction, ("", ""), flat, 2),
            plane=plane,
            radius=radius,
            normalise=bundle.normalise,
            unedited=unedited,
        )

    still = along(_still(rows), None) if len(comparison.plan.steps) > 1 else None
    return along(comparison.change.head.line(rows), still)


def _centre(comparison: Comparison, rows: np.ndarray) -> np.ndarray:
    """Return what stands in the middle of a scene (3,), along its axes (k, d).

    The origin, or where lengths count the mean of all test samples before the edit.
    """
    if comparison.bundle.normalise:
        return np.zeros(3)
    mean = rows @ comparison.before.embeddings.mean(axis=0)
    return np.pad(mean, (0, 3 - len(mean)))


def _still(rows: np.ndarray) -> Line:
    """Return the line of rows (N, d) that do not move."""
    return Line(np.eye(rows.shape[1]), np.zeros_like(rows), rows, np.zeros_like(rows))


def _axes(
    line: Line, taken: np.ndarray, names: tuple[str, ...], rows: np.ndarray, count: int
) -> Axes:
    missing = [(0, 0), (0, count - len(rows))]
    if line.basis.shape[1] == 1:
        direction = np.pad(rows @ line.basis[:, 0], missing[1])
        return Axes(names, rows, np.pad(line.across @ rows.T, missing), direction, None)
    direction = np.pad(rows @ taken, missing[1])
    steps = np.pad(line.step @ line.basis.T @ rows.T, missing)
    return Axes(names, rows, np.pad(line.at(0) @ rows.T, missing), direction, steps)


def _lengths(line: Line) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return nearest, start and step (N,) of a line: |e(s)| = hypot(nearest, start + s step)."""
    if line.basis.shape[1] == 1:
        return np.linalg.norm(line.across, axis=1), line.start[:, 0], line.step[:, 0]
    first, whole = line.at(0), line.step @ line.basis.T
    step = np.linalg.norm(whole, axis=1)
    along = unit(whole)
    start = np.einsum("nd,nd->n", first, along)
    return np.linalg.norm(first - start[:, None] * along, axis=1), start, step


def scene_rows(comparison: Comparison, axes: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names (3,) and rows (k, d) of the scene's axes, k at most 3, fitted before.

    Antipodal centroids have no midpoint; their scene is shown in principal components.
    """
    dims = comparison.bundle.dims
    if dims <= 3:
        return ("dimension 1", "dimension 2", "dimension 3" if dims == 3 else "—"), np.eye(dims)
    before, _ = _seen(comparison)
    plane = _surgery_rows(comparison)
    if axes == "pca" or plane is None:
        return ("component 1", "component 2", "component 3"), principal_axes(before, 3)
    second = "midpoint" if comparison.merge else "component"
    return ("direction", second, "rest"), with_rest(plane, before)


def circle_rows(comparison: Comparison, plane: str) -> tuple[str, np.ndarray]:
    """Return the plane's name and rows (2, d).

    Antipodal centroids have no surgery plane; theirs is the seed's, fitted after the edit.
    """
    rows = _surgery_rows(comparison)
    if plane == "seed" or rows is None:
        return "seed", seed_plane(comparison.after.unit_embeddings)
    return "surgery", rows


def _surgery_rows(comparison: Comparison) -> np.ndarray | None:
    """Return the plane (2, d) of the operation in the hand; None for antipodal centroids.

    Of a shatter it is its direction, and the first principal axis of the rest.
    """
    if not comparison.merge:
        return with_rest(comparison.direction[None], _seen(comparison)[0])
    first, second = (centroid.vector for centroid in comparison.fitted)
    return None if are_antipodal(first, second) else surgery_plane(first, second)


def shares_held(comparison: Comparison, motion: Motion) -> tuple[tuple[float, float], ...]:
    """Return what axes hold of all test samples, before and after, as shares.

    First the scene's axes, of the variance of what it shows; then the circle's plane, of the
    squared length of all unit embeddings.
    """
    seen = _seen(comparison)
    units = comparison.before.unit_embeddings, comparison.after.unit_embeddings
    variance = [share_in_span(side - side.mean(axis=0), motion.scene.rows) for side in seen]
    squares = [share_in_span(side, motion.circle.rows) for side in units]
    return (variance[0], variance[1]), (squares[0], squares[1])


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


def _seen(comparison: Comparison) -> tuple[np.ndarray, np.ndarray]:
    before, after = comparison.before, comparison.after
    if comparison.bundle.normalise:
        return before.unit_embeddings, after.unit_embeddings
    return before.embeddings, after.embeddings


def _radius(comparison: Comparison, rows: np.ndarray, centre: np.ndarray) -> float:
    """Return how far any coordinate is from the centre (3,) at any damping, at most.

    A line is farthest out at one of its ends.
    """
    if comparison.bundle.normalise:
        return 1.0
    before, middle = comparison.before.embeddings, centre[: len(rows)]
    ends = [comparison.change.at(damping).embeddings(before) for damping in (0.0, 1.0)]
    return float(max(np.abs(side @ rows.T - middle).max() for side in (before, *ends))) or 1.0
