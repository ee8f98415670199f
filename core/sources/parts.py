"""What bundles of a person's own model have alike: a head that is the identity, and its story."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

import numpy as np

from weight_surgery.core.bundle.values import FORMAT
from weight_surgery.core.checks import text_of
from weight_surgery.core.specs import LONGEST_NAME


def identity_head(dims: int) -> dict[str, np.ndarray]:
    """Return weight (d, d) and bias (d,) of a head that changes nothing."""
    return {"weight": np.eye(dims, dtype=np.float32), "bias": np.zeros(dims, np.float32)}


def described(name: str, network: str, classifier: str, classes: np.ndarray) -> dict[str, Any]:
    """Return the metadata of a bundle with an identity head.

    classes (C,): the person's own labels, in order. Raises ValueError for a name that is none.
    """
    if not text_of("name", name, LONGEST_NAME):
        raise ValueError("name must be the model's name, got none")
    return {
        "format": FORMAT,
        "name": name,
        "dataset": name,
        "network": network,
        "head": None,
        "classifier": classifier,
        "labels": classes.tolist(),
        "seed": None,
        "epochs": None,
        "versions": {"python": platform.python_version()}
        | {library: version(library) for library in ("numpy", "scikit-learn")},
        "licence": "the data's own",
    }
