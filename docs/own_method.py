"""A method of one's own beside the paper's: `python docs/own_method.py`.

Added to LIST in core/methods/__init__.py, with an import, it has its place on the page.
"""

from __future__ import annotations

import numpy as np

from weight_surgery import PRETRAINED, load_bundle, pair_atlas
from weight_surgery.core.change import Change
from weight_surgery.core.methods import Merge, Method
from weight_surgery.core.surgery import Edit


def fit_robust(merge: Merge) -> Change:
    """Take the direction out, read where both classes' own spread hides it least."""
    statistics = merge.statistics
    rows = statistics.embeddings[np.isin(statistics.labels, merge.classes)]
    spread = statistics.with_ridge(np.cov(rows.T))
    read = np.linalg.solve(spread, merge.direction)
    nothing = np.zeros(statistics.dims)
    return Change(Edit(merge.direction, read / (read @ merge.direction), nothing, damping=0.0))


ROBUST = Method(
    name="robust",
    title="By their own spread",
    summary="reads the direction where the two classes themselves vary least",
    formula="e' = e − (1 − s) δ qᵀ e / qᵀδ, q = S⁻¹ δ, S the two classes' covariance",
    source="an example",
    fit=fit_robust,
)

if __name__ == "__main__":
    bundle = load_bundle(PRETRAINED / "digits-16d.npz")
    for method in ("paper", ROBUST):
        atlas = pair_atlas(bundle, [0.0], method=method)
        name = method if isinstance(method, str) else method.name
        print(f"{name}: {atlas.clean.sum()} of {len(atlas.pairs)} pairs merge cleanly")
