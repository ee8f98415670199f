"""What is written at the centroids."""

from __future__ import annotations

import numpy as np

# Centroids closer than this would have their labels on top of each other.
TOGETHER = 0.09


def centroid_labels(
    names: tuple[str, ...], centroids: np.ndarray, pair: tuple[int, ...]
) -> list[str]:
    """Return a bold label for each centroid (C, k); those in one place share the first's.

    The pair comes first, so that a shared label is drawn in its color.
    """
    others = [label for label in range(len(names)) if label not in pair]
    groups: list[list[int]] = []
    for label in (*pair, *others):
        near = (
            group
            for group in groups
            if np.linalg.norm(centroids[group[0]] - centroids[label]) < TOGETHER
        )
        group = next(near, None)
        if group is None:
            groups.append([label])
        else:
            group.append(label)
    labels = [""] * len(names)
    for group in groups:
        labels[group[0]] = f"<b>{_joined(names, group, pair)}</b>"
    return labels


def _joined(names: tuple[str, ...], group: list[int], pair: tuple[int, ...]) -> str:
    merged = " + ".join(names[label] for label in group if label in pair)
    others = [names[label] for label in group if label not in pair]
    return " · ".join(([merged] if merged else []) + others)
