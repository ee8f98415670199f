"""A person's own estimator, edited: a copy, with the edit folded into its last layer."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.folded import folded, reach_of
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.sources.estimators import ending_of
from weight_surgery.core.specs import SurgerySpec


def edited_estimator(estimator: Any, bundle: Bundle, spec: SurgerySpec) -> Any:
    """Return a copy of a scikit-learn estimator that reads as the page's network after an edit.

    bundle: made of this estimator by `from_sklearn`; spec: of the edit, as a comparison has it. The
    original stays as it is. What changes is `coef_` and `intercept_`, of an MLP the last of
    `coefs_` and `intercepts_`.
    Raises ValueError for another estimator than the bundle's, and for an edit that its last layer
    cannot hold.
    """
    ending = ending_of(estimator)
    if bundle.normalise:
        raise ValueError(
            f"{bundle.name} brings embeddings to length 1 between the edit and the classifier, "
            "which no linear layer can do; move the embeddings by the comparison's change instead"
        )
    if not bundle.has_identity_head:
        raise ValueError(
            f"{bundle.name} is edited in a layer before its last one, which {ending.name} does not "
            "have; give the bundle that from_sklearn made of this estimator"
        )
    weight, offset = ending.classifier
    if not (_same(weight, bundle.classifier_weight) and _same(offset, bundle.classifier_bias)):
        raise ValueError(
            f"this {ending.name} is not the one that {bundle.name} was made of, or was fitted "
            "again since; make the bundle anew with from_sklearn"
        )
    copied = deepcopy(estimator)
    change = fit_plan(bundle, spec).change
    ending_of(copied).put(*folded(change, weight, offset, reach_of(bundle)))
    return copied


def _same(one: np.ndarray, kept: np.ndarray) -> bool:
    return one.shape == kept.shape and np.array_equal(one.astype(np.float32), kept)
