"""The baseline: the labels are merged in the classifier, and the embeddings are left apart."""

from __future__ import annotations

import numpy as np

from weight_surgery.core.change import Change, RowAverage
from weight_surgery.core.methods.method import Merge, Method
from weight_surgery.core.surgery import Edit


def fit_rows(merge: Merge) -> Change:
    """Average the classifier's rows and offsets of the two classes; the head stays."""
    nothing = np.zeros((merge.statistics.dims, 0))
    head = Edit(nothing, nothing, np.zeros(merge.statistics.dims), 0.0)
    return Change(head, (RowAverage(merge.members, 0.0),))


ROWS = Method(
    name="rows",
    title="Labels only",
    summary="averages the classifier's two rows and leaves the embeddings apart: a baseline",
    formula="wᵢ' = wᵢ − (1 − s) (wᵢ − wⱼ) / 2, and wⱼ' alike",
    source="a baseline",
    fit=fit_rows,
)
