"""A person's own model with an edit in it, or a table of embeddings moved by one."""

from __future__ import annotations

import sys
from typing import Any

from weight_surgery.core.bundle import Bundle
from weight_surgery.core.checks import shown
from weight_surgery.core.plan import fit_plan
from weight_surgery.core.sources.arrays import vectors_of
from weight_surgery.core.sources.edited_estimator import edited_estimator
from weight_surgery.core.specs import SurgerySpec


def edit(model: Any, bundle: Bundle, spec: SurgerySpec) -> Any:
    """Return a model as it is after an edit: a copy, the original stays as it is.

    model: the torch module or scikit-learn estimator that the bundle was made of, or embeddings
    (N, d), which come back moved, float64; spec: of the edit, as comparison.spec is. A network of
    half precision comes back in float32, one in DataParallel or compiled without its wrapper; a
    layer without a bias is given one where the edit needs it, and a network without a layer for the
    edit one in front of its classifier.
    Raises ValueError for another model than the bundle's, and for an edit that it cannot hold.
    """
    if not isinstance(bundle, Bundle):
        raise ValueError(
            f"bundle must be the Bundle that was made of the model; got {shown(bundle)}"
        )
    if not isinstance(spec, SurgerySpec):
        raise ValueError(f"spec must be a SurgerySpec, as comparison.spec is; got {shown(spec)}")
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(model, torch.nn.Module):
        from weight_surgery.core.networks.edited import edited_network

        return edited_network(model, bundle, spec)
    if hasattr(model, "shape") or isinstance(model, list):
        vectors = vectors_of(model, "model")
        if vectors.shape[1] != bundle.dims:
            raise ValueError(
                f"{bundle.name} edits embeddings of {bundle.dims} dimensions; got "
                f"{vectors.shape[1]}"
            )
        return fit_plan(bundle, spec).change.embeddings(vectors)
    return edited_estimator(model, bundle, spec)
