"""Where samples are at every damping: in the scene's three axes and on the circle.

An edit moves every embedding on a line, e(s) = e(0) + s (e(1) - e(0)), and so every coordinate in
any axes (`core.affine`). Lengths follow from the point of that line that is nearest to the origin,
|e(s)|^2 = nearest^2 + (start + s step)^2, which does not cancel near it. So one edit tells of every
damping.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

# Of whose length less than this lies in the circle's plane has no angle there that says anything.
LEAST_SEEN = 1e-3


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

    def around(self, centre: np.ndarray) -> Axes:
        """Return the same axes with their coordinates counted from a point (k,)."""
        return replace(self, across=self.across - centre)

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
    `plane`; radius: of the box around the scene at every damping, 1 for networks that normalise;
    centre (3,): what stands in its middle, along its axes; unedited: the motion of the unedited
    network, where other operations leave the rows elsewhere at damping 1. Rows of a class without
    samples are NaN.
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
    centre: np.ndarray
    unedited: Motion | None = None

    def scene_before(self) -> np.ndarray:
        """Return where the rows are in the scene before the edit (n + C, 3)."""
        return (self.unedited or self).scene_at(1.0)

    def circle_before(self) -> np.ndarray:
        """Return where the rows are on the circle before the edit (n + C, 2)."""
        return (self.unedited or self).circle_at(1.0)

    def hidden_before(self) -> int:
        """Return how many samples have no angle on the circle before the edit."""
        return (self.unedited or self).hidden_at(1.0)

    def scene_at(self, damping: float) -> np.ndarray:
        """Return where the rows are in the scene's unit box (n + C, 3).

        At length 1 where the network normalises, else as they lie, the box's radius their unit.
        """
        share = self.start + damping * self.step
        lengths = np.hypot(self.nearest, share)
        if not self.normalise:
            lengths[:] = self.radius
        # An embedding of length 0 has no direction and stays at the origin.
        lengths[lengths == 0] = 1
        return self.scene.at(damping, share) / lengths[:, None]

    def circle_at(self, damping: float) -> np.ndarray:
        """Return where the rows are on the unit circle (n + C, 2), NaN where too little is seen."""
        share = self.start + damping * self.step
        points = self.circle.at(damping, share)
        shares = np.linalg.norm(points, axis=1, keepdims=True)
        visible = shares >= LEAST_SEEN * np.hypot(self.nearest, share)[:, None]
        return np.divide(points, shares, out=np.full(points.shape, np.nan), where=visible)

    def hidden_at(self, damping: float) -> int:
        """Return how many samples have no angle on the circle."""
        return int(np.isnan(self.circle_at(damping)[: len(self.indices), 0]).sum())
