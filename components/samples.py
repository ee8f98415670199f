"""What hovering over a sample says, for every figure that draws samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.workbench import Comparison


def hover_rows(comparison: Comparison, indices: np.ndarray) -> list[list[Any]]:
    """Return [test index, true class, read before, read after] of each sample, by name."""
    names = np.array(comparison.bundle.class_names, dtype=object)
    columns = (
        indices.tolist(),
        names[comparison.bundle.labels_test[indices]],
        names[comparison.before.predictions[indices]],
        names[comparison.after.predictions[indices]],
    )
    return [list(row) for row in zip(*columns, strict=True)]
