"""Where samples are at every damping: in the scene's three axes and on the circle.

An edit moves every embedding on a line, e(s) = e(0) + s (e(1) - e(0)), and so every coordinate in
any axes (`core.affine`). Lengths follow from the point of that line that is nearest to the origin,
|e(s)|^2 = nearest^2 + (start + s step)^2, which does not cancel near it. So one edit tells of every
damping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.affine import Line
from weight_surgery.core.comparison import Comparison
from weight_surgery.core.geometry import (
    PLANE_FLOOR,
    are_antipodal,
    principal_axes,
    seed_plane,
    share_in_span,
    surgery_axes,
    surgery_plane,
    unit,
)
from weight_surgery.core.reads import check_samples
from weight_surgery.core.specs import SceneSpec

SAMPLE_SEED = 0


@dataclass(frozen=True, eq=False)
class Axes:
    """Some named axes and what lies along them.

    names (k,); rows (k, d), orthonormal; direction (k,): of what the edit takes out. Where that is
    all that moves, across (n, k) are coordinates of what stays, and it moves by start + s step;
    else across is where the rows are at damping 0, and steps (n, k) lead from there to damping 1.
    """

    names: tuple[str, ...]
    rows: np.ndarray
    across: np.ndarray
    direction: np.ndarray
    steps: np.ndarray | None

    def at(self, damping: float, share: np.ndarray) -> np.ndarray:
        """Return the coordinates (n, k) at a damping; share (n,): start + damping step."""
        if self.steps is None:
            return self.across + share[:, None] * self.direction
        return self.across + damping * self.steps


@dataclass(frozen=True, eq=False)
class Motion:
    """The rows of a scene, n test samples and then C class means, at every damping.

    indices (n,): of the samples; nearest, start, step (n + C,): an embedding's length in all d
    dimensions is hypot(nearest, start + s step); scene: 3 axes; circle: 2, of the plane called
    `plane`; radius: of the box around the scene at every damping, 1 for networks that normalise.
    Rows of a class without samples are NaN.
    """

    indices: np.ndarray
    nearest: np.ndarray
    start: np.ndarray
    step: np.ndarray
    scene: Axes
    circle: Axes
    plane: str
    radius: float
    normalise: bool

    def scene_at(self, damping: float) -> np.ndarray:
        """Return where the rows are in the scene's unit box (n + C, 3); centroids as units."""
        share = self.start + damping * self.step
        lengths = np.hypot(self.nearest, share)
        if not self.normalise:
            lengths[: len(self.indices)] = self.radius
        # An embedding of length 0 has no direction and stays at the origin.
        lengths[lengths == 0] = 1
        return self.scene.at(damping, share) / lengths[:, None]

    def circle_at(self, damping: float) -> np.ndarray:
        """Return where the rows are on the unit circle (n + C, 2), NaN where too short in it."""
        share = self.start + damping * self.step
        points = self.circle.at(damping, share)
        shares = np.linalg.norm(points, axis=1, keepdims=True)
        visible = shares >= PLANE_FLOOR * np.hypot(self.nearest, share)[:, None]
        return np.divide(points, shares, out=np.full(points.shape, np.nan), where=visible)

    def hidden_at(self, damping: float) -> int:
        """Return how many samples have no angle on the circle."""
        return int(np.isnan(self.circle_at(damping)[: len(self.indices), 0]).sum())


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
    line = comparison.change.head.line(np.vstack([bundle.embeddings_test[indices], means]))
    nearest, start, step = _lengths(line)
    names, rows = scene_rows(comparison, scene.axes)
    plane, flat = circle_rows(comparison, scene.plane)
    return Motion(
        indices=indices,
        nearest=nearest,
        start=start,
        step=step,
        scene=_axes(line, comparison.direction, names, rows, 3),
        circle=_axes(line, comparison.direction, ("", ""), flat, 2),
        plane=plane,
        radius=_radius(comparison, rows),
        normalise=bundle.normalise,
    )


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
    first, second = (centroid.vector for centroid in comparison.fitted)
    if axes == "pca" or are_antipodal(first, second):
        return ("component 1", "component 2", "component 3"), principal_axes(before, 3)
    return ("direction", "midpoint", "rest"), surgery_axes(first, second, before)


def circle_rows(comparison: Comparison, plane: str) -> tuple[str, np.ndarray]:
    """Return the plane's name and rows (2, d).

    Antipodal centroids have no surgery plane; theirs is the seed's, fitted after the edit.
    """
    first, second = (centroid.vector for centroid in comparison.fitted)
    if plane == "seed" or are_antipodal(first, second):
        return "seed", seed_plane(comparison.after.unit_embeddings)
    return "surgery", surgery_plane(first, second)


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


def _radius(comparison: Comparison, rows: np.ndarray) -> float:
    """Return the largest coordinate at any damping: a line is farthest out at one of its ends."""
    if comparison.bundle.normalise:
        return 1.0
    before = comparison.before.embeddings
    removed = comparison.change.at(0.0).embeddings(before)
    return float(max(np.abs(side @ rows.T).max() for side in (before, removed))) or 1.0
