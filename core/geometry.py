"""Unit vectors, cosine, orthonormal bases, planes, circles and axes for a 3-D view."""

from __future__ import annotations

import numpy as np

# The floor that torch.nn.functional.normalize uses, so that both normalise alike.
NORM_FLOOR = 1e-12
# Below this length in a plane the angle of a point means nothing.
PLANE_FLOOR = 1e-9
# Below this length the midpoint of two unit vectors means nothing: they are antipodal.
MIDPOINT_FLOOR = 1e-6


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scale vectors (..., d) to length 1; a zero vector stays zero."""
    vectors = np.asarray(vectors, dtype=float)
    norms = np.sqrt(np.einsum("...d,...d->...", vectors, vectors))
    return vectors / np.maximum(norms, NORM_FLOOR)[..., None]


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Return the cosine of the angle between vectors a (d,) and b (d,), in [-1, 1]."""
    return float(np.clip(unit(a) @ unit(b), -1.0, 1.0))


def unit_vector(vector: np.ndarray, name: str) -> np.ndarray:
    """Return vector (d,) at length 1.

    Raises ValueError, calling it `name`, when it is not a finite vector of some length.
    """
    vector = np.asarray(vector, dtype=float)
    if vector.ndim != 1 or not vector.size:
        raise ValueError(f"{name} must be a vector (d,), got shape {vector.shape}")
    largest = np.abs(vector).max()
    if not np.isfinite(largest) or largest < np.finfo(float).tiny:
        raise ValueError(f"{name} must be finite and longer than 0, got {vector}")
    scaled = vector / largest
    return scaled / np.linalg.norm(scaled)


def orthonormal_basis(direction: np.ndarray) -> np.ndarray:
    """Complete direction (d,) to an orthonormal basis (d, d) whose first column it is.

    QR of [direction, e_k for k != argmax |direction|, in order], columns signed so that R's
    diagonal is positive: the notebook's Gram-Schmidt, but defined for every direction.
    """
    direction = unit_vector(direction, "direction")
    rest = np.delete(np.eye(direction.size), np.argmax(np.abs(direction)), axis=1)
    basis, triangle = np.linalg.qr(np.column_stack([direction, rest]))
    return basis * np.where(np.diag(triangle) < 0, -1.0, 1.0)


def surgery_plane(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the plane (2, d) in which the gap between centroids a and b is seen closing.

    Rows: the unit difference of the two unit centroids, and their unit midpoint.
    Raises ValueError when a and b coincide (no difference) or are antipodal (no midpoint).
    """
    a, b = unit_vector(a, "a"), unit_vector(b, "b")
    difference, midpoint = a - b, a + b
    if np.linalg.norm(difference) < MIDPOINT_FLOOR:
        raise ValueError("the two centroids coincide, so they span no plane; pick another pair")
    if np.linalg.norm(midpoint) < MIDPOINT_FLOOR:
        raise ValueError(
            "the two centroids are antipodal, so their midpoint has no direction; choose the "
            "seed's plane"
        )
    direction = difference / np.linalg.norm(difference)
    midpoint = midpoint / np.linalg.norm(midpoint)
    # Orthogonal by construction; one Gram-Schmidt step takes off what rounding left of nearly
    # coinciding centroids.
    midpoint = midpoint - (midpoint @ direction) * direction
    return np.stack([direction, midpoint / np.linalg.norm(midpoint)])


def are_antipodal(a: np.ndarray, b: np.ndarray) -> bool:
    """Tell whether two unit vectors (d,) are opposite, so that they have no midpoint."""
    return bool(np.linalg.norm(a + b) < MIDPOINT_FLOOR)


def seed_plane(unit_embeddings: np.ndarray) -> np.ndarray:
    """Return the seed's plane (2, d): the first two right singular vectors, uncentred.

    unit_embeddings (N, d), those after the edit; each row is signed so that its entry of largest
    size is positive. For d = 3 the plane's normal is the last singular vector.
    """
    if unit_embeddings.ndim != 2 or unit_embeddings.shape[1] < 2:
        raise ValueError(
            f"unit_embeddings must be (N, d) with d of at least 2, got {unit_embeddings.shape}"
        )
    if len(unit_embeddings) < 2:
        raise ValueError(f"a plane needs at least 2 embeddings, got {len(unit_embeddings)}")
    # The singular vectors of R are those of the whole, at d x d instead of N x d.
    triangle = np.linalg.qr(unit_embeddings, mode="r")
    return _signed(np.linalg.svd(triangle)[2][:2])


def unit_circle(embeddings: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """Project embeddings (N, d) into plane (2, d) and scale them to length 1: (N, 2).

    Points shorter than 1e-9 in the plane have no angle and are NaN, to be hidden and counted.
    """
    flat = embeddings @ plane.T
    lengths = np.linalg.norm(flat, axis=1)
    visible = lengths >= PLANE_FLOOR
    return np.divide(
        flat, lengths[:, None], out=np.full(flat.shape, np.nan), where=visible[:, None]
    )


def share_in_span(vectors: np.ndarray, rows: np.ndarray) -> float:
    """Return the share of the squared length of vectors (N, d) that orthonormal rows hold."""
    whole = float(np.einsum("nd,nd->", vectors, vectors))
    return float(np.square(vectors @ rows.T).sum() / whole) if whole else 0.0


def principal_axes(vectors: np.ndarray, count: int) -> np.ndarray:
    """Return the first principal axes (count, d) of vectors (N, d), signed as `seed_plane`."""
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, ::-1].T
    return _signed(axes[:count])


def with_rest(rows: np.ndarray, embeddings: np.ndarray) -> np.ndarray:
    """Return orthonormal rows (k, d) and the first principal axis of what they do not hold."""
    rest = embeddings - embeddings @ rows.T @ rows
    more = principal_axes(rest, 1)[0]
    more = more - rows.T @ (rows @ more)
    return np.vstack([rows, more / np.linalg.norm(more)])


def _signed(rows: np.ndarray) -> np.ndarray:
    largest = np.take_along_axis(rows, np.abs(rows).argmax(axis=1)[:, None], axis=1)
    return rows * np.where(largest < 0, -1.0, 1.0)
