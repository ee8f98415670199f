"""The repair of an edited network: its classifier re-estimated from prototypes, in closed form.

Every class gets the prototype of its group, the mean embedding of the group's fit samples where the
edit leaves them. Where the network normalises, samples are read by the cosine to the prototypes,
w = scale p / |p| and no offset, with the unedited classifier's mean row length as the scale; else
by the nearest prototype, w = p and offset -|p|^2 / 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weight_surgery.core.affine import LinearEdit
from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import brief
from weight_surgery.core.geometry import unit
from weight_surgery.core.metrics.partition import Partition


@dataclass(frozen=True, eq=False)
class Prototypes:
    """What a classifier is re-estimated from: means (C, d), unedited, of each class's group.

    groups (C,): each class's, by its smallest class, whose row and logit all of a group have to the
    bit, so that it is the one that is read.
    """

    groups: np.ndarray
    means: np.ndarray
    scale: float
    normalise: bool

    @classmethod
    def of(cls, bundle: Bundle, partition: Partition) -> Prototypes:
        """Take the fit split's means. Raises ValueError for a class without samples there."""
        means, counts = bundle.class_means_fit
        if not counts.all():
            name = brief(bundle.class_names[int(np.argmin(counts))])
            raise ValueError(
                f"class {name} has no training samples, so it has no prototype; switch repair off"
            )
        groups = partition.array
        same = (groups[:, None] == groups).astype(float) * counts
        joint = same @ means / same.sum(axis=1, keepdims=True)
        scale = float(np.linalg.norm(bundle.classifier_weight.astype(float), axis=1).mean())
        return cls(groups, joint, scale, bundle.normalise)

    def classifier(self, head: LinearEdit) -> tuple[np.ndarray, np.ndarray]:
        """Return weight (C, d) and offset (C,) for an edited head, at its damping."""
        prototypes = head.embeddings(self.means)[self.groups]
        if self.normalise:
            return self.scale * unit(prototypes), np.zeros(len(prototypes))
        return prototypes, -np.einsum("cd,cd->c", prototypes, prototypes) / 2
